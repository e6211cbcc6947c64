import { containerRules } from './rules/containers';
import { ecsRules } from './rules/ecs';
import { iamRules } from './rules/iam';
import { loadBalancingRules } from './rules/load-balancing';
import { networkRules } from './rules/network';
import type { PolicyRule } from './rules/policy-rule';

/** What every stack is checked against. */
export const POLICY_RULES: readonly PolicyRule[] = [
  ...networkRules,
  ...loadBalancingRules,
  ...ecsRules,
  ...containerRules,
  ...iamRules,
];

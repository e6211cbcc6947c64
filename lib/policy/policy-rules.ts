import { bucketRules } from './rules/buckets';
import { containerRules } from './rules/containers';
import { domainRules } from './rules/domains';
import { ecsRules } from './rules/ecs';
import { iamRules } from './rules/iam';
import { loadBalancingRules } from './rules/load-balancing';
import { messagingRules } from './rules/messaging';
import { networkRules } from './rules/network';
import { observabilityRules } from './rules/observability';
import type { PolicyRule } from './rules/policy-rule';
import { repositoryRules } from './rules/repositories';
import { resourcePolicyRules } from './rules/resource-policies';
import { secretRules } from './rules/secrets';
import { tlsRules } from './rules/tls';

/** What every stack is checked against. */
export const POLICY_RULES: readonly PolicyRule[] = [
  ...networkRules,
  ...loadBalancingRules,
  ...ecsRules,
  ...containerRules,
  ...iamRules,
  ...bucketRules,
  ...repositoryRules,
  ...secretRules,
  ...messagingRules,
  ...observabilityRules,
  ...domainRules,
  ...resourcePolicyRules,
  ...tlsRules,
];

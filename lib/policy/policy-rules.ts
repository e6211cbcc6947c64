import { containerRules } from './rules/containers';
import type { PolicyRule } from './rules/policy-rule';

/** What every stack is checked against. */
export const POLICY_RULES: readonly PolicyRule[] = [...containerRules];

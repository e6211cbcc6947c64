import { z } from 'zod';
import { reason, text } from '../validation/fields';
import { chooseFrom } from '../validation/messages';
import { objectSchema } from '../validation/object-schema';
import type { PolicyException } from './policy-exception';
import { POLICY_RULES } from './policy-rules';

const RULE_IDS = POLICY_RULES.map(({ id }) => id);

/** The exceptions of an environment or account. Whether each excuses something is known once the stack is synthesized. */
export const policyExceptionsSchema = z.array(
  objectSchema<PolicyException>({
    rule: text((id) => (RULE_IDS.includes(id) ? undefined : `is not a policy rule${chooseFrom(id, RULE_IDS)}`)),
    resource: text((pattern) => (pattern === '' ? 'must be the path of a resource' : undefined)).optional(),
    reason: reason(),
  }),
);

import { z } from 'zod';
import { atMost, publicText, reason, text, wholeNumber } from '../validation/fields';
import { objectSchema, withRules, type Report } from '../validation/object-schema';
import { cidrProblem } from './cidr';
import {
  OTHER_SIDES,
  otherSide,
  securityGroupRuleId,
  type NetworkFields,
  type SecurityGroupRule,
} from './network-config';
import { resourceIdProblem } from './resource-ids';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
const DESCRIPTION = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]+$/;

/**
 * The default quota of a security group, in each direction.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
 */
export const MAXIMUM_RULES = 60;

const port = wholeNumber(1, 65535);

const portRangeSchema = objectSchema<{ from: number; to: number }>({ from: port, to: port }).check(
  withRules([
    {
      needs: ['from', 'to'],
      check: ({ from, to }, report) => {
        if (from > to) {
          report(`must give the lower port first, got ${from} to ${to}`);
        }
      },
    },
  ]),
);

export const securityGroupRuleSchema = objectSchema<SecurityGroupRule>({
  description: publicText((description) =>
    DESCRIPTION.test(description)
      ? atMost(255)(description)
      : 'must be 1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*',
  ),
  protocol: z.enum(['tcp', 'udp', 'all']),
  ports: z.union([port, portRangeSchema]).optional(),
  cidrBlock: text(cidrProblem).optional(),
  securityGroupId: text(resourceIdProblem('sg')).optional(),
  prefixListId: text(resourceIdProblem('pl')).optional(),
  reason: reason().optional(),
}).check(
  withRules<SecurityGroupRule>([
    {
      needs: ['protocol', 'ports'],
      check: ({ protocol, ports }, report) => {
        if (protocol === 'all' && ports !== undefined) {
          report('must be left out: the protocol "all" has no ports', ['ports']);
        }
        if (protocol !== 'all' && ports === undefined) {
          report(`is missing: ${protocol} needs a port or a range { from, to }`, ['ports']);
        }
      },
    },
    {
      needs: [...OTHER_SIDES],
      check: (rule, report) => {
        const given = OTHER_SIDES.filter((field) => rule[field] !== undefined);
        if (given.length !== 1) {
          const got = given.length === 0 ? 'none' : given.join(' and ');
          report(`must have exactly one of ${OTHER_SIDES.join(', ')}, got ${got}`);
        }
      },
    },
  ]),
);

/** What is wrong with all the rules of a direction together. */
export function reportRules(network: NetworkFields, direction: 'ingress' | 'egress', report: Report): void {
  const { [direction]: rules = [], securityGroups } = network;
  // Where each service has its own group, these are counted together with those that let services reach each other.
  if (securityGroups !== 'perService' && rules.length > MAXIMUM_RULES - 1) {
    report(
      `must have at most ${MAXIMUM_RULES - 1} rules, got ${rules.length}: a security group has room for ${MAXIMUM_RULES} in each ` +
        'direction, and one lets the tasks reach each other',
      [direction],
    );
  }
  reportRepeatedRules(rules, direction, report);
}

/** AWS refuses a second rule for the same traffic. */
export function reportRepeatedRules(rules: readonly SecurityGroupRule[], field: string, report: Report): void {
  const ids = rules.map((rule) => (otherSide(rule) === undefined ? undefined : securityGroupRuleId(rule)));
  for (const [index, id] of ids.entries()) {
    const first = ids.indexOf(id);
    if (id !== undefined && first < index) {
      report(`allows the same as ${field}[${first}]; remove one of them`, [field, index]);
    }
  }
}

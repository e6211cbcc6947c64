import { z } from 'zod';
import { atMost, publicText, reason, text, wholeNumber } from '../validation/fields';
import { objectSchema, withRules, type Report, type Rule } from '../validation/object-schema';
import { shown } from '../validation/messages';
import { cidrProblem, contains, isInternal, networkCidrProblem, overlap } from './cidr';
import {
  portRange,
  securityGroupRuleId,
  type NetworkConfig,
  type PublicSubnetConfig,
  type SecurityGroupRule,
} from './network-config';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
const DESCRIPTION = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]+$/;

/**
 * To which a service or schedule can be attached.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
 */
const MAXIMUM_SUBNETS = 16;

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
  cidrBlock: text(cidrProblem),
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
  ]),
);

const publicSubnetSchema = objectSchema<PublicSubnetConfig>({
  cidrBlock: text(networkCidrProblem),
  availabilityZone: text(),
});

const networkRules: readonly Rule<NetworkConfig>[] = [
  {
    needs: ['vpcCidrBlock', 'publicSubnets'],
    check: ({ vpcCidrBlock, publicSubnets }, report) => {
      for (const [index, { cidrBlock }] of publicSubnets.entries()) {
        const judged = [vpcCidrBlock, cidrBlock].every((range) => networkCidrProblem(range) === undefined);
        if (judged && !contains(vpcCidrBlock, cidrBlock)) {
          report(`${shown(cidrBlock)} is not inside the VPC's ${vpcCidrBlock}`, ['publicSubnets', index, 'cidrBlock']);
        }
      }
    },
  },
  {
    needs: ['publicSubnets'],
    check: ({ publicSubnets }, report) => {
      for (const [index, { cidrBlock }] of publicSubnets.entries()) {
        const other = publicSubnets.slice(0, index).findIndex((subnet) => overlap(subnet.cidrBlock, cidrBlock));
        if (other !== -1) {
          const range = publicSubnets[other]?.cidrBlock;
          report(`${shown(cidrBlock)} overlaps with publicSubnets[${other}], ${range}`, [
            'publicSubnets',
            index,
            'cidrBlock',
          ]);
        }
      }
      const zones = new Set(publicSubnets.map(({ availabilityZone }) => availabilityZone));
      if (publicSubnets.length < 2) {
        report(`must have at least 2 subnets, got ${publicSubnets.length}`, ['publicSubnets']);
      } else if (publicSubnets.length > MAXIMUM_SUBNETS) {
        report(`must have at most ${MAXIMUM_SUBNETS} subnets, got ${publicSubnets.length}`, ['publicSubnets']);
      } else if (zones.size < 2) {
        report(`must be in at least 2 Availability Zones, got only ${[...zones].map(shown).join()}`, ['publicSubnets']);
      }
    },
  },
  { needs: ['ingress', 'securityGroups'], check: (network, report) => reportRules(network, 'ingress', report) },
  { needs: ['egress', 'securityGroups'], check: (network, report) => reportRules(network, 'egress', report) },
  {
    needs: ['ingress', 'securityGroups'],
    check: ({ ingress, securityGroups }, report) => {
      if (securityGroups === 'perService' && ingress.length > 0) {
        report(
          'must be empty with securityGroups: "perService", where a service says itself who reaches it: allowFrom, ingress',
          ['ingress'],
        );
      }
    },
  },
  {
    needs: ['egress'],
    check: ({ egress }, report) => {
      if (!egress.some((rule) => allowsHttps(rule) && !isInternal(rule.cidrBlock))) {
        report(
          'must allow tcp/443 to the internet: without it tasks can neither pull their image nor read their secrets',
          ['egress'],
        );
      }
    },
  },
];

/** What a network must be; that its zones belong to the region is a rule of the environment. */
export const networkSchema = objectSchema<NetworkConfig>({
  vpcCidrBlock: text(networkCidrProblem),
  publicSubnets: z.array(publicSubnetSchema),
  ingress: z.array(securityGroupRuleSchema),
  egress: z.array(securityGroupRuleSchema),
  securityGroups: z.enum(['shared', 'perService']).optional(),
}).check(withRules(networkRules));

function reportRules(network: NetworkConfig, direction: 'ingress' | 'egress', report: Report): void {
  const { [direction]: rules, securityGroups } = network;
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
  const ids = rules.map(securityGroupRuleId);
  for (const [index, id] of ids.entries()) {
    const first = ids.indexOf(id);
    if (first < index) {
      report(`allows the same as ${field}[${first}]; remove one of them`, [field, index]);
    }
  }
}

function allowsHttps(rule: SecurityGroupRule): boolean {
  const { from = 0, to = 0 } = portRange(rule);
  return rule.protocol === 'all' || (rule.protocol === 'tcp' && from <= 443 && 443 <= to);
}

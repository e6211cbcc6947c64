import { shown } from '../validation/messages';
import type { Report, Rule } from '../validation/object-schema';
import { contains, networkCidrProblem, overlap } from './cidr';
import type { NetworkFields, SubnetConfig } from './network-config';
import { zonesOf } from './subnets';

/** The fields that declare subnets, in the order in which they are compared. */
export const SUBNET_FIELDS = ['publicSubnets', 'privateSubnets'] as const;

/**
 * To which a service or schedule can be attached.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html
 */
const MAXIMUM_SUBNETS = 16;

/** Two at least, in case one zone fails, and not more than a service takes. */
export function subnetCountProblem({ length }: readonly unknown[]): string | undefined {
  if (length < 2) {
    return `must have at least 2 subnets, got ${length}`;
  }
  return length > MAXIMUM_SUBNETS ? `must have at most ${MAXIMUM_SUBNETS} subnets, got ${length}` : undefined;
}

const insideRule: Rule<NetworkFields> = {
  needs: ['vpcCidrBlock', ...SUBNET_FIELDS],
  check: ({ vpcCidrBlock, ...network }, report) => {
    for (const field of SUBNET_FIELDS) {
      for (const [index, { cidrBlock }] of (network[field] ?? []).entries()) {
        const judged = [vpcCidrBlock, cidrBlock].every(
          (range) => range !== undefined && networkCidrProblem(range) === undefined,
        );
        if (judged && !contains(vpcCidrBlock ?? '', cidrBlock)) {
          report(`${shown(cidrBlock)} is not inside the VPC's ${vpcCidrBlock}`, [field, index, 'cidrBlock']);
        }
      }
    }
  },
};

const disjointRule: Rule<NetworkFields> = {
  needs: [...SUBNET_FIELDS],
  check: (network, report) => {
    const all = SUBNET_FIELDS.flatMap((field) =>
      (network[field] ?? []).map(({ cidrBlock }, index) => ({ cidrBlock, field, index })),
    );
    for (const [position, { cidrBlock, field, index }] of all.entries()) {
      const other = all.slice(0, position).find((before) => overlap(before.cidrBlock, cidrBlock));
      if (other !== undefined) {
        report(`${shown(cidrBlock)} overlaps with ${other.field}[${other.index}], ${other.cidrBlock}`, [
          field,
          index,
          'cidrBlock',
        ]);
      }
    }
  },
};

function reportCountAndZones(field: string, subnets: readonly SubnetConfig[] | undefined, report: Report): void {
  if (subnets === undefined) {
    return;
  }
  const zones = zonesOf(subnets);
  const problem =
    subnetCountProblem(subnets) ??
    (zones.length < 2 ? `must be in at least 2 Availability Zones, got only ${zones.map(shown).join()}` : undefined);
  if (problem !== undefined) {
    report(problem, [field]);
  }
}

/** What the subnets of a VPC must be; that their zones belong to the Region is a rule of the environment. */
export const subnetRules: readonly Rule<NetworkFields>[] = [
  insideRule,
  disjointRule,
  ...SUBNET_FIELDS.map((field): Rule<NetworkFields> => ({
    needs: [field],
    check: (network, report) => reportCountAndZones(field, network[field], report),
  })),
  {
    // A NAT gateway is in a public subnet.
    needs: ['natGateways', ...SUBNET_FIELDS],
    check: ({ natGateways, publicSubnets = [], privateSubnets = [] }, report) => {
      const zones = new Set(zonesOf(publicSubnets));
      const lacking = zonesOf(privateSubnets).filter((zone) => !zones.has(zone));
      if (natGateways === 'perZone' && lacking.length > 0) {
        report(
          `"perZone" needs a public subnet in each zone of the private ones; there is none in ${lacking.map(shown).join(', ')}`,
          ['natGateways'],
        );
      }
    },
  },
];

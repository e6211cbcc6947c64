import { z } from 'zod';
import { text } from '../validation/fields';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import { networkCidrProblem } from './cidr';
import { existingVpcSchema } from './existing-vpc-schema';
import { flowLogsSchema } from './flow-logs-schema';
import type { NetworkConfig, NetworkFields, SubnetConfig } from './network-config';
import { egressProblem } from './reach';
import { reportRules, securityGroupRuleSchema } from './security-group-rule-schema';
import { subnetRules } from './subnet-rules';

const subnetSchema = objectSchema<SubnetConfig>({
  cidrBlock: text(networkCidrProblem),
  availabilityZone: text(),
});

/** Of a VPC of the environment's own. */
const REQUIRED = ['vpcCidrBlock', 'publicSubnets'] as const;
const OPTIONAL = ['privateSubnets', 'natGateways', 'vpcEndpoints', 'flowLogs'] as const;

/** Which fields there are depends on whose the VPC is, and on where the tasks are. */
const shapeRules: readonly Rule<NetworkFields>[] = [
  {
    needs: ['existingVpc'],
    check: (network, report) => {
      const isOwn = network.existingVpc === undefined;
      for (const field of isOwn ? REQUIRED.filter((name) => network[name] === undefined) : []) {
        report('is missing', [field]);
      }
      for (const field of isOwn ? [] : [...REQUIRED, ...OPTIONAL].filter((name) => network[name] !== undefined)) {
        report('must be left out: existingVpc names a VPC that exists, with all that is in it', [field]);
      }
    },
  },
  {
    needs: ['placement', 'existingVpc', 'privateSubnets'],
    check: ({ placement = 'public', existingVpc, privateSubnets }, report) => {
      if (existingVpc !== undefined) {
        const field = placement === 'public' ? 'publicSubnetIds' : 'privateSubnetIds';
        if (existingVpc[field] === undefined) {
          report(`is missing: the placement is ${JSON.stringify(placement)}`, ['existingVpc', field]);
        }
      } else if (placement === 'private' && privateSubnets === undefined) {
        report('is missing: the placement is "private"', ['privateSubnets']);
      }
    },
  },
  ...(['natGateways', 'vpcEndpoints'] as const).map((field): Rule<NetworkFields> => ({
    needs: [field, 'placement', 'privateSubnets', 'existingVpc'],
    check: ({ [field]: given = false, placement, privateSubnets, existingVpc }, report) => {
      const isReported = placement === 'private' || existingVpc !== undefined;
      if (given !== false && privateSubnets === undefined && !isReported) {
        report('must be left out: it is for private subnets, and there are none; declare privateSubnets', [field]);
      }
    },
  })),
];

/** What a network must be; that its zones belong to the Region, and what tasks reach, are rules of the environment. */
export const networkSchema = objectSchema<NetworkFields>({
  placement: z.enum(['public', 'private']).optional(),
  vpcCidrBlock: text(networkCidrProblem).optional(),
  publicSubnets: z.array(subnetSchema).optional(),
  privateSubnets: z.array(subnetSchema).optional(),
  natGateways: z.enum(['single', 'perZone']).optional(),
  vpcEndpoints: z.boolean().optional(),
  flowLogs: flowLogsSchema.optional(),
  existingVpc: existingVpcSchema.optional(),
  ingress: z.array(securityGroupRuleSchema),
  egress: z.array(securityGroupRuleSchema),
  securityGroups: z.enum(['shared', 'perService']).optional(),
}).check(
  withRules<NetworkFields>([
    ...shapeRules,
    ...subnetRules,
    ...(['ingress', 'egress'] as const).map((direction): Rule<NetworkFields> => ({
      needs: [direction, 'securityGroups'],
      check: (network, report) => reportRules(network, direction, report),
    })),
    {
      needs: ['ingress', 'securityGroups'],
      check: ({ ingress = [], securityGroups }, report) => {
        if (securityGroups === 'perService' && ingress.length > 0) {
          report(
            'must be empty with securityGroups: "perService", where a service says itself who reaches it: allowFrom, ingress',
            ['ingress'],
          );
        }
      },
    },
    {
      needs: ['egress', 'placement', 'natGateways', 'vpcEndpoints', 'existingVpc'],
      check: (network, report) => {
        const problem = egressProblem(network);
        if (problem !== undefined) {
          report(problem, ['egress']);
        }
      },
    },
  ]),
  // The first of the rules has found out which of the two it is.
) as z.ZodType<NetworkConfig>;

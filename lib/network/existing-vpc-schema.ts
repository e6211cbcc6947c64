import { z } from 'zod';
import { text } from '../validation/fields';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import type { ExistingVpcConfig } from './network-config';
import { resourceIdProblem } from './resource-ids';
import { subnetCountProblem } from './subnet-rules';

const subnetIds = z.array(text(resourceIdProblem('subnet'))).optional();

/** That a subnet is in the VPC, and in which zone, is known to AWS alone. */
export const existingVpcSchema = objectSchema<ExistingVpcConfig>({
  vpcId: text(resourceIdProblem('vpc')),
  publicSubnetIds: subnetIds,
  privateSubnetIds: subnetIds,
}).check(
  withRules<ExistingVpcConfig>([
    ...(['publicSubnetIds', 'privateSubnetIds'] as const).map((field): Rule<ExistingVpcConfig> => ({
      needs: [field],
      check: ({ [field]: ids }, report) => {
        const problem = ids && subnetCountProblem(ids);
        if (problem !== undefined) {
          report(problem, [field]);
        }
      },
    })),
    {
      needs: ['publicSubnetIds', 'privateSubnetIds'],
      check: ({ publicSubnetIds = [], privateSubnetIds = [] }, report) => {
        const all = [
          ...publicSubnetIds.map((id, index) => ({ id, field: 'publicSubnetIds', index })),
          ...privateSubnetIds.map((id, index) => ({ id, field: 'privateSubnetIds', index })),
        ];
        for (const [position, { id, field, index }] of all.entries()) {
          const first = all.slice(0, position).find((before) => before.id === id);
          if (first !== undefined) {
            report(`is also ${first.field}[${first.index}]; a subnet is named once`, [field, index]);
          }
        }
      },
    },
  ]),
);

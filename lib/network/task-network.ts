import type { ITerraformDependable } from 'cdktf';
import type { TaskSecurityGroup } from './application-security-group';
import type { PublicNetwork } from './public-network';

/** Where tasks are attached to the network. */
export interface TaskNetwork {
  /** As `aws_ecs_service` and `aws_scheduler_schedule` take it. */
  readonly configuration: {
    readonly subnets: string[];
    readonly securityGroups: string[];
    readonly assignPublicIp: true;
  };

  /** What must exist before the first task starts, or it reaches neither the image registry nor its secrets. */
  readonly dependencies: readonly ITerraformDependable[];
}

/** In public subnets every task needs a public address, for the same reason. */
export function publicTaskNetwork(network: PublicNetwork, securityGroup: TaskSecurityGroup): TaskNetwork {
  return {
    configuration: {
      subnets: [...network.subnetIds],
      securityGroups: [securityGroup.securityGroupId],
      assignPublicIp: true,
    },
    dependencies: [...network.routes, ...securityGroup.rules],
  };
}

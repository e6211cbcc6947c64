import type { ITerraformDependable } from 'cdktf';
import type { TaskSecurityGroup } from './application-security-group';

type Placement = 'public' | 'private';

/** The network of an environment, made by the stack or not. */
export interface EnvironmentNetwork {
  /** Id of the VPC. */
  readonly vpcId: string;

  /** Ids of the subnets with a route from the internet, and of those without. Of either there may be none. */
  readonly subnetIds: Readonly<Record<Placement, readonly string[]>>;

  /** Of these, one in each zone; all of a VPC that exists, as nothing here says their zones. */
  readonly zonalSubnetIds: Readonly<Record<Placement, readonly string[]>>;

  /** Where the tasks are. */
  readonly placement: Placement;

  /** What the ways out of these subnets consist of. */
  readonly routes: Readonly<Record<Placement, readonly ITerraformDependable[]>>;
}

/** Where tasks are attached to the network. */
export interface TaskNetwork {
  /** As `aws_ecs_service` and `aws_scheduler_schedule` take it. */
  readonly configuration: {
    readonly subnets: string[];
    readonly securityGroups: string[];
    readonly assignPublicIp: boolean;
  };

  /** What must exist before the first task starts, or it reaches neither the image registry nor its secrets. */
  readonly dependencies: readonly ITerraformDependable[];
}

/** In public subnets every task needs a public address, for the same reason; in private ones it would be of no use. */
export function taskNetwork(network: EnvironmentNetwork, securityGroup: TaskSecurityGroup): TaskNetwork {
  const { placement, subnetIds, routes } = network;
  return {
    configuration: {
      subnets: [...subnetIds[placement]],
      securityGroups: [securityGroup.securityGroupId],
      assignPublicIp: placement === 'public',
    },
    dependencies: [...routes[placement], ...securityGroup.rules],
  };
}

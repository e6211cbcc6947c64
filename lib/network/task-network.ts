/** Where tasks are attached to the network, as `aws_ecs_service` and `aws_scheduler_schedule` take it. */
export interface TaskNetwork {
  readonly subnets: string[];
  readonly securityGroups: string[];
  readonly assignPublicIp: true;
}

/** In public subnets every task needs a public address: without it, it reaches neither the image registry nor its secrets. */
export function publicTaskNetwork(subnetIds: readonly string[], securityGroupId: string): TaskNetwork {
  return { subnets: [...subnetIds], securityGroups: [securityGroupId], assignPublicIp: true };
}

import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import { Construct } from 'constructs';

export interface FargateClusterProps {
  readonly name: string;
  readonly containerInsights: 'enabled' | 'enhanced';
}

/** An ECS cluster with Container Insights, on which tasks run on Fargate unless they say otherwise. */
export class FargateCluster extends Construct {
  public readonly clusterName: string;
  public readonly clusterArn: string;

  constructor(scope: Construct, id: string, { name, containerInsights }: FargateClusterProps) {
    super(scope, id);

    const cluster = new EcsCluster(this, 'cluster', {
      name,
      setting: [{ name: 'containerInsights', value: containerInsights }],
    });
    new EcsClusterCapacityProviders(this, 'capacity-providers', {
      clusterName: cluster.name,
      capacityProviders: ['FARGATE'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    });
    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
  }
}

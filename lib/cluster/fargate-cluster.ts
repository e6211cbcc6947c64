import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import { Construct } from 'constructs';

export interface FargateClusterProps {
  /** Name of the cluster. */
  readonly name: string;

  /**
   * What Container Insights collects: `enhanced` adds metrics per task and container, at a higher price.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
   */
  readonly containerInsights: 'enabled' | 'enhanced';
}

/** An ECS cluster with Container Insights, on which tasks run on Fargate unless they say otherwise. */
export class FargateCluster extends Construct {
  /** Name of the cluster, as the provider knows it once the cluster exists. */
  public readonly clusterName: string;
  /** ARN of the cluster. */
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

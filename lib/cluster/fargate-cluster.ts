import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import {
  EcsCluster,
  type EcsClusterConfigurationExecuteCommandConfiguration,
} from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import type { ITerraformDependable } from 'cdktf';
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

  /**
   * Where the sessions of ECS Exec are recorded.
   *
   * @default - no session can be opened
   */
  readonly execLog?: ExecLogProps;
}

export interface ExecLogProps {
  /** Name of the log group. */
  readonly name: string;

  /** Days for which a session is kept. */
  readonly retentionDays: number;

  /**
   * ARN of the key that encrypts the log, and what operator and container send each other.
   *
   * @default - TLS, and a key of CloudWatch's own
   */
  readonly keyArn?: string;

  /** Whether Terraform refuses to destroy the log. */
  readonly preventDestroy: boolean;
}

/** An ECS cluster with Container Insights, on which tasks run on Fargate unless they say otherwise. */
export class FargateCluster extends Construct {
  /** Name of the cluster, as the provider knows it once the cluster exists. */
  public readonly clusterName: string;
  /** ARN of the cluster. */
  public readonly clusterArn: string;
  /** What must exist before a service names a capacity provider. */
  public readonly capacityProviders: ITerraformDependable;

  constructor(scope: Construct, id: string, { name, containerInsights, execLog }: FargateClusterProps) {
    super(scope, id);

    const cluster = new EcsCluster(this, 'cluster', {
      name,
      setting: [{ name: 'containerInsights', value: containerInsights }],
      // Written out without a log, too: the provider never takes a configuration back, and would plan that forever.
      configuration: { executeCommandConfiguration: execLog ? this.recordSessions(execLog) : { logging: 'DEFAULT' } },
    });
    this.capacityProviders = new EcsClusterCapacityProviders(this, 'capacity-providers', {
      clusterName: cluster.name,
      // Both, whether Spot is used or not: it costs nothing. ECS would refuse to take Spot from the cluster as long as the service that
      // is to leave it still runs there, and the service must come after its providers.
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    });
    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
  }

  /** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging */
  private recordSessions({
    name,
    retentionDays,
    keyArn,
    preventDestroy,
  }: ExecLogProps): EcsClusterConfigurationExecuteCommandConfiguration {
    const logGroup = new CloudwatchLogGroup(this, 'exec-log', {
      name,
      retentionInDays: retentionDays,
      kmsKeyId: keyArn,
      lifecycle: { preventDestroy },
    });
    return {
      kmsKeyId: keyArn,
      logging: 'OVERRIDE',
      logConfiguration: {
        cloudWatchLogGroupName: logGroup.name,
        // A session is refused where this is set and the group is not encrypted with a key of the account's.
        cloudWatchEncryptionEnabled: keyArn !== undefined,
      },
    };
  }
}

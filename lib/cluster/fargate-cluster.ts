import { DataAwsEcsCluster } from '@cdktf/provider-aws/lib/data-aws-ecs-cluster';
import { DataAwsEcsClusters } from '@cdktf/provider-aws/lib/data-aws-ecs-clusters';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import { Token, type ITerraformDependable, type TerraformDataSource } from 'cdktf';
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

  /** The tags by which what belongs to the environment is recognized. */
  readonly identityTags: Readonly<Record<string, string>>;

  /** The command that repairs a state which does not contain what exists, for the message that says so. */
  readonly recoverCommand: string;
}

/** A tag that no cluster ever gets: it is planned only for one that must not be created. */
const EXISTS = 'exists';

/**
 * An ECS cluster with Container Insights, on which tasks run on Fargate unless they say otherwise. No plan succeeds that would create it
 * in an environment that exists: the state was lost, or is another one.
 */
export class FargateCluster extends Construct {
  /** Name of the cluster, as the provider knows it once the cluster exists. */
  public readonly clusterName: string;
  /** ARN of the cluster. */
  public readonly clusterArn: string;

  /** What depends on the cluster's creation. */
  public readonly created: ITerraformDependable;

  constructor(scope: Construct, id: string, props: FargateClusterProps) {
    super(scope, id);

    const cluster = this.createCluster(props);
    new EcsClusterCapacityProviders(this, 'capacity-providers', {
      clusterName: cluster.name,
      capacityProviders: ['FARGATE'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    });
    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
    this.created = cluster;
  }

  private createCluster({ name, containerInsights, identityTags, recoverCommand }: FargateClusterProps): EcsCluster {
    return new EcsCluster(this, 'cluster', {
      name,
      setting: [{ name: 'containerInsights', value: containerInsights }],
      // No expression tells whether a resource is in the state. But an ignored tag follows the configuration only where the resource is
      // to be created, and is known at the plan:
      // https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes
      tags: Token.asStringMap(`\${${this.environmentExists(name, identityTags)} ? { ${EXISTS} = "true" } : null}`),
      lifecycle: {
        ignoreChanges: [`tags["${EXISTS}"]`],
        postcondition: [
          {
            condition: `\${!can(self.tags["${EXISTS}"])}`,
            errorMessage:
              `${name} exists, but this state does not contain it: what has no unique name, such as the VPC, would be created again. ` +
              `Deploy with the state that contains it. If that state is lost: ${recoverCommand}`,
          },
        ],
      },
    });
  }

  /**
   * An expression: whether there are a cluster and subnets. A cluster whose creation was interrupted exists without subnets, and is
   * replaced as usual.
   */
  private environmentExists(name: string, identityTags: Readonly<Record<string, string>>): string {
    const clusters = new DataAwsEcsClusters(this, 'existing-clusters');
    // Where there is no cluster at all, the list is null. Deleted ones are listed, too.
    const cluster = new DataAwsEcsCluster(this, 'existing-cluster', { clusterName: name });
    const listed = `try(anytrue([for arn in ${reference(clusters)}.cluster_arns : endswith(arn, ":cluster/${name}")]), false)`;
    cluster.addOverride('for_each', `\${toset(${listed} ? ["${name}"] : [])}`);
    const subnets = new DataAwsSubnets(this, 'existing-subnets', { tags: identityTags });

    const active = `anytrue([for cluster in ${reference(cluster)} : cluster.status == "ACTIVE"])`;
    return `${active} && length(${reference(subnets)}.ids) > 0`;
  }
}

/** For a larger expression, in which cdktf would make a template of a token. */
function reference({ terraformResourceType, friendlyUniqueId }: TerraformDataSource): string {
  return `data.${terraformResourceType}.${friendlyUniqueId}`;
}

import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { consoleUrl } from '../lib/aws/regions';
import type { FargateCluster } from '../lib/cluster/fargate-cluster';
import type { Environment } from '../lib/environment/environment';
import { routedServices } from '../lib/environment/routed-services';
import { routeUrl } from '../lib/load-balancing/route-conditions';
import type { RoutingLoadBalancer } from '../lib/load-balancing/shared-load-balancer';
import { workloadNames } from '../lib/naming/names';
import { operatorCommands } from '../lib/naming/operator-commands';
import { oneOffTaskWorkloads, workloads } from '../lib/environment/workloads';
import type { EnvironmentNetwork } from '../lib/network/task-network';
import type { AlarmTopic } from '../lib/observability/alarm-topic';
import type { ScheduledTasks } from '../lib/schedules/scheduled-tasks';
import type { EnvironmentSecrets } from '../lib/secrets/environment-secrets';
import type { FargateService } from '../lib/services/fargate-service';
import type { Escaped } from './escape-terraform-templates';

export interface EnvironmentOutputsProps {
  /** The environment that was deployed. */
  readonly environment: Escaped<Environment>;

  /** Its network. */
  readonly network: EnvironmentNetwork;

  /** Its cluster. */
  readonly cluster: FargateCluster;

  /** Its services. */
  readonly services: readonly FargateService[];

  /** Its parameters and secrets. */
  readonly secrets: EnvironmentSecrets;

  /**
   * Its load balancer, or that which it shares.
   *
   * @default - it has none
   */
  readonly loadBalancer?: RoutingLoadBalancer;

  /**
   * Its scheduled tasks.
   *
   * @default - the environment has no scheduled tasks
   */
  readonly scheduledTasks?: ScheduledTasks;

  /**
   * The topic of its alarms.
   *
   * @default - it has none
   */
  readonly topic?: AlarmTopic;

  /**
   * Name of its dashboard.
   *
   * @default - it has none
   */
  readonly dashboardName?: string;
}

/** What `cdktf deploy` prints when it is done: where things are, and what to do next. */
export class EnvironmentOutputs extends Construct {
  constructor(scope: Construct, id: string, props: EnvironmentOutputsProps) {
    super(scope, id);
    const { environment, network, cluster, services, secrets } = props;
    const { loadBalancer, scheduledTasks, topic, dashboardName } = props;
    const commands = operatorCommands(environment);
    const logGroups = workloads(environment).map((workload) => workloadNames(environment, workload.name).logGroup);

    if (environment.network.existingVpc === undefined) {
      // In the words in which another environment that is to be in it declares it.
      const { public: publicSubnetIds, private: privateSubnetIds } = network.subnetIds;
      this.output('existing_vpc', {
        vpcId: network.vpcId,
        publicSubnetIds,
        ...(privateSubnetIds.length > 0 && { privateSubnetIds }),
      });
    }
    this.output('cluster_name', cluster.clusterName);
    this.output(
      'service_names',
      services.map(({ serviceName }) => serviceName),
    );
    if (loadBalancer !== undefined) {
      this.output('load_balancer_name', loadBalancer.dnsName);
      this.output(
        'service_urls',
        Object.fromEntries(
          routedServices(environment).map(({ name, conditions }) => [name, routeUrl(conditions, loadBalancer.dnsName)]),
        ),
      );
    }
    this.output('log_group_names', logGroups);
    this.output('secret_names', secrets.managedNames);
    if (scheduledTasks !== undefined) {
      this.output('failure_topic_arn', scheduledTasks.failureTopicArn);
    }
    if (topic !== undefined) {
      this.output('alarm_topic_arn', topic.topicArn);
    }
    if (dashboardName !== undefined) {
      this.output(
        'dashboard_url',
        `${consoleUrl(environment.region)}/cloudwatch/home?region=${environment.region}#dashboards:name=${dashboardName}`,
      );
    }
    this.output('next_steps', [
      `See which secrets have no value yet: ${commands.check}`,
      `Set one: ${commands.set('NAME')}`,
      ...oneOffTaskWorkloads(environment).map(({ name }) => `Start the task ${name}: ${commands.runTask(name)}`),
      ...logGroups.map((logGroup) => `Follow the log: ${commands.followLog(logGroup)}`),
    ]);
  }

  private output(
    name: string,
    value: string | readonly string[] | Readonly<Record<string, string | readonly string[]>>,
  ): void {
    new TerraformOutput(this, name, { value }).overrideLogicalId(name);
  }
}

import type { Construct } from 'constructs';
import type { AwsAccount } from '../lib/account/aws-account';
import type { FargateCluster } from '../lib/cluster/fargate-cluster';
import type { EncryptionKey } from '../lib/encryption/encryption-key';
import type { Environment } from '../lib/environment/environment';
import { runtimeSecrets, type DeclaredSecret } from '../lib/environment/secret-inventory';
import { oneOffTaskWorkloads, scheduledTaskWorkloads, serviceWorkloads } from '../lib/environment/workloads';
import { namePrefix, workloadNames } from '../lib/naming/names';
import type { AlarmTopic } from '../lib/observability/alarm-topic';
import type { TaskNetwork } from '../lib/network/task-network';
import { ScheduledTasks } from '../lib/schedules/scheduled-tasks';
import { ServiceScaling } from '../lib/scaling/service-scaling';
import type { EnvironmentSecrets } from '../lib/secrets/environment-secrets';
import { FargateService } from '../lib/services/fargate-service';
import { ServiceConnectNamespace } from '../lib/services/service-connect-namespace';
import { FargateTaskDefinition } from '../lib/tasks/fargate-task-definition';
import { serviceConnectSettings } from '../lib/tasks/service-connect';
import type { Workload } from '../lib/tasks/workload';
import type { CreatedRoute } from './create-load-balancer';
import type { Escaped } from './escape-terraform-templates';

export interface WorkloadsProps {
  /** The environment whose services and tasks are created. */
  readonly environment: Escaped<Environment>;

  /** Every parameter and secret of the environment. */
  readonly inventory: readonly DeclaredSecret[];

  /** The account that they are deployed to. */
  readonly account: AwsAccount;

  /** Where tasks run. */
  readonly cluster: FargateCluster;

  /** How the tasks of a service or task are attached to the network. */
  readonly network: (workload: Workload) => TaskNetwork;

  /** Where their secrets are. */
  readonly secrets: EnvironmentSecrets;

  /** The routes of services, by their names. */
  readonly routes: ReadonlyMap<string, CreatedRoute>;

  /**
   * Where failures are reported.
   *
   * @default - the environment has no alarms
   */
  readonly topic?: AlarmTopic;

  /** The names of the alarms that roll a deployment of a service back, by its name. */
  readonly deploymentAlarms: ReadonlyMap<string, readonly string[]>;

  /**
   * The environment's own key.
   *
   * @default - the AWS-managed keys
   */
  readonly encryptionKey?: EncryptionKey;
}

/** What was created. */
export interface CreatedWorkloads {
  /** The services. */
  readonly services: readonly FargateService[];

  /**
   * The scheduled tasks.
   *
   * @default - the environment has no scheduled tasks
   */
  readonly scheduledTasks?: ScheduledTasks;
}

/**
 * Creates the services and tasks of an environment, each with its task definition. A one-off task is nothing else: what runs it is a
 * request of an operator.
 *
 * Not a construct: below one, they would have other addresses in Terraform, and be replaced.
 */
export function createWorkloads(scope: Construct, props: WorkloadsProps): CreatedWorkloads {
  const { environment, inventory, account, cluster, network, secrets, routes, encryptionKey } = props;
  const createTask = (workload: Workload) =>
    new FargateTaskDefinition(scope, `${workload.name}-task`, {
      environment,
      workload,
      account,
      secrets,
      runtimeSecrets: runtimeSecrets(inventory, workload),
      environmentKeyArn: encryptionKey?.keyArn,
    });

  const namespace = environment.serviceConnect
    ? new ServiceConnectNamespace(scope, 'service-connect', { name: namePrefix(environment) })
    : undefined;
  const services = serviceWorkloads(environment).map((workload) => {
    const { desiredCount, deployment, capacity, scaling } = workload.config;
    const route = routes.get(workload.name);
    const service = new FargateService(scope, `${workload.name}-service`, {
      name: workloadNames(environment, workload.name).name,
      cluster,
      task: createTask(workload),
      network: network(workload),
      desiredCount,
      executeCommand: environment.executeCommand,
      deployment,
      serviceConnect: namespace && { ...serviceConnectSettings(environment, workload), namespace },
      target: route?.target,
      deploymentAlarms: props.deploymentAlarms.get(workload.name),
      capacity,
      isScaled: scaling !== undefined,
    });
    if (scaling !== undefined) {
      new ServiceScaling(scope, `${workload.name}-scaling`, {
        clusterName: cluster.clusterName,
        serviceName: service.serviceName,
        scaling,
        requests: route,
      });
    }
    return service;
  });

  oneOffTaskWorkloads(environment).forEach(createTask);
  const tasks = scheduledTaskWorkloads(environment).map((workload) => {
    const { name, scheduleRole } = workloadNames(environment, workload.name);
    return {
      id: workload.name,
      name,
      roleName: scheduleRole,
      definition: workload.config,
      task: createTask(workload),
      network: network(workload),
    };
  });
  const scheduledTasks =
    tasks.length === 0
      ? undefined
      : new ScheduledTasks(scope, 'schedules', {
          namePrefix: namePrefix(environment),
          location: account.location,
          cluster,
          topic: props.topic,
          tasks,
        });
  return { services, scheduledTasks };
}

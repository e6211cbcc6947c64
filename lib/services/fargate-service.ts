import {
  EcsService,
  type EcsServiceCapacityProviderStrategy,
  type EcsServiceServiceConnectConfiguration,
} from '@cdktf/provider-aws/lib/ecs-service';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { FargateCluster } from '../cluster/fargate-cluster';
import type { TaskNetwork } from '../network/task-network';
import type { FargateTaskDefinition } from '../tasks/fargate-task-definition';
import { IDLE_TIMEOUT_SECONDS } from '../tasks/service-connect-schema';
import type { ServiceConnectSettings } from '../tasks/service-connect';
import type { ServiceConnectNamespace } from './service-connect-namespace';
import type { CapacityConfig } from './capacity-config';
import type { DeploymentConfig } from './service-definition';

export interface FargateServiceProps {
  /** Name of the service, up to 255 characters. */
  readonly name: string;

  /** Where the tasks run. */
  readonly cluster: FargateCluster;

  /** What the tasks consist of. */
  readonly task: FargateTaskDefinition;

  /** How the tasks are attached to the network. */
  readonly network: TaskNetwork;

  /** How many tasks run, 0 or more. */
  readonly desiredCount: number;

  /** Whether `aws ecs execute-command` may open a shell in the containers. */
  readonly executeCommand: boolean;

  /**
   * How far a deployment may go below and above the desired count, in percent.
   *
   * @default - never below 100 %, up to 200 %
   */
  readonly deployment?: DeploymentConfig;

  /**
   * How it reaches the other services by name, and is reached.
   *
   * @default - it does not
   */
  readonly serviceConnect?: ServiceConnectSettings & { readonly namespace: ServiceConnectNamespace };

  /**
   * Where the tasks are registered, to be sent requests.
   *
   * @default - nowhere
   */
  readonly target?: ServiceTarget;

  /**
   * On which capacity the tasks run.
   *
   * @default - on demand
   */
  readonly capacity?: CapacityConfig;

  /**
   * Whether something else than this configuration decides how many tasks run, once the service exists.
   *
   * @default false
   */
  readonly isScaled?: boolean;

  /**
   * Names of the alarms that roll a deployment back when they go off during it. One that is on when it begins is not watched.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
   */
  readonly deploymentAlarms?: readonly string[];
}

/** A target group of a load balancer, and what of a task is registered in it. */
export interface ServiceTarget {
  /** ARN of the target group. */
  readonly targetGroupArn: string;

  /** Name of the container that listens. */
  readonly container: string;

  /** The port on which it does. */
  readonly port: number;

  /** Seconds after its start in which a task is not replaced though it is unhealthy. */
  readonly healthCheckGracePeriodSeconds: number;

  /** What must exist before ECS registers the first task. */
  readonly prerequisites: readonly ITerraformDependable[];
}

/**
 * A service on Fargate whose deployments either succeed or are rolled back, and then fail.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export class FargateService extends Construct {
  /** Name of the service, as the provider knows it once the service exists. */
  public readonly serviceName: string;

  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    const {
      name,
      cluster,
      task,
      network,
      desiredCount,
      executeCommand,
      serviceConnect,
      target,
      deploymentAlarms = [],
    } = props;
    const { deployment = { minimumHealthyPercent: 100, maximumPercent: 200 } } = props;
    const { taskDefinition } = task;

    const service = new EcsService(this, 'service', {
      name,
      cluster: cluster.clusterArn,
      taskDefinition: taskDefinition.arn,
      // Of every service, with the flag below: only so does a change of the strategy not replace it. One that has a launch type is replaced.
      capacityProviderStrategy: capacityProviderStrategy(props.capacity),
      forceNewDeployment: true,
      platformVersion: 'LATEST',
      desiredCount,
      deploymentMinimumHealthyPercent: deployment.minimumHealthyPercent,
      deploymentMaximumPercent: deployment.maximumPercent,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      ...(deploymentAlarms.length > 0 && {
        alarms: { alarmNames: [...deploymentAlarms], enable: true, rollback: true },
      }),
      // Written out because the API's default has changed. It replaces a task by starting one more, which 100 % does not allow.
      availabilityZoneRebalancing: deployment.maximumPercent > 100 ? 'ENABLED' : 'DISABLED',
      enableExecuteCommand: executeCommand,
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      networkConfiguration: network.configuration,
      serviceConnectConfiguration: serviceConnect && serviceConnectConfiguration(serviceConnect),
      ...(target && {
        loadBalancer: [
          { targetGroupArn: target.targetGroupArn, containerName: target.container, containerPort: target.port },
        ],
        healthCheckGracePeriodSeconds: target.healthCheckGracePeriodSeconds,
      }),
      waitForSteadyState: true,
      // A first deployment has nothing to roll back to: ECS keeps trying, and this is when Terraform gives up.
      timeouts: { create: '15m', update: '20m' },
      dependsOn: [
        ...task.prerequisites,
        ...network.dependencies,
        cluster.capacityProviders,
        ...(target?.prerequisites ?? []),
      ],
      lifecycle: {
        ...(props.isScaled && { ignoreChanges: ['desired_count'] }),
        // ECS reports a rollback as a steady service, and Terraform would call the deployment a success.
        postcondition: [
          {
            condition: `\${self.task_definition == ${taskDefinition.fqn}.arn}`,
            errorMessage:
              `The deployment of ${name} failed and was rolled back. ECS is running the previous task definition. ` +
              `The stopped tasks show why: aws ecs describe-services, or the service's "Deployments" in the console.`,
          },
        ],
      },
    });
    this.serviceName = service.name;
  }
}

/** Without it, when it was there before, the provider turns Service Connect off. */
function serviceConnectConfiguration({
  namespace,
  logConfiguration,
  endpoint,
}: NonNullable<FargateServiceProps['serviceConnect']>): EcsServiceServiceConnectConfiguration {
  const timeout = endpoint?.requestTimeoutSeconds;
  return {
    enabled: true,
    namespace: namespace.arn,
    logConfiguration: { logDriver: logConfiguration.logDriver, options: { ...logConfiguration.options } },
    ...(endpoint && {
      service: [
        {
          portName: endpoint.name,
          discoveryName: endpoint.name,
          clientAlias: { dnsName: endpoint.name, port: endpoint.port },
          // The provider sends 0, which is no limit, for the one that is left out.
          ...(timeout !== undefined && {
            timeout: { perRequestTimeoutSeconds: timeout, idleTimeoutSeconds: IDLE_TIMEOUT_SECONDS },
          }),
        },
      ],
    }),
  };
}

/** One provider alone may have a base. */
function capacityProviderStrategy(capacity?: CapacityConfig): EcsServiceCapacityProviderStrategy[] {
  const { fargate, fargateSpot } = capacity ?? { fargate: { base: 1, weight: 1 } };
  return [
    { capacityProvider: 'FARGATE', ...fargate },
    ...(fargateSpot === undefined ? [] : [{ capacityProvider: 'FARGATE_SPOT', ...fargateSpot }]),
  ];
}

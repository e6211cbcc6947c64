import type { RouteConfig } from '../load-balancing/route-config';
import type { SecurityGroupRule } from '../network/network-config';
import type { ServiceAlarmsConfig } from '../observability/alarms-config';
import type { ScalingConfig } from '../scaling/scaling-config';
import type { ServiceTaskConfig } from '../tasks/task-config';
import type { CapacityConfig } from './capacity-config';

/** A container that runs all the time: an ECS service on Fargate. */
export interface ServiceDefinition extends ServiceTaskConfig {
  /** How many tasks run: a whole number, 0 to 5,000, which is the default quota of ECS. */
  readonly desiredCount: number;

  /**
   * How far a deployment may go below and above the desired count, in percent.
   *
   * @default - never below 100 %, up to 200 %
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
   */
  readonly deployment?: DeploymentConfig;

  /**
   * Names of the services and tasks of the environment that may reach the ports of this one, where each has a security group of its own
   * (`network.securityGroups: 'perService'`). The service's own name lets its tasks reach each other.
   *
   * @default - none
   */
  readonly allowFrom?: readonly string[];

  /**
   * What may reach this service from outside the environment, where each has a security group of its own.
   *
   * @default - nothing
   */
  readonly ingress?: readonly SecurityGroupRule[];

  /**
   * The requests of the environment's load balancer that the service gets, on its `port`. That port need not be open in
   * `network.ingress` then.
   *
   * @default - none
   */
  readonly route?: RouteConfig;

  /**
   * On which capacity the tasks run. It can be changed at any time, in place: the tasks start again.
   *
   * @default - on demand
   */
  readonly capacity?: CapacityConfig;

  /**
   * How the number of tasks follows the load or the time of day. `desiredCount` is then how many the first deployment starts, and is
   * not touched by later ones.
   *
   * @default - always `desiredCount`
   */
  readonly scaling?: ScalingConfig;

  /**
   * Thresholds of the service's alarms, in an environment that has `alarms`.
   *
   * @default - those of each alarm
   */
  readonly alarms?: ServiceAlarmsConfig;
}

export interface DeploymentConfig {
  /** 0 to 100. */
  readonly minimumHealthyPercent: number;

  /** 100 to 200. Not 100 together with a minimum of 100, which could never replace a task. */
  readonly maximumPercent: number;
}

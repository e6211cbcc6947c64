import type { TaskConfig } from '../tasks/task-config';

/** A container that runs all the time: an ECS service on Fargate. */
export interface ServiceDefinition extends TaskConfig {
  /**
   * The TCP port that the container listens on, 1 to 65535.
   *
   * @default - none
   */
  readonly port?: number;

  /** @default - a running container counts as healthy */
  readonly healthCheck?: HealthCheck;

  /** How many tasks run: a whole number, 0 to 5,000, which is the default quota of ECS. */
  readonly desiredCount: number;

  /**
   * How far a deployment may go below and above the desired count, in percent.
   *
   * @default - never below 100 %, up to 200 %
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
   */
  readonly deployment?: DeploymentConfig;
}

export interface DeploymentConfig {
  /** 0 to 100. */
  readonly minimumHealthyPercent: number;

  /** 100 to 200. Not 100 together with a minimum of 100, which could never replace a task. */
  readonly maximumPercent: number;
}

/**
 * A command that tells whether the container is healthy.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export interface HealthCheck {
  /** `['CMD', …]` to run a program, `['CMD-SHELL', …]` to run it in the container's shell. */
  readonly command: readonly string[];

  /**
   * Seconds between two checks: 5 to 300.
   *
   * @default 30
   */
  readonly intervalSeconds?: number;

  /**
   * Seconds after which a check counts as failed: 2 to 60.
   *
   * @default 5
   */
  readonly timeoutSeconds?: number;

  /**
   * Failures in a row after which the container counts as unhealthy: 1 to 10.
   *
   * @default 3
   */
  readonly retries?: number;

  /**
   * Seconds to start up, in which failures do not count: 0 to 300.
   *
   * @default 0
   */
  readonly startPeriodSeconds?: number;
}

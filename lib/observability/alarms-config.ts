import type { PublicText } from '../validation/harmless-text';

/**
 * Alarms of an environment, and who is told. Each service gets those of `ServiceAlarmsConfig`. What a bad release shows first, errors of
 * a service, also stops its deployment and rolls it back.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Alarms.html
 */
export interface AlarmsConfig {
  /** Who is told that an alarm goes off, that it is over, and that a scheduled task failed: to one topic of SNS, at least one. */
  readonly subscriptions: readonly AlarmSubscription[];

  /**
   * How many requests the load balancer itself may answer with 5xx in a minute, because no task did: a whole number from 0. More than
   * that in three of five minutes is an alarm.
   *
   * @default 10
   */
  readonly loadBalancerErrors?: number | 'off';
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export interface AlarmSubscription {
  /** `email` gets a message whose link somebody must follow before anything else arrives; so must what is behind `https`. */
  readonly protocol: 'email' | 'https' | 'sms';

  /**
   * An e-mail address, a URL that begins with `https://`, or a telephone number such as `+81312345678`. It is in the code and in the state:
   * not a URL that is a secret by itself.
   */
  readonly endpoint: PublicText;
}

/** The alarms of a service: a threshold for each, or `'off'`. They exist where the environment has `alarms`. */
export interface ServiceAlarmsConfig {
  /**
   * Minutes for which fewer tasks run than are desired: 5 to 60. The deployment of a service may last that long.
   *
   * @default 15
   */
  readonly missingTasksMinutes?: number | 'off';

  /**
   * Average use of what the task size has of CPU, in percent, for 15 minutes: 1 to 100.
   *
   * @default 85
   */
  readonly cpuPercent?: number | 'off';

  /**
   * Average use of what the task size has of memory, in percent, for 15 minutes: 1 to 100. Beyond 100 a task is killed.
   *
   * @default 85
   */
  readonly memoryPercent?: number | 'off';

  /**
   * How many of the requests that the load balancer hands on are answered with 5xx, in percent: more than 0, at most 100. At least five
   * errors in each of three of five minutes. A deployment during which it goes off is rolled back.
   *
   * @default 5
   */
  readonly errorPercent?: number | 'off';

  /**
   * Seconds within which 95 % of the requests are answered: more than 0, at most 4000, the longest idle time-out. Longer in three of five
   * minutes is an alarm. It rolls nothing back: it depends on the load, and caches are cold after each deployment.
   *
   * @default 2
   */
  readonly responseSeconds?: number | 'off';

  /**
   * Minutes for which there is always a target that is not healthy: 5 to 60. Not less than a deployment lasts, because ECS registers a
   * task before it is healthy.
   *
   * @default 20
   * @see https://github.com/aws/containers-roadmap/issues/1270
   */
  readonly unhealthyTargetMinutes?: number | 'off';
}

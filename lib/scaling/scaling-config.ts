/**
 * How the number of tasks of a service changes by itself, within a minimum and a maximum: with the load, by at least one of the three
 * targets; with the time of day, by `scheduled`; or both. With several targets, the one that wants most tasks decides.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export interface ScalingConfig extends ScalingBounds {
  /**
   * Average CPU use of the tasks that is aimed at, in percent of what they have: a whole number, 1 to 99.
   *
   * @default - CPU use does not matter
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
   */
  readonly cpuPercent?: number;

  /**
   * Average memory use of the tasks that is aimed at, in percent of what they have: a whole number, 1 to 99. Only for an application
   * that returns memory when there is less to do.
   *
   * @default - memory use does not matter
   */
  readonly memoryPercent?: number;

  /**
   * Requests a minute that each task is to get from the load balancer, on average: a whole number, 1 or more. Only with `route`.
   *
   * @default - the number of requests does not matter
   * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html
   */
  readonly requestsPerTarget?: number;

  /**
   * Other bounds from some point in time on, by names of 1 to 64 letters, digits, `-` and `_`: such as one for the day and one for the
   * night. Each holds until another begins. A deployment does not touch what holds, but when `minimum` or `maximum` change: then these
   * hold until the next one begins.
   *
   * @default - the same bounds at all times
   * @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html
   */
  readonly scheduled?: Readonly<Record<string, ScheduledScaling>>;
}

export interface ScalingBounds {
  /** The fewest tasks: a whole number, 0 to 5,000. 0 only where something in `scheduled` has 1 or more: without tasks there is no load. */
  readonly minimum: number;

  /** The most tasks: a whole number, 0 to 5,000, and at least `minimum`. */
  readonly maximum: number;
}

export interface ScheduledScaling extends ScalingBounds {
  /** `cron(0 8 ? * MON-FRI *)` or `at(2030-01-31T03:00:00)`, with at least one point in time in the future. */
  readonly schedule: string;

  /** Time zone in which the schedule is read, as the IANA database writes it: `Asia/Tokyo`. */
  readonly timeZone: string;
}

import type { TaskConfig } from '../tasks/task-config';

/**
 * A container that EventBridge Scheduler starts.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export interface ScheduledTaskDefinition extends TaskConfig {
  /**
   * `rate(5 minutes)`, `cron(0 3 * * ? *)` or `at(2030-01-31T03:00:00)`: up to 256 characters, with at least one start in the future.
   * A range may go over the end: `20-2` of the hours is 20 to 23 and 0 to 2.
   */
  readonly schedule: string;

  /** Time zone in which the schedule is read, as the IANA database writes it: `Asia/Tokyo`, not `JST` or `asia/tokyo`. */
  readonly timeZone: string;

  /**
   * How often a start that failed is tried again: 0 to 185.
   *
   * @default 3
   */
  readonly maximumRetryAttempts?: number;

  /**
   * Seconds after which a start that failed is given up: 60 to 86400.
   *
   * @default 3600
   */
  readonly maximumEventAgeSeconds?: number;
}

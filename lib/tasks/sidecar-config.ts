import type { SecretSource } from '../secrets/secret-source';
import type { PublicText } from '../validation/harmless-text';
import type { RunningContainerConfig } from './container-config';

/** A container that runs beside the application. */
export interface SidecarConfig extends RunningContainerConfig {
  /**
   * Whether the task ends when this container does. `false` for what runs once before others, which wait for it by `dependsOn`.
   *
   * @default true
   */
  readonly essential?: boolean;

  /**
   * CPU units that it gets where there are not enough for all, 1 or more; 1024 are one vCPU.
   *
   * @default - what the others leave
   */
  readonly cpu?: number;

  /**
   * Memory in MiB at which it is killed: 6 or more.
   *
   * @default - the memory of the task
   */
  readonly memoryMiB?: number;

  /**
   * Memory in MiB that is kept for it: 6 or more, and at most `memoryMiB`.
   *
   * @default - `memoryMiB`
   */
  readonly memoryReservationMiB?: number;
}

/**
 * FireLens: a container through which the application and the sidecars write their logs. Its own go to CloudWatch.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html
 */
export interface LogRouterConfig extends Omit<SidecarConfig, 'essential' | 'dependsOn'> {
  /**
   * The program of the image.
   *
   * @default 'fluentbit'
   */
  readonly type?: 'fluentbit' | 'fluentd';

  /**
   * Where the logs go: the options of the `awsfirelens` log driver, with the output plugin as `Name` (for Fluentd, `@type`).
   *
   * @default - none: `configurationFile` says where
   */
  readonly options?: Readonly<Record<string, PublicText>>;

  /**
   * Options that are secrets, by name.
   *
   * @default - none
   */
  readonly secretOptions?: Readonly<Record<string, SecretSource>>;

  /**
   * A configuration file in the image, an absolute path, that is included in the one that ECS makes.
   *
   * @default - none
   */
  readonly configurationFile?: string;
}

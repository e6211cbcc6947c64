import type { TaskPermission } from '../iam/task-permission';
import type { ContainerConfig, RunningContainerConfig } from './container-config';
import type { ServiceConnectEndpoint } from './service-connect-config';
import type { LogRouterConfig, SidecarConfig } from './sidecar-config';

/**
 * A one-off task, and what services and scheduled tasks have in common with it: the application's container, others beside it, their
 * size and their access.
 */
export interface TaskConfig extends ContainerConfig {
  /** CPU and memory of the task. */
  readonly size: TaskSize;

  /**
   * The instruction set that the images are built for. `ARM64` costs less.
   *
   * @default 'X86_64'
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html
   */
  readonly cpuArchitecture?: CpuArchitecture;

  /**
   * Storage for images and volumes in GiB: 21 to 200, of which more than 20 is charged.
   *
   * @default 20
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html
   */
  readonly ephemeralStorageGiB?: number;

  /**
   * Containers that run beside the application, by name. A name is 1 to 128 letters, digits, `-` and `_`.
   *
   * @default - none
   */
  readonly sidecars?: Readonly<Record<string, SidecarConfig>>;

  /**
   * The container that sends the logs elsewhere.
   *
   * @default - the logs go to CloudWatch
   */
  readonly logRouter?: LogRouterConfig;

  /**
   * Part of the environment's parameter hierarchy that the application itself reads at run time, for example `database`: it gets
   * the full path in `PARAMETER_STORE_PREFIX`, and its task role may read what is below that path.
   *
   * @default - nothing
   */
  readonly runtimeParameters?: string;

  /**
   * What the containers themselves may do with AWS: they share the task's role.
   *
   * @default - nothing
   */
  readonly taskPermissions?: readonly TaskPermission[];
}

/** An instruction set of Fargate. */
export type CpuArchitecture = 'X86_64' | 'ARM64';

/**
 * CPU and memory of a task, one of the combinations that Fargate offers.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
export interface TaskSize {
  /** CPU units; 1024 are one vCPU. */
  readonly cpu: number;

  /** Memory in MiB, one of the sizes that are available with the CPU units. */
  readonly memoryMiB: number;
}

/** The task of a service, which runs all the time: its application may listen, and be checked. */
export interface ServiceTaskConfig extends TaskConfig, RunningContainerConfig {
  /**
   * How the application is reached by the name of the service, where `serviceConnect` of the environment is true.
   *
   * @default - by HTTP, with 15 seconds for a request
   */
  readonly serviceConnect?: ServiceConnectEndpoint;
}

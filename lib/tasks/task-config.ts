import type { TaskPermission } from '../iam/task-permission';
import type { SecretFile } from '../secrets/secret-file';
import type { SecretSource } from '../secrets/secret-source';
import type { PublicText } from '../validation/harmless-text';

/** What a service and a scheduled task have in common: one container, its size, its settings and its access. */
export interface TaskConfig {
  /**
   * The image, as `repository:tag` or `repository@sha256:…` in the account's own ECR registry; or, with a registry host in front
   * (`public.ecr.aws/nginx/nginx:1.29.3`), in a public registry.
   */
  readonly image: string;

  /** CPU and memory of the task. */
  readonly size: TaskSize;

  /**
   * The command and its arguments, readable in the task definition. Line breaks and tabs are allowed. An argument that looks like a
   * secret and is none: `harmless('--token-style=short', 'Chooses a format')`.
   *
   * @default - the image's own command
   */
  readonly command?: readonly PublicText[];

  /**
   * The numeric user and group that the container runs as, `uid:gid`. Required with `secretFiles`, which are made readable for
   * this user alone. Root, which is user 0 with any group, needs a `rootReason`.
   *
   * @default - the image's own user
   */
  readonly user?: string;

  /**
   * Why the container runs as root: required where `user` says so.
   *
   * @default - none: root is refused
   */
  readonly rootReason?: string;

  /**
   * Whether the container's root file system is read-only.
   *
   * @default false
   */
  readonly readonlyRootFilesystem?: boolean;

  /**
   * Plain settings. Never a secret: these are readable in the task definition. Line breaks and tabs are allowed. What looks like a
   * secret, by its name or its value, and is none: `CSRF_TOKEN: harmless('X-CSRF', 'The name of the header')`.
   *
   * @default - none
   */
  readonly environmentVariables?: Readonly<Record<string, PublicText>>;

  /**
   * Secrets that ECS puts into environment variables when it starts the container, by variable name. Names that steer how programs
   * are loaded (`PATH`, `LD_PRELOAD`, `NODE_OPTIONS`, proxies …) are refused; `environmentVariables` may have them.
   *
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, SecretSource>>;

  /**
   * Secrets that the container finds in files, by the name of the variable that contains the file's path.
   *
   * @default - none
   */
  readonly secretFiles?: Readonly<Record<string, SecretFile>>;

  /**
   * Part of the environment's parameter hierarchy that the application itself reads at run time, for example `database`: it gets
   * the full path in `PARAMETER_STORE_PREFIX`, and its task role may read what is below that path.
   *
   * @default - nothing
   */
  readonly runtimeParameters?: string;

  /**
   * What the application itself may do with AWS.
   *
   * @default - nothing
   */
  readonly taskPermissions?: readonly TaskPermission[];
}

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

/** The container of a service, which runs all the time: it may listen, and be checked. */
export interface ServiceContainerConfig extends TaskConfig {
  /**
   * The TCP port that the container listens on, 1 to 65535.
   *
   * @default - none
   */
  readonly port?: number;

  /**
   * How ECS finds out whether the container is healthy.
   *
   * @default - a running container counts as healthy
   */
  readonly healthCheck?: HealthCheck;
}

/**
 * A command that finds out whether the container is healthy.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export interface HealthCheck {
  /** `['CMD', …]` to run a program, `['CMD-SHELL', …]` to run it in the container's shell. */
  readonly command: readonly PublicText[];

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

import type { SecretFile } from '../secrets/secret-file';
import type { SecretsManagerSource, SecretSource } from '../secrets/secret-source';
import type { PublicText } from '../validation/harmless-text';

/** Of a container that says nothing of it, as ECS has it. */
export const DEFAULT_STOP_TIMEOUT_SECONDS = 30;

/** What a container of a task runs, and what it gets. */
export interface ContainerConfig {
  /**
   * The image, as `repository:tag` or `repository@sha256:…` in the account's own ECR registry; or, with a registry host in front, in
   * that of another account or Region (`210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.2`), whose owner must allow it, or in
   * another registry (`public.ecr.aws/nginx/nginx:1.29.3`). At most 255 characters, not counting the digest. A registry by a private
   * address or name is refused: Fargate cannot pull from it.
   */
  readonly image: string;

  /**
   * What ECS logs in with, where the image is in a private registry other than ECR: a secret of Secrets Manager, as a whole and in its
   * current version, that is JSON with `username` and `password`. No container gets it.
   *
   * @default - ECS pulls without a login; from ECR, with the execution role
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
   */
  readonly registryCredentials?: SecretsManagerSource;

  /**
   * The program that is started, with its first arguments, in place of the image's entry point. As readable as `command`.
   *
   * @default - the image's own entry point
   */
  readonly entryPoint?: readonly PublicText[];

  /**
   * The command and its arguments, readable in the task definition. Line breaks and tabs are allowed. An argument that looks like a
   * secret and is none: `harmless('--token-style=short', 'Chooses a format')`.
   *
   * @default - the image's own command
   */
  readonly command?: readonly PublicText[];

  /**
   * The directory in which the program is started: an absolute path.
   *
   * @default - the image's own
   */
  readonly workingDirectory?: string;

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
   * Whether the container's root file system is read-only. What must be written goes to `writablePaths` or `tmpfs`; `false` lets
   * whoever breaks into the program change it.
   *
   * @default true
   */
  readonly readonlyRootFilesystem?: boolean;

  /**
   * Directories on volumes of the task, which are empty when it starts and gone when it ends. Every user of the container may write
   * there, and other containers only where they are named: `'/data'`, or `{ path: '/data', readableBy: ['web'] }`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
   */
  readonly writablePaths?: readonly (string | SharedPath)[];

  /**
   * Directories in the memory of the container, which no other container sees. What is in them counts as used memory.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html
   */
  readonly tmpfs?: readonly Tmpfs[];

  /**
   * Plain settings. Never a secret: these are readable in the task definition. Line breaks and tabs are allowed. What looks like a
   * secret, by its name or its value, and is none: `CSRF_TOKEN: harmless('X-CSRF', 'The name of the header')`.
   *
   * @default - none
   */
  readonly environmentVariables?: Readonly<Record<string, PublicText>>;

  /**
   * Refused: files of variables are objects in S3, with every value in plain, for whoever may read the bucket. Plain settings are
   * `environmentVariables`, and secrets are `secrets`; a dotenv file is read once, by `npm run secrets -- import`.
   *
   * @default - none
   */
  readonly environmentFiles?: never;

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
   * Other containers of the task that must have come this far before this one starts, by name; the application has the name of its
   * service or task.
   *
   * @default - the container does not wait, but for what it is given: secret files, writable paths, the log router
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
   */
  readonly dependsOn?: Readonly<Record<string, StartCondition>>;

  /**
   * Seconds between the request to stop and the end by force: 2 to 120.
   *
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
   */
  readonly stopTimeoutSeconds?: number;

  /**
   * Limits of the operating system. Fargate lets only the number of open files be changed.
   *
   * @default - those of Fargate
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_limits
   */
  readonly ulimits?: Ulimits;
}

/**
 * `START`: it was started. `HEALTHY`: its health check succeeded. `COMPLETE`: it ended. `SUCCESS`: it ended with exit code 0.
 */
export type StartCondition = 'START' | 'HEALTHY' | 'COMPLETE' | 'SUCCESS';

/** A writable path that other containers have too, at the same place. */
export interface SharedPath {
  /** The directory, an absolute path. */
  readonly path: string;

  /**
   * Names of the containers that may write there as well.
   *
   * @default - none
   */
  readonly writableBy?: readonly string[];

  /**
   * Names of the containers that may read what is there.
   *
   * @default - none but those that may write
   */
  readonly readableBy?: readonly string[];
}

export interface Tmpfs {
  /** The directory, an absolute path. */
  readonly path: string;

  /** Its size in MiB: 1 or more, and less than the memory of the task. */
  readonly sizeMiB: number;
}

export interface Ulimits {
  /**
   * Open files: what a process may have, and up to what it may raise that by itself. Up to 1,048,576.
   *
   * @default - 65,535 and 65,535
   */
  readonly nofile?: { readonly soft: number; readonly hard: number };
}

/** What a container has that runs beside others: it may listen, be checked, and be given a share of the task. */
export interface RunningContainerConfig extends ContainerConfig {
  /**
   * The TCP port that the container listens on, 1 to 65535. The containers of a task share its ports, and reach each other at
   * `localhost`.
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

import { textOf, type PublicText } from '../validation/harmless-text';

/** Which environment of which application: what names and tags are made of. */
export interface EnvironmentIdentity {
  /** First part of the names of its resources. */
  readonly application: string;

  /** Name of the environment. */
  readonly name: string;

  /**
   * Tags on every taggable resource, in addition to the default ones.
   *
   * @default - only the default ones
   */
  readonly tags?: Readonly<Record<string, PublicText>>;
}

/** First part of the name of every resource of an environment. */
export function namePrefix({ application, name }: EnvironmentIdentity): string {
  return `${application}-${name}`;
}

/** Name of the security group of all tasks of an environment. */
export function securityGroupName(environment: EnvironmentIdentity): string {
  return `${namePrefix(environment)}-app`;
}

/**
 * Name of the log group of an environment's ECS Exec sessions. Not below those of its workloads, the roles of which must not write to it
 * as if they were sessions.
 */
export function execLogGroup({ application, name }: EnvironmentIdentity): string {
  return `/ecs-exec/${application}/${name}`;
}

/** Root of the names in Parameter Store (with a leading slash there) and in Secrets Manager (without). */
export function secretHierarchy({ application, name }: EnvironmentIdentity): string {
  return `${application}/${name}`;
}

/** The names of what belongs to one service or task. */
export function workloadNames(environment: EnvironmentIdentity, workload: string) {
  const name = `${namePrefix(environment)}-${workload}`;
  return {
    /** Of the service, the schedule and the task definition's family. */
    name,
    executionRole: `${name}-execution`,
    taskRole: `${name}-task`,
    /** Of the role with which EventBridge Scheduler starts the task. */
    scheduleRole: `${name}-schedule`,
    /** Of the security group that it may have of its own. Not the name alone, which may be that of another group of the environment. */
    securityGroup: `${name}-tasks`,
    logGroup: `/ecs/${environment.application}/${environment.name}/${workload}`,
  };
}

/** The tags by which what belongs to an environment is recognized, whatever other tags it has. */
export function identityTags({ application, name }: EnvironmentIdentity) {
  return { application, environment: name, 'managed-by': 'cdktf' };
}

/** The tags on everything in an environment; by them a role's policy recognizes its own secrets. */
export function defaultTags(environment: EnvironmentIdentity) {
  return {
    ...Object.fromEntries(Object.entries(environment.tags ?? {}).map(([key, value]) => [key, textOf(value)])),
    ...identityTags(environment),
  };
}

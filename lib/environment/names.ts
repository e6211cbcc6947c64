import type { EnvironmentConfig } from './environment-config';

/** An environment's configuration together with its name. */
export interface Environment extends EnvironmentConfig {
  readonly name: string;
}

/** First part of the name of every resource of an environment. */
export function namePrefix({ application, name }: Environment): string {
  return `${application}-${name}`;
}

/** Name of the security group of all tasks of an environment. */
export function securityGroupName(environment: Environment): string {
  return `${namePrefix(environment)}-app`;
}

/** Root of the names in Parameter Store (with a leading slash there) and in Secrets Manager (without). */
export function secretHierarchy({ application, name }: Environment): string {
  return `${application}/${name}`;
}

/** The names of what belongs to one service or scheduled task. */
export function workloadNames(environment: Environment, workload: string) {
  const name = `${namePrefix(environment)}-${workload}`;
  return {
    /** Of the service, the schedule and the task definition's family. */
    name,
    executionRole: `${name}-execution`,
    taskRole: `${name}-task`,
    /** Of the role with which EventBridge Scheduler starts the task. */
    scheduleRole: `${name}-schedule`,
    logGroup: `/ecs/${environment.application}/${environment.name}/${workload}`,
  };
}

/** The tags on everything in an environment; with them a role tells its own secrets from others'. */
export function defaultTags(environment: Environment): Record<string, string> {
  return {
    ...environment.tags,
    application: environment.application,
    environment: environment.name,
    'managed-by': 'cdktf',
  };
}

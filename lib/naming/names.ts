import { createHash } from 'node:crypto';
import { textOf, type PublicText } from '../validation/harmless-text';

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
const LOAD_BALANCER_NAME = /^(?!internal-)[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

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

/** Name of the rule of EventBridge that reports failed tasks. */
export function failedTasksRule(prefix: string): string {
  return `${prefix}-failed-tasks`;
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

/**
 * Name of the load balancer of an environment: that of its other resources where Elastic Load Balancing takes it, which takes no `_`,
 * nothing longer than 32 characters and nothing that begins with `internal-`; else what is left of it, with a part by which it differs
 * from what is left of another.
 */
export function loadBalancerName(environment: EnvironmentIdentity): string {
  const prefix = namePrefix(environment);
  if (LOAD_BALANCER_NAME.test(prefix)) {
    return prefix;
  }
  const rest = prefix
    .replaceAll('_', '-')
    .replace(/^(?:internal-)+/, '')
    .slice(0, 25)
    .replace(/-+$/, '');
  return `${rest}-${createHash('sha256').update(prefix).digest('hex').slice(0, 6)}`;
}

/** Name of the security group of the load balancer of an environment. */
export function loadBalancerSecurityGroupName(environment: EnvironmentIdentity): string {
  return `${namePrefix(environment)}-load-balancer`;
}

/** Name of the bucket of the load balancer's access logs: at most 55 characters, and nobody else's, as it ends with the account. */
export function accessLogsBucketName(environment: EnvironmentIdentity, accountId: string): string {
  return `${loadBalancerName(environment)}-elb-logs-${accountId}`;
}

/** What the name of a target group begins with: the provider adds 26 characters, and AWS takes 32, without `_`. */
export function targetGroupNamePrefix(workload: string): string {
  const start = workload
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 5)
    .replace(/-$/, '');
  return `${start}-`.replace(/^-$/, 'task-');
}

/** Name of the security group of the VPC endpoints of an environment. */
export function endpointsSecurityGroupName(environment: EnvironmentIdentity): string {
  return `${namePrefix(environment)}-endpoints`;
}

/** Names of what records the connections in the VPC of an environment. */
export function flowLogsNames(environment: EnvironmentIdentity) {
  return {
    role: `${namePrefix(environment)}-flow-logs`,
    logGroup: `/vpc/${environment.application}/${environment.name}/flow-logs`,
  };
}

/** Of the resource that holds what is protected. What Terraform says when it refuses has no other text of the project: so it says what to do. */
export const DELETION_GUARD = 'kept-unless-in-releases';

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

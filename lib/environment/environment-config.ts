import type { LogRetentionDays } from '../aws/log-retention';
import type { EncryptionKeyConfig } from '../encryption/encryption-key-config';
import type { LoadBalancerConfig } from '../load-balancing/load-balancer-config';
import type { NetworkConfig } from '../network/network-config';
import type { AlarmsConfig } from '../observability/alarms-config';
import type { PolicyException } from '../policy/policy-exception';
import type { ScheduledTaskDefinition } from '../schedules/scheduled-task-definition';
import type { ParameterSource } from '../secrets/secret-source';
import type { ServiceDefinition } from '../services/service-definition';
import type { StateBackend } from '../state/state-backend';
import type { ImageDigests, ImagePolicy } from '../tasks/image';
import type { TaskConfig } from '../tasks/task-config';
import type { PublicText } from '../validation/harmless-text';

/**
 * One environment: everything in which `dev`, `stg` and `prod` may differ, and what they have in common.
 *
 * Plain data. Its name is the key under which it is listed in `environments/index.ts`, and becomes the id of its stack, the
 * name of its Terraform state and a part of the name of every resource.
 */
export interface EnvironmentConfig {
  /**
   * Name of the application: first part of every resource name, the `application` tag, the default image repository and the
   * root of the parameter hierarchy. 2 to 32 lower-case letters, digits, `-` and `_`, starting with a letter, with single `-` and
   * `_` between other characters only; not `sg`, and not starting with `aws`, `ssm` or `sg-`.
   */
  readonly application: string;

  /** AWS Region that everything is deployed to, for example `ap-northeast-1`. */
  readonly region: string;

  /**
   * The 12-digit id of the only AWS account that this environment may be deployed to. Or `'any'`: any account that the credentials
   * belong to will do, as for an environment that every developer has.
   *
   * @default - none: synth says so, and the plan of a deployment fails, except that of a rehearsal
   */
  readonly accountId?: string;

  /**
   * Name of the account in `environments/accounts.ts` whose bucket and roles the environment uses. Its id is repeated in `accountId`.
   *
   * @default - none: its state is not in a bucket of this project
   */
  readonly account?: string;

  /**
   * Whether other environments are meant to be in the same account, though they do not name the same `account`. Those with the same
   * `accountId` must all say so, with the reason: where one does not, its id is taken for one that was copied and not changed.
   *
   * @default false
   */
  readonly sharesAccount?: boolean;

  /**
   * ARN of a managed policy that limits what the roles of the environment can do, whatever their own policies allow: as an
   * organization may demand of every role that is created. It grants nothing. It must exist, and is of the environment's own
   * account or managed by AWS. It can be given, changed and taken away at any time.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundaryArn?: string;

  /**
   * Tags on every taggable resource, besides `application`, `environment` and `managed-by`.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, PublicText>>;

  /** Where Terraform keeps the state of this environment. */
  readonly stateBackend: StateBackend;

  /** The VPC of the environment, and what may reach its containers. */
  readonly network: NetworkConfig;

  /**
   * Whether the services reach each other by name, such as `http://api:3000`, by the proxies of ECS Service Connect. It gives no access
   * that the security groups do not give, and reaches running tasks of other services only after their next deployment. AWS recommends
   * 256 CPU units and 64 MiB more for each task.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html
   */
  readonly serviceConnect?: boolean;

  /**
   * One load balancer for all services that have a `route`: HTTPS, a domain, and requests to healthy tasks only. Of the environment's
   * own, or of another one (`of`).
   *
   * @default - none: who may reach a task opens its own address
   */
  readonly loadBalancer?: LoadBalancerConfig;

  /**
   * Container Insights of the cluster: `enhanced` adds metrics per task and container, at a higher price.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
   */
  readonly containerInsights: 'enabled' | 'enhanced';

  /** Days for which the log groups keep what containers write, and what is recorded of the sessions in them. */
  readonly logRetentionDays: LogRetentionDays;

  /**
   * Whether `aws ecs execute-command` may open a shell in a running container of a service or one-off task. Whoever may do so can
   * read every secret that was injected into it. What is typed and shown is recorded in the log group
   * `/ecs-exec/<application>/<environment>`, which is kept and encrypted as the other logs are.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
   */
  readonly executeCommand: boolean;

  /** Which image references are accepted. */
  readonly imagePolicy: ImagePolicy;

  /**
   * Digests of images of the account's own registry, for every environment by its name: what `npm run image` records. Whatever tag
   * an image of such a repository has, it is deployed with this digest. One that names a digest itself is deployed as it is.
   *
   * @default - none: every image is deployed as it is named
   */
  readonly imageDigests?: ImageDigests;

  /**
   * Prefixes of the account's pull-through cache rules that images of this environment are below: `docker-hub` for
   * `docker-hub/library/nginx:1.29.3`. The roles that pull such an image may have ECR fetch it, and create exactly its repository.
   * The rules themselves belong to the account. A prefix is 2 to 30 lower-case letters and digits, with single `.`, `_`, `-` and `/`
   * between them, and is used by an image.
   *
   * @default - none: what is in the account's own registry has been pushed there
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
   */
  readonly pullThroughCaches?: readonly string[];

  /**
   * Whether Terraform refuses to destroy what contains values or history that cannot be restored: parameters, secrets, log groups, the
   * encryption key and the bucket of access logs. That they are no longer declared destroys none of them either: the plan fails until
   * `releases` or `retains` names them. To tear such an environment down, switch this off first.
   */
  readonly deletionProtection: boolean;

  /**
   * What is no longer declared, and is destroyed although the environment has `deletionProtection`: `'parameter MY_PARAM_2'`,
   * `'secret NAME'`, `'log group SERVICE'`, `'key'`, `'exec log'`, `'flow logs'` or `'access logs'`. A line does nothing once it was
   * deployed.
   *
   * @default - nothing
   */
  readonly releases?: readonly string[];

  /**
   * What is no longer declared, and is kept as it is: nothing uses it, and nothing of it changes. The names are those of `releases`. A line
   * is needed as long as it is to be kept.
   *
   * @default - nothing
   */
  readonly retains?: readonly string[];

  /**
   * `'aws-managed'`: the keys `aws/ssm` and `aws/secretsmanager`, without a monthly fee. Or a customer-managed key of the
   * environment's own, which encrypts its parameters, secrets and log groups, and which only the roles that read them may use.
   *
   * Going back to `'aws-managed'` schedules the deletion of the key, unless `retains` names it: values that are not encrypted again
   * before the deployment are lost with it. The order is in docs/operations.md.
   */
  readonly encryptionKey: 'aws-managed' | EncryptionKeyConfig;

  /**
   * Alarms of the services and who is told, also of scheduled tasks that failed. About $0.10 a month for each: docs/production.md has the
   * list.
   *
   * @default - none; failures of scheduled tasks are reported to a topic of their own
   */
  readonly alarms?: AlarmsConfig;

  /**
   * Whether the environment has a dashboard in CloudWatch with what one looks at first: alarms, services, the latest errors in the logs.
   * About $3 a month.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
   */
  readonly dashboard?: boolean;

  /**
   * Containers that run all the time, by name. A name is 1 to 255 letters, digits, `-` and `_`, and must not change: another
   * name is another service. What is made of it counts, too: an IAM role's name, `<application>-<environment>-<name>-execution`, has
   * 64 characters at most.
   */
  readonly services: Readonly<Record<string, ServiceDefinition>>;

  /**
   * Containers that are started on a schedule, by name.
   *
   * @default - none
   */
  readonly scheduledTasks?: Readonly<Record<string, ScheduledTaskDefinition>>;

  /**
   * Containers that an operator starts when they are needed, by name: a migration, a console. `npm run task -- dev NAME` starts one,
   * also with another command.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/standalone-task-create.html
   */
  readonly tasks?: Readonly<Record<string, TaskConfig>>;

  /**
   * Name of one of `tasks` that must succeed before each deployment by `npm run deploy`, such as a migration of the database. It is started
   * with the image, command and variables that are to be deployed, while the previous release is still running, so both must be able to
   * work with what it leaves; and again by each deployment, so it must not matter how often. Terraform and `cdktf deploy` do not start it.
   *
   * @default - none
   */
  readonly beforeDeployment?: string;

  /**
   * Parameters that no container gets injected, because they are read at run time (`runtimeParameters` of a service).
   *
   * @default - none
   */
  readonly parameters?: readonly ParameterSource[];

  /**
   * Where the stack is meant to break a policy rule, and why. Every synth checks the rules; an exception that excuses nothing is refused,
   * too. A `reason` or `rootReason` beside what is declared is an exception already.
   *
   * @default - none
   */
  readonly policyExceptions?: readonly PolicyException[];
}

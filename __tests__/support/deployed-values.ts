import { createHash } from 'node:crypto';

/** Where a stack is deployed to. */
export interface Deployment {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** One resource or data source of a stack. Its texts are what they will be once the stack is deployed. */
export interface DeployedResource {
  readonly type: string;
  /** `aws_iam_role.web-task_role_1234`, or `data.…` */
  readonly address: string;
  /** As in `cdk.tf.json`, references and all. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** With the provider's default tags, as AWS will have them. */
  readonly tags: Readonly<Record<string, string>>;
  readonly arn: string;
  text(attribute: string): string;
  optionalText(attribute: string): string | undefined;
  /** The content of an attribute that contains JSON text. */
  json(attribute: string): unknown;
}

/** What AWS puts behind the name of a secret; here always the same. */
export const SECRET_SUFFIX = 'AbCdEf';

/** The resource part of the ARN of what is in the deployment's Region, after `arn:aws:`, its service and the Region and account. */
const REGIONAL: Readonly<Record<string, (resource: DeployedResource) => readonly [service: string, resource: string]>> =
  {
    aws_cloudwatch_event_rule: (rule) => ['events', `rule/${rule.text('name')}`],
    aws_cloudwatch_log_group: (group) => ['logs', `log-group:${group.text('name')}`],
    aws_cloudwatch_metric_alarm: (alarm) => ['cloudwatch', `alarm:${alarm.text('alarm_name')}`],
    aws_ecr_repository: (repository) => ['ecr', `repository/${repository.text('name')}`],
    aws_ecs_cluster: (cluster) => ['ecs', `cluster/${cluster.text('name')}`],
    aws_ecs_task_definition: (task) => ['ecs', `task-definition/${task.text('family')}:1`],
    aws_kms_key: (key) => ['kms', `key/${uuid(key.text('description'))}`],
    aws_scheduler_schedule_group: (group) => ['scheduler', `schedule-group/${group.text('name')}`],
    aws_secretsmanager_secret: (secret) => ['secretsmanager', `secret:${secret.text('name')}-${SECRET_SUFFIX}`],
    aws_sns_topic: (topic) => ['sns', topic.text('name')],
    aws_sqs_queue: (queue) => ['sqs', queue.text('name')],
    aws_ssm_parameter: (parameter) => ['ssm', `parameter/${parameter.text('name').replace(/^\//, '')}`],
    'data.aws_secretsmanager_secret': (secret) => ['secretsmanager', `secret:${secret.text('name')}-${SECRET_SUFFIX}`],
  };

/** What an attribute will be in AWS; an error if this does not know it. */
export function deployedValue(deployment: Deployment, resource: DeployedResource, attribute: string): string {
  const { partition, accountId } = deployment;
  const { type, address } = resource;
  const region = regionOfProvider(resource) ?? deployment.region;
  const regional = REGIONAL[type];
  switch (`${type}.${attribute}`) {
    case 'data.aws_caller_identity.account_id':
      return accountId;
    case 'data.aws_partition.partition':
      return partition;
    case 'data.aws_partition.dns_suffix':
      return 'amazonaws.com';
    case 'aws_iam_role.arn':
      return `arn:${partition}:iam::${accountId}:role/${resource.text('name')}`;
    case 'aws_iam_openid_connect_provider.arn':
      return `arn:${partition}:iam::${accountId}:oidc-provider/${resource.text('url').replace('https://', '')}`;
    case 'aws_kms_key.key_id':
      return uuid(resource.text('description'));
  }
  if (attribute === 'arn' && regional !== undefined) {
    const [service, name] = regional(resource);
    return `arn:${partition}:${service}:${region}:${accountId}:${name}`;
  }
  if (attribute === 'id') {
    // Whatever AWS makes up: all that counts is that it is this resource's.
    return address;
  }
  if (['name', 'family'].includes(attribute) && typeof resource.attributes[attribute] === 'string') {
    return resource.text(attribute);
  }
  throw new Error(`what ${address}.${attribute} will be is not known`);
}

/** The Region of its provider, if that is not the deployment's: its alias is the name of the Region. */
function regionOfProvider({ attributes: { provider } }: DeployedResource): string | undefined {
  return typeof provider === 'string' ? provider.replace(/^aws\./, '') : undefined;
}

/** The same for the same text, and another for another. */
function uuid(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

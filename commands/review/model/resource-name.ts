import { namePrefix, secretHierarchy, type EnvironmentIdentity } from '../../../lib/naming/names';
import { block, text } from './attributes';
import type { SideResource } from './stack-side';

/** What people call the resources of a type, and the attribute that names one. */
const KINDS: Readonly<Record<string, readonly [noun: string, attribute: string]>> = {
  aws_acm_certificate: ['certificate', 'domain_name'],
  aws_appautoscaling_policy: ['scaling policy', 'name'],
  aws_appautoscaling_scheduled_action: ['scheduled scaling', 'name'],
  aws_appautoscaling_target: ['scaling', 'resource_id'],
  aws_cloudwatch_dashboard: ['dashboard', 'dashboard_name'],
  aws_cloudwatch_event_rule: ['event rule', 'name'],
  aws_cloudwatch_log_group: ['log group', 'name'],
  aws_cloudwatch_metric_alarm: ['alarm', 'alarm_name'],
  aws_ecs_cluster: ['cluster', 'name'],
  aws_ecs_service: ['service', 'name'],
  aws_ecs_task_definition: ['task definition', 'family'],
  aws_eip: ['public address', 'Name'],
  aws_flow_log: ['flow log', 'Name'],
  aws_iam_role: ['role', 'name'],
  aws_iam_role_policies_exclusive: ['list of policies of', 'role_name'],
  aws_iam_role_policy: ['policy of', 'role'],
  aws_iam_role_policy_attachment: ['attached policy of', 'role'],
  aws_iam_role_policy_attachments_exclusive: ['list of attached policies of', 'role_name'],
  aws_internet_gateway: ['internet gateway', 'Name'],
  aws_kms_alias: ['alias', 'name'],
  aws_kms_key: ['encryption key', 'description'],
  aws_lb: ['load balancer', 'name'],
  aws_lb_listener: ['listener on port', 'port'],
  aws_lb_listener_rule: ['route of priority', 'priority'],
  aws_lb_target_group: ['target group', 'Name'],
  aws_nat_gateway: ['NAT gateway', 'Name'],
  aws_route: ['route to', 'destination_cidr_block'],
  aws_route53_record: ['DNS record', 'name'],
  aws_route_table: ['route table', 'Name'],
  aws_s3_bucket: ['bucket', 'bucket'],
  aws_scheduler_schedule: ['schedule', 'name'],
  aws_secretsmanager_secret: ['secret', 'name'],
  aws_security_group: ['security group', 'name'],
  aws_sns_topic: ['topic', 'name'],
  aws_sns_topic_subscription: ['subscription of', 'endpoint'],
  aws_sqs_queue: ['queue', 'name'],
  aws_ssm_parameter: ['parameter', 'name'],
  aws_subnet: ['subnet', 'cidr_block'],
  aws_vpc: ['VPC', 'cidr_block'],
  aws_vpc_endpoint: ['VPC endpoint', 'service_name'],
  aws_vpc_security_group_egress_rule: ['rule out', 'description'],
  aws_vpc_security_group_ingress_rule: ['rule in', 'description'],
};

/** A resource as people know it: `parameter MY_PARAM_1`, `service web`. */
export function resourceName(environment: EnvironmentIdentity, { address, type, attributes }: SideResource): string {
  const [noun, attribute] = KINDS[type] ?? [type.replace(/^aws_/, '').replaceAll('_', ' '), 'name'];
  const name = text(attribute === 'Name' ? block(attributes.tags).Name : attributes[attribute]);
  // What is only a reference tells nobody anything; the address contains the path of the construct.
  return name === undefined || name.startsWith('${')
    ? `${noun} ${constructPath(address)}`
    : `${noun} ${shortName(environment, name)}`;
}

/** A name without what it shares with all others of the environment. */
export function shortName(environment: EnvironmentIdentity, name: string): string {
  const hierarchy = `${secretHierarchy(environment)}/`;
  const starts = [`/${hierarchy}`, hierarchy, `${namePrefix(environment)}-`];
  const start = starts.find((candidate) => name.startsWith(candidate) && name.length > candidate.length);
  return start === undefined ? name : name.slice(start.length);
}

/** The ids of the constructs, without the hash that cdktf appends. */
function constructPath(address: string): string {
  return address.slice(address.indexOf('.') + 1).replace(/_[0-9A-F]{8}$/, '');
}

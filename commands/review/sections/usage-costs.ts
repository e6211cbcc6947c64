import { block, blocks, text, type Attributes } from '../model/attributes';
import type { StackChange } from '../model/stack-change';

interface UsageCost {
  readonly what: string;
  readonly types: readonly string[];
  /** @default - every resource of the types has it */
  readonly applies?: (attributes: Attributes) => boolean;
}

/** What costs by use; of each, whether it is there. */
const USAGE: readonly UsageCost[] = [
  { what: 'load balancer: capacity units, by connections, requests and bytes', types: ['aws_lb'] },
  { what: 'NAT gateway: each GB that passes', types: ['aws_nat_gateway'] },
  {
    what: 'interface endpoints: each GB that passes',
    types: ['aws_vpc_endpoint'],
    applies: ({ vpc_endpoint_type: type }) => type === 'Interface',
  },
  { what: 'logs: what is taken in, and what is kept', types: ['aws_cloudwatch_log_group'] },
  { what: 'flow logs: what they write', types: ['aws_flow_log'] },
  {
    what: 'Container Insights: its metrics, by tasks and containers',
    types: ['aws_ecs_cluster'],
    applies: ({ setting }) =>
      blocks(setting).some(({ name, value }) => name === 'containerInsights' && value !== 'disabled'),
  },
  {
    what: 'tasks on Fargate Spot, whose price varies',
    types: ['aws_ecs_service'],
    applies: ({ capacity_provider_strategy: strategy }) =>
      blocks(strategy).some(({ capacity_provider: provider }) => provider === 'FARGATE_SPOT'),
  },
  {
    what: 'tasks that scaling adds or takes away: the sum is for the desired count',
    types: ['aws_appautoscaling_target'],
  },
  { what: 'scheduled tasks: vCPUs and memory while they run', types: ['aws_scheduler_schedule'] },
  {
    what: 'ephemeral storage above 20 GiB',
    types: ['aws_ecs_task_definition'],
    applies: ({ ephemeral_storage: storage }) => text(block(storage).size_in_gib) !== undefined,
  },
  { what: 'requests to KMS, and the rotations of a key', types: ['aws_kms_key'] },
  {
    what: 'requests to Secrets Manager, one for each distinct secret that a task gets',
    types: ['aws_secretsmanager_secret'],
  },
  { what: 'access logs: their storage', types: ['aws_s3_bucket'] },
  { what: 'notifications', types: ['aws_sns_topic'] },
  { what: 'data that leaves the Region or passes between zones', types: ['aws_ecs_service'] },
];

/** What the resources cost by use, before or after the change. */
export function usageCosts({ before, after }: StackChange): string[] {
  return USAGE.filter(({ types, applies = () => true }) =>
    [before, after].some((side) => side.ofType(...types).some(({ attributes }) => applies(attributes))),
  ).map(({ what }) => what);
}

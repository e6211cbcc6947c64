import { block, blocks, number, text, texts, type Attributes } from '../model/attributes';
import type { StackChange } from '../model/stack-change';
import type { StackSide } from '../model/stack-side';
import { HOURS_PER_MONTH, PRICED_REGIONS, priceIn, type PriceName } from './price-table';
import { usageCosts } from './usage-costs';

/** How much of one thing there is before and after, and what it costs. */
export interface CostLine {
  readonly what: string;
  readonly source: string;
  /** When the price was read. @default - it was not verified */
  readonly asOf?: string;
  /** Whether it was read in a text of others that quotes AWS. @default false */
  readonly quoted?: boolean;
  readonly unitPrice: number;
  /** In units of the price: vCPUs, GB, pieces. */
  readonly before: number;
  readonly after: number;
  /** A month, in US dollars. */
  readonly monthlyBefore: number;
  readonly monthlyAfter: number;
}

export interface CostChange {
  readonly currency: 'USD';
  readonly region: string;
  /** Whether the price table has the Region. If it does not, nothing is counted. */
  readonly isPriced: boolean;
  readonly pricedRegions: readonly string[];
  readonly lines: readonly CostLine[];
  readonly monthlyBefore: number;
  readonly monthlyAfter: number;
  /** What depends on use, and is not in the sum. */
  readonly usage: readonly string[];
}

/** What the resources cost a month by being there. */
export function costChange(region: string, change: StackChange): CostChange {
  const [old, now] = [quantities(change.before), quantities(change.after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const lines = names.flatMap((name) => {
    const price = priceIn(region, name);
    const [before, after] = [old.get(name) ?? 0, now.get(name) ?? 0];
    if (price === undefined || (before === 0 && after === 0)) {
      return [];
    }
    const { title: what, price: unitPrice, ...rest } = price;
    const month = unitPrice * (name.endsWith('Hour') ? HOURS_PER_MONTH : 1);
    return [{ what, ...rest, unitPrice, before, after, monthlyBefore: before * month, monthlyAfter: after * month }];
  });
  return {
    currency: 'USD',
    region,
    isPriced: PRICED_REGIONS.includes(region),
    pricedRegions: PRICED_REGIONS,
    lines,
    monthlyBefore: sum(lines.map(({ monthlyBefore }) => monthlyBefore)),
    monthlyAfter: sum(lines.map(({ monthlyAfter }) => monthlyAfter)),
    usage: usageCosts(change),
  };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

/** How much there is of everything that has a price by the hour or month. */
function quantities(side: StackSide): ReadonlyMap<PriceName, number> {
  const counted = new Map<PriceName, number>();
  const add = (name: PriceName, quantity: number) => counted.set(name, (counted.get(name) ?? 0) + quantity);
  for (const { attributes } of side.ofType('aws_ecs_service')) {
    const task = side.find('aws_ecs_task_definition', attributes.task_definition)?.attributes ?? {};
    const tasks = tasksOf(attributes);
    const isArm = text(block(task.runtime_platform).cpu_architecture) === 'ARM64';
    add(isArm ? 'fargateArmVcpuHour' : 'fargateVcpuHour', (tasks.onDemand * (number(task.cpu) ?? 0)) / 1024);
    add(isArm ? 'fargateArmGbHour' : 'fargateGbHour', (tasks.onDemand * (number(task.memory) ?? 0)) / 1024);
    if (block(attributes.network_configuration).assign_public_ip === true) {
      add('publicAddressHour', tasks.all);
    }
  }
  for (const { attributes } of side.ofType('aws_lb')) {
    add('loadBalancerHour', 1);
    add('publicAddressHour', attributes.internal === true ? 0 : texts(attributes.subnets).length);
  }
  for (const { attributes } of side.ofType('aws_vpc_endpoint')) {
    add(
      'interfaceEndpointHour',
      attributes.vpc_endpoint_type === 'Interface' ? texts(attributes.subnet_ids).length : 0,
    );
  }
  for (const { attributes } of side.ofType('aws_cloudwatch_metric_alarm')) {
    // An expression reads no metric itself.
    const read = blocks(attributes.metric_query).filter(({ metric }) => blocks(metric).length > 0);
    add('alarmMetricMonth', Math.max(1, read.length));
  }
  add('natGatewayHour', side.ofType('aws_nat_gateway').length);
  add('publicAddressHour', side.ofType('aws_eip').length);
  add('keyMonth', side.ofType('aws_kms_key').length);
  add('secretMonth', side.ofType('aws_secretsmanager_secret').length);
  add(
    'advancedParameterMonth',
    side.ofType('aws_ssm_parameter').filter(({ attributes }) => attributes.tier === 'Advanced').length,
  );
  add('dashboardMonth', side.ofType('aws_cloudwatch_dashboard').length);
  return counted;
}

/**
 * How many tasks a service has, and how many of them run on demand: the base first, then by weight.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 */
export function tasksOf(service: Attributes): { readonly all: number; readonly onDemand: number } {
  const all = number(service.desired_count) ?? 1;
  const strategy = blocks(service.capacity_provider_strategy);
  const spot = strategy.filter(({ capacity_provider: provider }) => provider === 'FARGATE_SPOT');
  const fargate = strategy.filter(({ capacity_provider: provider }) => provider === 'FARGATE');
  const weight = (list: readonly Attributes[]) => sum(list.map((item) => number(item.weight) ?? 0));
  const base = (list: readonly Attributes[]) => sum(list.map((item) => number(item.base) ?? 0));
  if (weight(spot) + base(spot) === 0) {
    return { all, onDemand: all };
  }
  const rest = Math.max(0, all - base(fargate) - base(spot));
  const weighted = weight(fargate) + weight(spot);
  const share = weighted === 0 ? 0 : Math.round((rest * weight(fargate)) / weighted);
  return { all, onDemand: Math.min(all, base(fargate)) + share };
}

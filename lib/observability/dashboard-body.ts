import { loadBalancerErrors, serviceMetrics, targetMetrics, type Metric, type ObservedService } from './metrics';

export interface DashboardContent {
  /** Of everything that is shown. */
  readonly region: string;

  /** What is shown of each, in this order. */
  readonly services: readonly ObservedService[];

  /** The logs in which errors are looked for. */
  readonly logGroupNames: readonly string[];

  /** ARNs of the alarms whose states are shown. */
  readonly alarmArns: readonly string[];

  /**
   * How the metrics of the load balancer know it.
   *
   * @default - there is none
   */
  readonly loadBalancerArnSuffix?: string;
}

/**
 * What a dashboard consists of, as far as this project uses it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export interface DashboardBody {
  /** In the order in which they are placed. */
  readonly widgets: readonly Widget[];
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Widget = Place & WidgetContent;

type WidgetContent =
  | { readonly type: 'text'; readonly properties: { readonly markdown: string } }
  | { readonly type: 'alarm'; readonly properties: { readonly title: string; readonly alarms: readonly string[] } }
  | { readonly type: 'metric'; readonly properties: MetricProperties }
  | { readonly type: 'log'; readonly properties: LogProperties };

interface MetricProperties {
  readonly title: string;
  readonly region: string;
  readonly view: 'timeSeries';
  readonly period: number;
  readonly metrics: readonly (readonly (string | { readonly stat: string; readonly label: string })[])[];
  readonly yAxis: { readonly left: { readonly min: 0 } };
}

interface LogProperties {
  readonly title: string;
  readonly region: string;
  readonly view: 'table';
  readonly query: string;
}

/** A dashboard is 24 columns wide. */
const WIDTH = 24;
const GRAPH = { width: 6, height: 6 };

/** Log groups that one query of Logs Insights can name: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
const MAXIMUM_QUERIED_LOG_GROUPS = 50;

/** CloudWatch shows at most so many: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
export const MAXIMUM_WIDGETS = 500;

/** One alarm widget shows at most so many: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const MAXIMUM_SHOWN_ALARMS = 100;

/** What one looks at first: what is wrong, then each service, then the latest errors in the logs. */
export function dashboardBody(content: DashboardContent): DashboardBody {
  const { region, services, logGroupNames, alarmArns, loadBalancerArnSuffix } = content;
  const rows: (readonly Sized[])[] = [
    ...chunks(alarmArns, MAXIMUM_SHOWN_ALARMS).map((alarms) => [
      { width: WIDTH, height: 3, content: { type: 'alarm' as const, properties: { title: 'Alarms', alarms } } },
    ]),
    ...services.flatMap((service) => serviceRows(service, region)),
    ...(loadBalancerArnSuffix === undefined
      ? []
      : [
          [heading('Load balancer')],
          [graph('5xx of its own', region, { errors: loadBalancerErrors(loadBalancerArnSuffix) })],
        ]),
    ...chunks(logGroupNames, MAXIMUM_QUERIED_LOG_GROUPS).map((names) => [latestErrors(region, names)]),
  ];
  return { widgets: placed(rows) };
}

interface Sized {
  readonly width: number;
  readonly height: number;
  readonly content: WidgetContent;
}

function serviceRows(service: ObservedService, region: string): (readonly Sized[])[] {
  const { cpu, memory, desiredTasks, runningTasks } = serviceMetrics(service);
  const target = service.target && targetMetrics(service.target);
  return [
    [heading(service.id)],
    [
      graph('Tasks', region, { desired: desiredTasks, running: runningTasks }),
      graph('CPU, %', region, { average: cpu, highest: { ...cpu, statistic: 'Maximum' } }),
      graph('Memory, %', region, { average: memory, highest: { ...memory, statistic: 'Maximum' } }),
    ],
    ...(target === undefined
      ? []
      : [
          [
            graph('Requests', region, { requests: target.requests }),
            graph('5xx', region, { errors: target.errors }),
            graph('Response time, s', region, {
              p95: target.responseTime,
              p50: { ...target.responseTime, statistic: 'p50' },
            }),
            graph('Targets', region, { healthy: target.healthyTargets, unhealthy: target.unhealthyTargets }),
          ],
        ]),
  ];
}

function heading(title: string): Sized {
  return { width: WIDTH, height: 1, content: { type: 'text', properties: { markdown: `## ${title}` } } };
}

function graph(title: string, region: string, metrics: Readonly<Record<string, Metric>>): Sized {
  return {
    ...GRAPH,
    content: {
      type: 'metric',
      properties: {
        title,
        region,
        view: 'timeSeries',
        period: 60,
        metrics: Object.entries(metrics).map(([label, { namespace, name, dimensions, statistic }]) => [
          namespace,
          name,
          ...Object.entries(dimensions).flat(),
          { stat: statistic, label },
        ]),
        yAxis: { left: { min: 0 } },
      },
    },
  };
}

function latestErrors(region: string, logGroupNames: readonly string[]): Sized {
  const query = [
    ...logGroupNames.map((name) => `SOURCE '${name}'`),
    'fields @timestamp, @log, @message',
    'filter @message like /(?i)(error|exception|fatal|panic)/',
    'sort @timestamp desc',
    'limit 50',
  ].join(' | ');
  return {
    width: WIDTH,
    height: 8,
    content: { type: 'log', properties: { title: 'Latest errors in the logs', region, view: 'table', query } },
  };
}

/** From left to right, and each row below the one before. */
function placed(rows: readonly (readonly Sized[])[]): Widget[] {
  let y = 0;
  return rows.flatMap((row) => {
    let x = 0;
    const widgets = row.map(({ width, height, content }): Widget => {
      const widget = { ...content, x, y, width, height };
      x += width;
      return widget;
    });
    y += Math.max(...row.map(({ height }) => height));
    return widgets;
  });
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
  type CloudwatchMetricAlarmMetricQuery,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { AlarmDefinition } from './alarm-definition';
import type { AlarmTopic } from './alarm-topic';
import type { Metric } from './metrics';

export interface AlarmsProps {
  /** First part of their names. */
  readonly namePrefix: string;

  /** Who is told that an alarm goes off, and that it is over. */
  readonly topic: AlarmTopic;

  /** What is watched. */
  readonly definitions: readonly AlarmDefinition[];
}

/** Alarms of CloudWatch. */
export class Alarms extends Construct {
  private readonly byId: ReadonlyMap<string, CloudwatchMetricAlarm>;

  constructor(scope: Construct, id: string, { namePrefix, topic, definitions }: AlarmsProps) {
    super(scope, id);
    this.byId = new Map(
      definitions.map((definition) => [
        definition.id,
        new CloudwatchMetricAlarm(this, definition.id, {
          alarmName: `${namePrefix}-${definition.id}`,
          alarmDescription: definition.description,
          ...watched(definition),
          comparisonOperator: 'GreaterThanThreshold',
          threshold: definition.threshold,
          evaluationPeriods: definition.evaluationPeriods,
          datapointsToAlarm: definition.periodsToAlarm,
          // Where nobody asks, nothing fails.
          treatMissingData: 'notBreaching',
          alarmActions: [topic.topicArn],
          okActions: [topic.topicArn],
          dependsOn: [topic.policy],
        }),
      ]),
    );
  }

  /** ARNs of all of them. */
  get arns(): string[] {
    return [...this.byId.values()].map((alarm) => alarm.arn);
  }

  /** The names of some, as what must exist first refers to them. */
  namesOf(definitions: readonly AlarmDefinition[]): string[] {
    return definitions.flatMap(({ id }) => this.byId.get(id)?.alarmName ?? []);
  }
}

function watched({ watched: what, periodSeconds }: AlarmDefinition): Partial<CloudwatchMetricAlarmConfig> {
  if (!('expression' in what)) {
    const { namespace, name: metricName, dimensions, statistic } = what;
    return {
      ...{ namespace, metricName, dimensions, period: periodSeconds },
      ...(isPercentile(statistic)
        ? { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: 'ignore' }
        : { statistic }),
    };
  }
  const { expression, label, metrics } = what;
  return {
    metricQuery: [
      ...Object.entries(metrics).map(([id, metric]) => query(id, metric, periodSeconds)),
      { id: 'watched', expression, label, returnData: true },
    ],
  };
}

function query(id: string, metric: Metric, period: number): CloudwatchMetricAlarmMetricQuery {
  const { namespace, name: metricName, dimensions, statistic: stat } = metric;
  return { id, returnData: false, metric: { namespace, metricName, dimensions, period, stat } };
}

function isPercentile(statistic: string): boolean {
  return statistic.startsWith('p');
}

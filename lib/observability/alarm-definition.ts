import type { ServiceAlarmsConfig } from './alarms-config';
import { loadBalancerErrors, serviceMetrics, targetMetrics, type Metric, type ObservedService } from './metrics';

/** An alarm, before it is one of CloudWatch. */
export interface AlarmDefinition {
  /** Id of its construct, and the end of its name. */
  readonly id: string;

  /** What it says, and what to look at first. */
  readonly description: string;

  /** What is watched: a metric, or an expression of several, each by the name that the expression has for it. */
  readonly watched: Metric | MetricExpression;

  /** It goes off above this. */
  readonly threshold: number;

  /** Of one value. */
  readonly periodSeconds: number;

  /** How many of the last periods are looked at. */
  readonly evaluationPeriods: number;

  /** How many of them must be above the threshold. */
  readonly periodsToAlarm: number;

  /** Whether it tells that a release is bad, so that its deployment is rolled back. */
  readonly rollsBack: boolean;
}

export interface MetricExpression {
  /** In CloudWatch's language. */
  readonly expression: string;

  /** What its values are. */
  readonly label: string;

  /** By the names that the expression has for them. */
  readonly metrics: Readonly<Record<string, Metric>>;
}

/** A spike of one minute wakes nobody up, and a minute without one does not hide a lasting fault. */
const THREE_OF_FIVE_MINUTES = { periodSeconds: 60, evaluationPeriods: 5, periodsToAlarm: 3 };
const FIFTEEN_MINUTES = { periodSeconds: 300, evaluationPeriods: 3, periodsToAlarm: 3 };

/** The alarms of a service. Those of its load balancer exist only behind one. */
export function serviceAlarms(service: ObservedService, config: ServiceAlarmsConfig = {}): AlarmDefinition[] {
  return [...taskAlarms(service, config), ...targetAlarms(service, config)];
}

function taskAlarms(service: ObservedService, config: ServiceAlarmsConfig): AlarmDefinition[] {
  const { missingTasksMinutes = 15, cpuPercent = 85, memoryPercent = 85 } = config;
  const { cpu, memory, desiredTasks, runningTasks } = serviceMetrics(service);
  const { id, serviceName } = service;
  return [
    ...unlessOff(missingTasksMinutes, (minutes) => ({
      id: `${id}-missing-tasks`,
      description: `Fewer tasks of ${serviceName} run than are desired. Look at its events and stopped tasks in ECS: they say why.`,
      watched: {
        // No value where no task runs must not look like one that is missing.
        expression: 'desired - FILL(running, 0)',
        label: 'missing tasks',
        metrics: { desired: desiredTasks, running: runningTasks },
      },
      threshold: 0,
      ...lasting(minutes),
      rollsBack: false,
    })),
    ...unlessOff(cpuPercent, (threshold) => ({
      id: `${id}-cpu`,
      description: `Tasks of ${serviceName} need more CPU than they have. Look at its requests: run more tasks, or larger ones.`,
      watched: cpu,
      threshold,
      ...FIFTEEN_MINUTES,
      rollsBack: false,
    })),
    ...unlessOff(memoryPercent, (threshold) => ({
      id: `${id}-memory`,
      description: `Tasks of ${serviceName} will be killed for lack of memory. Look whether it grows since the last deployment.`,
      watched: memory,
      threshold,
      ...FIFTEEN_MINUTES,
      rollsBack: false,
    })),
  ];
}

function targetAlarms(service: ObservedService, config: ServiceAlarmsConfig): AlarmDefinition[] {
  const { id, serviceName, target } = service;
  if (target === undefined) {
    return [];
  }
  const { errorPercent = 5, responseSeconds = 2, unhealthyTargetMinutes = 20 } = config;
  const { requests, errors, responseTime, unhealthyTargets } = targetMetrics(target);
  return [
    ...unlessOff(errorPercent, (threshold) => ({
      id: `${id}-errors`,
      description: `${serviceName} answers with 5xx. Look at its log for errors, and at its last deployment, which is rolled back if it lasts still.`,
      watched: {
        // A single failure of few requests is no bad release. There is no value where there is no error.
        expression: 'IF(FILL(errors, 0) >= 5, 100 * FILL(errors, 0) / requests, 0)',
        label: 'requests answered with 5xx, in percent',
        metrics: { errors, requests },
      },
      threshold,
      ...THREE_OF_FIVE_MINUTES,
      rollsBack: true,
    })),
    ...unlessOff(responseSeconds, (threshold) => ({
      id: `${id}-response-time`,
      description: `One of 20 requests to ${serviceName} takes longer than it should. Look at its CPU, and at what it calls.`,
      watched: responseTime,
      threshold,
      ...THREE_OF_FIVE_MINUTES,
      rollsBack: false,
    })),
    ...unlessOff(unhealthyTargetMinutes, (minutes) => ({
      id: `${id}-unhealthy-targets`,
      description: `A task of ${serviceName} never passes the health check of its load balancer. Look at its target group: it says why.`,
      watched: unhealthyTargets,
      threshold: 0,
      ...lasting(minutes),
      rollsBack: false,
    })),
  ];
}

/** The alarm of a load balancer. */
export function loadBalancerAlarms(loadBalancerArnSuffix: string, threshold: number | 'off' = 10): AlarmDefinition[] {
  return unlessOff(threshold, (errorsPerMinute) => ({
    id: 'load-balancer-errors',
    description:
      'The load balancer answers with 5xx itself: no task is there, or none answers in time. Look at the targets of its services.',
    watched: loadBalancerErrors(loadBalancerArnSuffix),
    threshold: errorsPerMinute,
    ...THREE_OF_FIVE_MINUTES,
    rollsBack: false,
  }));
}

function lasting(minutes: number) {
  return { periodSeconds: 60, evaluationPeriods: minutes, periodsToAlarm: minutes };
}

function unlessOff(threshold: number | 'off', define: (threshold: number) => AlarmDefinition): AlarmDefinition[] {
  return threshold === 'off' ? [] : [define(threshold)];
}

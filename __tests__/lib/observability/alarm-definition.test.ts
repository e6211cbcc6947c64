import { loadBalancerAlarms, serviceAlarms, type AlarmDefinition } from '../../../lib/observability/alarm-definition';
import type { ServiceAlarmsConfig } from '../../../lib/observability/alarms-config';
import type { ObservedService } from '../../../lib/observability/metrics';

const worker: ObservedService = { id: 'worker', clusterName: 'shop-prod', serviceName: 'shop-prod-worker' };
const web: ObservedService = {
  id: 'web',
  clusterName: 'shop-prod',
  serviceName: 'shop-prod-web',
  target: { loadBalancerArnSuffix: 'app/shop-prod/1', targetGroupArnSuffix: 'targetgroup/web/2' },
};

const ids = (alarms: readonly AlarmDefinition[]) => alarms.map(({ id }) => id);

function only(service: ObservedService, id: string, config?: ServiceAlarmsConfig): AlarmDefinition {
  const alarm = serviceAlarms(service, config).find((candidate) => candidate.id === id);
  if (alarm === undefined) {
    throw new Error(`no alarm ${id}`);
  }
  return alarm;
}

describe('the alarms of a service', () => {
  test('are about its tasks, and behind a load balancer about its answers', () => {
    expect(ids(serviceAlarms(worker))).toEqual(['worker-missing-tasks', 'worker-cpu', 'worker-memory']);
    expect(ids(serviceAlarms(web))).toEqual([
      ...['web-missing-tasks', 'web-cpu', 'web-memory'],
      ...['web-errors', 'web-response-time', 'web-unhealthy-targets'],
    ]);
  });

  test('can be switched off, each by itself', () => {
    const fields: Record<keyof ServiceAlarmsConfig, string> = {
      missingTasksMinutes: 'web-missing-tasks',
      cpuPercent: 'web-cpu',
      memoryPercent: 'web-memory',
      errorPercent: 'web-errors',
      responseSeconds: 'web-response-time',
      unhealthyTargetMinutes: 'web-unhealthy-targets',
    };
    for (const [field, id] of Object.entries(fields)) {
      const without = ids(serviceAlarms(web)).filter((other) => other !== id);
      expect(ids(serviceAlarms(web, { [field]: 'off' }))).toEqual(without);
    }
  });

  test('have the thresholds that are given', () => {
    expect(only(web, 'web-cpu', { cpuPercent: 60 }).threshold).toBe(60);
    expect(only(web, 'web-memory', { memoryPercent: 70 }).threshold).toBe(70);
    expect(only(web, 'web-errors', { errorPercent: 0.5 }).threshold).toBe(0.5);
    expect(only(web, 'web-response-time', { responseSeconds: 0.3 }).threshold).toBe(0.3);
    for (const [id, config] of [
      ['web-missing-tasks', { missingTasksMinutes: 7 }],
      ['web-unhealthy-targets', { unhealthyTargetMinutes: 7 }],
    ] as const) {
      expect(only(web, id, config)).toMatchObject({ periodSeconds: 60, evaluationPeriods: 7, periodsToAlarm: 7 });
    }
  });

  // Latency depends on the load, and a target is unhealthy at every deployment: https://github.com/aws/containers-roadmap/issues/1270
  test('roll a deployment back only for errors of the service', () => {
    expect(ids(serviceAlarms(web).filter(({ rollsBack }) => rollsBack))).toEqual(['web-errors']);
    expect(loadBalancerAlarms('app/shop-prod/1').filter(({ rollsBack }) => rollsBack)).toEqual([]);
  });

  // In lib/services/fargate-service.ts, an update may take 20 minutes.
  test('are not about a target that is unhealthy during a deployment', () => {
    const { periodSeconds, periodsToAlarm } = only(web, 'web-unhealthy-targets');
    expect(periodSeconds * periodsToAlarm).toBeGreaterThanOrEqual(20 * 60);
  });

  test('take no value of running tasks for none that runs', () => {
    expect(only(worker, 'worker-missing-tasks').watched).toMatchObject({
      expression: 'desired - FILL(running, 0)',
      metrics: {
        desired: { namespace: 'ECS/ContainerInsights', name: 'DesiredTaskCount' },
        running: { namespace: 'ECS/ContainerInsights', name: 'RunningTaskCount' },
      },
    });
  });

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  test('look at a day at most, and have descriptions of 1024 characters at most', () => {
    const all = [
      ...serviceAlarms(web, { missingTasksMinutes: 60, unhealthyTargetMinutes: 60 }),
      ...loadBalancerAlarms('a'),
    ];
    for (const { periodSeconds, evaluationPeriods, periodsToAlarm, description } of all) {
      expect(periodSeconds * evaluationPeriods).toBeLessThanOrEqual(86_400);
      expect(periodsToAlarm).toBeLessThanOrEqual(evaluationPeriods);
      expect(description.length).toBeLessThanOrEqual(1024);
    }
  });
});

test('the load balancer’s own errors are counted, as they have no requests that reached a task', () => {
  expect(loadBalancerAlarms('app/shop-prod/1', 3)).toMatchObject([
    { watched: { name: 'HTTPCode_ELB_5XX_Count', dimensions: { LoadBalancer: 'app/shop-prod/1' } }, threshold: 3 },
  ]);
  expect(loadBalancerAlarms('app/shop-prod/1', 'off')).toEqual([]);
});

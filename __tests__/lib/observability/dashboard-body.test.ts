import { dashboardBody, MAXIMUM_WIDGETS, type DashboardContent } from '../../../lib/observability/dashboard-body';
import type { ObservedService } from '../../../lib/observability/metrics';

const web: ObservedService = {
  id: 'web',
  clusterName: 'shop-prod',
  serviceName: 'shop-prod-web',
  target: { loadBalancerArnSuffix: 'app/shop-prod/1', targetGroupArnSuffix: 'targetgroup/web/2' },
};
const worker: ObservedService = { id: 'worker', clusterName: 'shop-prod', serviceName: 'shop-prod-worker' };

const content: DashboardContent = {
  region: 'ap-northeast-1',
  services: [web, worker],
  logGroupNames: ['/ecs/shop/prod/web', '/ecs/shop/prod/worker'],
  alarmArns: ['arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:shop-prod-web-cpu'],
  loadBalancerArnSuffix: 'app/shop-prod/1',
};

const titles = (given: DashboardContent) =>
  dashboardBody(given).widgets.map(({ type, properties }) =>
    'title' in properties ? `${type}: ${properties.title}` : `${type}: ${properties.markdown}`,
  );

test('shows what is wrong first, then each service, and the latest errors in the logs', () => {
  expect(titles(content)).toEqual([
    'alarm: Alarms',
    ...['text: ## web', 'metric: Tasks', 'metric: CPU, %', 'metric: Memory, %'],
    ...['metric: Requests', 'metric: 5xx', 'metric: Response time, s', 'metric: Targets'],
    ...['text: ## worker', 'metric: Tasks', 'metric: CPU, %', 'metric: Memory, %'],
    ...['text: ## Load balancer', 'metric: 5xx of its own'],
    'log: Latest errors in the logs',
  ]);
});

test('shows nothing of what there is not', () => {
  expect(titles({ region: 'ap-northeast-1', services: [], logGroupNames: [], alarmArns: [] })).toEqual([]);
});

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
test('puts widgets beside and below each other, within 24 columns', () => {
  const { widgets } = dashboardBody(content);
  const covered = widgets.flatMap(({ x, y, width, height }) =>
    Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`),
  );
  expect(new Set(covered).size).toBe(covered.length);
  expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBe(24);
});

test('names each metric by its dimensions, with its statistic', () => {
  const graph = dashboardBody(content).widgets.find(
    ({ properties }) => 'title' in properties && properties.title === 'Response time, s',
  );
  const metric = ['AWS/ApplicationELB', 'TargetResponseTime', 'LoadBalancer', 'app/shop-prod/1', 'TargetGroup'];
  expect(graph?.properties).toMatchObject({
    metrics: [
      [...metric, 'targetgroup/web/2', { stat: 'p95', label: 'p95' }],
      [...metric, 'targetgroup/web/2', { stat: 'p50', label: 'p50' }],
    ],
  });
});

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
test('asks one query about 50 log groups at most, and shows 100 alarms at most in one widget', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `name-${index}`);
  const count = (type: string, logs: number, alarms: number) =>
    dashboardBody({ ...content, logGroupNames: many(logs), alarmArns: many(alarms) }).widgets.filter(
      (widget) => widget.type === type,
    ).length;
  expect([count('log', 50, 1), count('log', 51, 1)]).toEqual([1, 2]);
  expect([count('alarm', 1, 100), count('alarm', 1, 101)]).toEqual([1, 2]);
});

test('needs at most eight widgets for a service', () => {
  const services = Array.from({ length: 60 }, (_, index) => ({ ...web, id: `web-${index}` }));
  expect(dashboardBody({ ...content, services }).widgets.length).toBeLessThanOrEqual(MAXIMUM_WIDGETS);
});

import { examples } from '../../examples';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import type { PolicyDocument } from '../../lib/aws/policy-document';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { isAllowed } from '../support/iam-evaluation';
import { onlyResource, synthesize, type SynthesizedStack } from '../support/synthesized-stack';

const { desiredCount: _count, port: _port, ...task } = serviceDefinition();
const scheduledTasks = { report: { ...task, schedule: 'rate(1 day)', timeZone: 'UTC' } };
const alarms: EnvironmentConfig['alarms'] = {
  subscriptions: [
    { protocol: 'email', endpoint: 'on-call@example.com' },
    { protocol: 'https', endpoint: 'https://alarms.example.com/a/b' },
  ],
};

function synthesizeWith(overrides: Partial<EnvironmentConfig>): SynthesizedStack {
  const config = environmentConfig({ application: 'shop', services: { web: serviceDefinition() }, ...overrides });
  const [stack] = synthesize({ prod: config });
  if (stack === undefined) {
    throw new Error('nothing was synthesized');
  }
  return stack;
}

function outputs({ terraform }: SynthesizedStack) {
  return (terraform as { output: Record<string, { value: unknown }> }).output;
}

describe('an environment with alarms', () => {
  const stack = synthesizeWith({ alarms, scheduledTasks });

  test('has one topic, to which failed tasks are reported too, and the subscriptions that are declared', () => {
    const topic = onlyResource(stack, 'aws_sns_topic');
    expect(topic.text('name')).toBe('shop-prod-alarms');
    expect(onlyResource(stack, 'aws_cloudwatch_event_target').text('arn')).toBe(topic.arn);
    expect(onlyResource(stack, 'aws_sns_topic_policy').text('arn')).toBe(topic.arn);
    expect(outputs(stack)).toHaveProperty('alarm_topic_arn');
    expect(
      stack
        .resources('aws_sns_topic_subscription')
        .map((subscription) => [
          subscription.text('topic_arn'),
          subscription.text('protocol'),
          subscription.text('endpoint'),
        ]),
    ).toEqual([
      [topic.arn, 'email', 'on-call@example.com'],
      [topic.arn, 'https', 'https://alarms.example.com/a/b'],
    ]);
  });

  test('reports to it that an alarm goes off, and that it is over', () => {
    const topic = onlyResource(stack, 'aws_sns_topic').arn;
    const watching = stack
      .resources('aws_cloudwatch_metric_alarm')
      .filter((alarm) => alarm.text('alarm_name') !== 'shop-prod-tasks-not-started');
    expect(watching.map((alarm) => alarm.text('alarm_name')).sort()).toEqual([
      'shop-prod-web-cpu',
      'shop-prod-web-memory',
      'shop-prod-web-missing-tasks',
    ]);
    for (const { attributes } of watching) {
      const resolved = (list: unknown) => (list as string[]).map((item) => stack.resolve(item));
      expect(resolved(attributes.alarm_actions)).toEqual([topic]);
      expect(resolved(attributes.ok_actions)).toEqual([topic]);
      expect(attributes.treat_missing_data).toBe('notBreaching');
    }
  });

  test('watches an expression as one that returns data, of metrics that do not', () => {
    const alarm = stack
      .resources('aws_cloudwatch_metric_alarm')
      .find((candidate) => candidate.text('alarm_name') === 'shop-prod-web-missing-tasks');
    const queries = alarm?.attributes.metric_query as { id: string; return_data: boolean }[];
    expect(queries.map(({ id, return_data: returned }) => [id, returned])).toEqual([
      ['desired', false],
      ['running', false],
      ['watched', true],
    ]);
    expect(alarm?.attributes).not.toHaveProperty('metric_name');
  });

  describe('has a topic to which', () => {
    const topic = onlyResource(stack, 'aws_sns_topic').arn;
    const resourcePolicy = onlyResource(stack, 'aws_sns_topic_policy').json('policy') as PolicyDocument;
    const HERE = 'ap-northeast-1:123456789012';
    const publish = (principal: string, source: string, account = '123456789012', tls = 'true') =>
      isAllowed({
        principal,
        action: 'sns:Publish',
        resource: topic,
        resourcePolicy,
        context: { 'aws:SourceArn': source, 'aws:SourceAccount': account, 'aws:SecureTransport': tls },
      });

    test.each([
      ['cloudwatch.amazonaws.com', `arn:aws:cloudwatch:${HERE}:alarm:shop-prod-web-cpu`],
      ['cloudwatch.amazonaws.com', `arn:aws:cloudwatch:${HERE}:alarm:shop-prod-tasks-not-started`],
      ['events.amazonaws.com', `arn:aws:events:${HERE}:rule/shop-prod-failed-tasks`],
    ])('%s publishes for %s', async (principal, source) => {
      await expect(publish(principal, source)).resolves.toBe(true);
    });

    test.each([
      ['cloudwatch.amazonaws.com', `arn:aws:cloudwatch:${HERE}:alarm:shop-dev-web-cpu`],
      ['cloudwatch.amazonaws.com', 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:shop-prod-web-cpu'],
      ['events.amazonaws.com', `arn:aws:events:${HERE}:rule/shop-prod-failed-tasks2`],
      ['events.amazonaws.com', `arn:aws:cloudwatch:${HERE}:alarm:shop-prod-web-cpu`],
      ['s3.amazonaws.com', 'arn:aws:s3:::shop-prod'],
    ])('%s does not publish for %s', async (principal, source) => {
      await expect(publish(principal, source)).resolves.toBe(false);
    });

    test('nobody publishes without TLS', async () => {
      const source = `arn:aws:cloudwatch:${HERE}:alarm:shop-prod-web-cpu`;
      await expect(publish('cloudwatch.amazonaws.com', source, '123456789012', 'false')).resolves.toBe(false);
    });

    test('no alarm of another account publishes', async () => {
      const source = 'arn:aws:cloudwatch:ap-northeast-1:210987654321:alarm:shop-prod-web-cpu';
      await expect(publish('cloudwatch.amazonaws.com', source, '210987654321')).resolves.toBe(false);
    });
  });
});

test('an environment without alarms has none, and scheduled tasks keep their own topic', () => {
  const stack = synthesizeWith({ scheduledTasks });
  expect(onlyResource(stack, 'aws_sns_topic').text('name')).toBe('shop-prod-failed-tasks');
  expect(onlyResource(stack, 'aws_cloudwatch_metric_alarm').text('alarm_name')).toBe('shop-prod-tasks-not-started');
  expect(stack.resources('aws_sns_topic_subscription')).toEqual([]);
  expect(stack.resources('aws_cloudwatch_dashboard')).toEqual([]);
  expect(outputs(stack)).not.toHaveProperty('dashboard_url');
});

describe('an environment with a dashboard', () => {
  test('has it under its own name, with its alarms and the logs of all that runs', () => {
    const stack = synthesizeWith({ alarms, scheduledTasks, dashboard: true });
    const dashboard = onlyResource(stack, 'aws_cloudwatch_dashboard');
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
    expect(dashboard.text('dashboard_name')).toMatch(/^[A-Za-z0-9_-]{1,255}$/);
    const { widgets } = dashboard.json('dashboard_body') as {
      widgets: { type: string; properties: { alarms?: string[]; query?: string } }[];
    };
    const [first, last] = [widgets.at(0), widgets.at(-1)];
    expect(first?.properties.alarms).toContain(
      'arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:shop-prod-web-cpu',
    );
    expect(last?.properties.query).toMatch(
      /^SOURCE '\/ecs\/shop\/prod\/report' \| SOURCE '\/ecs\/shop\/prod\/web' \| /,
    );
    expect(outputs(stack).dashboard_url?.value).toMatch(
      /^https:\/\/ap-northeast-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=ap-northeast-1#dashboards:name=/,
    );
  });

  test('needs no alarms', () => {
    expect(synthesizeWith({ dashboard: true }).resources('aws_cloudwatch_metric_alarm')).toEqual([]);
  });
});

describe('a service behind a load balancer', () => {
  const web = serviceDefinition({ port: 80, route: { priority: 100, paths: ['/*'] } });
  const stack = synthesizeWith({
    alarms,
    services: { web, worker: serviceDefinition() },
    loadBalancer: examples.production.loadBalancer,
  });
  const service = (name: string) =>
    stack.resources('aws_ecs_service').find((candidate) => candidate.text('name') === `shop-prod-${name}`);

  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentAlarms.html
  test('is rolled back when its errors alarm goes off during a deployment, and by no other alarm', () => {
    const { alarm_names: names, ...settings } = service('web')?.attributes.alarms as { alarm_names: string[] };
    const [reference = '', ...others] = names;
    const address = reference.replace(/^\$\{|\.alarm_name\}$/g, '');
    const alarm = stack.resources('aws_cloudwatch_metric_alarm').find((candidate) => candidate.address === address);
    expect(alarm?.text('alarm_name')).toBe('shop-prod-web-errors');
    expect([others, settings]).toEqual([[], { enable: true, rollback: true }]);
    expect(service('worker')?.attributes).not.toHaveProperty('alarms');
  });

  test('is rolled back by nothing where that alarm is off', () => {
    const calm = synthesizeWith({
      alarms,
      services: { web: { ...web, alarms: { errorPercent: 'off' } } },
      loadBalancer: examples.production.loadBalancer,
    });
    expect(onlyResource(calm, 'aws_ecs_service').attributes).not.toHaveProperty('alarms');
  });

  test('is watched by its answers, and the load balancer by its own', () => {
    const names = stack.resources('aws_cloudwatch_metric_alarm').map((alarm) => alarm.text('alarm_name'));
    expect(names.filter((name) => /errors|response|targets/.test(name)).sort()).toEqual([
      'shop-prod-load-balancer-errors',
      'shop-prod-web-errors',
      'shop-prod-web-response-time',
      'shop-prod-web-unhealthy-targets',
    ]);
  });

  test('has a percentile where only an extended statistic can be one', () => {
    const alarm = stack
      .resources('aws_cloudwatch_metric_alarm')
      .find((candidate) => candidate.text('alarm_name') === 'shop-prod-web-response-time');
    expect(alarm?.attributes).toMatchObject({ extended_statistic: 'p95', metric_name: 'TargetResponseTime' });
    expect(alarm?.attributes).not.toHaveProperty('statistic');
  });
});

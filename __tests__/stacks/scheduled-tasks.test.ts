import { examples } from '../../examples';
import { onlyResource, synthesize } from '../support/synthesized-stack';

const [stack] = synthesize({ dev: examples['gcp-credentials'] });

describe('a scheduled task', () => {
  test('is started by its schedule, in its time zone, in the group of its environment', () => {
    expect(onlyResource(stack, 'aws_scheduler_schedule').attributes).toMatchObject({
      schedule_expression: 'cron(0 3 * * ? *)',
      schedule_expression_timezone: 'Asia/Tokyo',
    });
    expect(onlyResource(stack, 'aws_scheduler_schedule').text('group_name')).toBe(
      onlyResource(stack, 'aws_scheduler_schedule_group').text('name'),
    );
  });

  test('is tried again a limited number of times, and then put aside', () => {
    const { target } = onlyResource(stack, 'aws_scheduler_schedule').attributes;
    expect(target).toMatchObject({
      retry_policy: { maximum_retry_attempts: 3, maximum_event_age_in_seconds: 3600 },
      dead_letter_config: { arn: `\${${onlyResource(stack, 'aws_sqs_queue').address}.arn}` },
    });
  });

  test('gives notice when it fails, when it cannot start and when it was not started', () => {
    const rule = onlyResource(stack, 'aws_cloudwatch_event_rule');
    expect(rule.json('event_pattern')).toMatchObject({
      detail: {
        clusterArn: [onlyResource(stack, 'aws_ecs_cluster').arn],
        group: ['family:gcp_credentials-dev-export'],
        $or: [{ containers: { exitCode: [{ 'anything-but': [0] }] } }, { stopCode: ['TaskFailedToStart'] }],
      },
    });
    expect(onlyResource(stack, 'aws_cloudwatch_event_target').text('arn')).toBe(
      onlyResource(stack, 'aws_sns_topic').arn,
    );
    expect(onlyResource(stack, 'aws_cloudwatch_metric_alarm').attributes).toMatchObject({
      alarm_actions: [`\${${onlyResource(stack, 'aws_sns_topic').address}.arn}`],
    });
  });
});

test('an environment without scheduled tasks has none of their resources', () => {
  const [withoutTasks] = synthesize({ dev: examples['role-per-container'] });
  expect(withoutTasks?.resources('aws_scheduler_schedule_group')).toEqual([]);
  expect(withoutTasks?.resources('aws_sqs_queue')).toEqual([]);
});

test('no task is started before the first values of its secrets are there', () => {
  const [everything] = synthesize({ dev: examples.everything });
  const versions = (name: string) =>
    everything
      ?.resources('aws_secretsmanager_secret_version')
      .filter(({ address }) => address.includes(name))
      .map(({ address }) => address) ?? [];
  const [schedule] = everything?.resources('aws_scheduler_schedule') ?? [];
  const web = everything?.resources('aws_ecs_service').find(({ address }) => address.includes('web'));
  expect(versions('')).toHaveLength(3);
  expect(web?.attributes.depends_on).toEqual(expect.arrayContaining([...versions('database'), ...versions('tls-key')]));
  expect(schedule?.attributes.depends_on).toEqual(
    expect.arrayContaining([...versions('database'), ...versions('google-service-account')]),
  );
});

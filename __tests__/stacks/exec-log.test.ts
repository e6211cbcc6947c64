import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { onlyResource, synthesize } from '../support/synthesized-stack';

const EXEC_LOG = '/ecs-exec/shop/dev';
const encryptionKey = { rotationPeriodDays: 365, deletionWindowDays: 7 };

function synthesizeWith(overrides: Partial<EnvironmentConfig>) {
  const config = environmentConfig({ application: 'shop', services: { web: serviceDefinition() }, ...overrides });
  const [stack] = synthesize({ dev: config });
  if (stack === undefined) {
    throw new Error('nothing was synthesized');
  }
  return stack;
}

const execLog = (stack: ReturnType<typeof synthesizeWith>) =>
  stack.resources('aws_cloudwatch_log_group').find((group) => group.text('name') === EXEC_LOG);

/** As the provider takes it, with what it refers to. */
function execConfiguration(stack: ReturnType<typeof synthesizeWith>): unknown {
  const { configuration } = onlyResource(stack, 'aws_ecs_cluster').attributes;
  return JSON.parse(stack.resolve(JSON.stringify(configuration)));
}

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging
describe('the sessions of ECS Exec', () => {
  test('are recorded in a log group of the environment’s own', () => {
    const stack = synthesizeWith({ logRetentionDays: 30, deletionProtection: true });
    expect(execLog(stack)?.attributes).toMatchObject({
      retention_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(execLog(stack)?.attributes).not.toHaveProperty('kms_key_id');
    expect(execConfiguration(stack)).toEqual({
      execute_command_configuration: {
        logging: 'OVERRIDE',
        log_configuration: { cloud_watch_log_group_name: EXEC_LOG, cloud_watch_encryption_enabled: false },
      },
    });
  });

  test('are encrypted with the environment’s key, in the log and on the way', () => {
    const stack = synthesizeWith({ encryptionKey });
    const { arn } = onlyResource(stack, 'aws_kms_key');
    expect(execLog(stack)?.text('kms_key_id')).toBe(arn);
    expect(execConfiguration(stack)).toEqual({
      execute_command_configuration: {
        kms_key_id: arn,
        logging: 'OVERRIDE',
        log_configuration: { cloud_watch_log_group_name: EXEC_LOG, cloud_watch_encryption_enabled: true },
      },
    });
  });

  const schedule = { schedule: 'rate(1 day)', timeZone: 'UTC' };
  const { desiredCount: _count, port: _port, ...task } = serviceDefinition();
  test.each<[string, Partial<EnvironmentConfig>]>([
    ['executeCommand is off', { executeCommand: false }],
    [
      'there are only scheduled tasks, which nobody attends',
      { services: {}, scheduledTasks: { report: { ...task, ...schedule } } },
    ],
  ])('are nowhere if %s', (_why, overrides) => {
    const stack = synthesizeWith({ encryptionKey, ...overrides });
    expect(execLog(stack)).toBeUndefined();
    // Not left out: the provider never takes a configuration back, and would plan that after each deployment.
    expect(execConfiguration(stack)).toEqual({ execute_command_configuration: { logging: 'DEFAULT' } });
    expect(stack.text).not.toContain('ecs-exec');
  });
});

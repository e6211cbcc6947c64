import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { parameter } from '../../lib/secrets/secret-source';
import { isAllowed } from '../support/iam-evaluation';
import { deployedRoles } from '../support/deployed-access';
import { environmentConfig } from '../support/environment-config';
import { onlyResource, synthesize } from '../support/synthesized-stack';

const size = { cpu: 256, memoryMiB: 512 };
const task = { image: 'shop:1', size, secrets: { KEY: parameter('key') } };

function synthesizeWith(overrides: Partial<EnvironmentConfig>) {
  const [stack] = synthesize({ dev: environmentConfig({ application: 'shop', services: {}, ...overrides }) });
  if (stack === undefined) {
    throw new Error('nothing was synthesized');
  }
  return stack;
}

describe('an environment with a one-off task only', () => {
  const stack = synthesizeWith({ tasks: { migrate: task } });

  test('has its task definition, two roles and a log group, and nothing that starts it', () => {
    expect(onlyResource(stack, 'aws_ecs_task_definition').text('family')).toBe('shop-dev-migrate');
    expect(stack.resources('aws_iam_role').map((role) => role.text('name'))).toEqual([
      'shop-dev-migrate-execution',
      'shop-dev-migrate-task',
    ]);
    expect(stack.resources('aws_cloudwatch_log_group').map((group) => group.text('name'))).toEqual([
      '/ecs-exec/shop/dev',
      '/ecs/shop/dev/migrate',
    ]);
    for (const type of ['aws_ecs_service', 'aws_scheduler_schedule', 'aws_scheduler_schedule_group', 'aws_sns_topic']) {
      expect(stack.resources(type)).toEqual([]);
    }
  });

  test('says how it is started', () => {
    const { output } = stack.terraform as { output: Record<string, { value: string[] }> };
    expect(output.next_steps?.value).toContain('Start the task migrate: npm run task -- dev migrate');
    expect(output.log_group_names?.value).toEqual(['/ecs/shop/dev/migrate']);
  });
});

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
test.each([true, false])(
  'ECS Exec opens channels of a one-off task, not of a scheduled one, if executeCommand is %s',
  async (executeCommand) => {
    const stack = synthesizeWith({
      executeCommand,
      tasks: { migrate: task },
      scheduledTasks: { report: { ...task, schedule: 'rate(1 day)', timeZone: 'UTC' } },
    });
    const mayOpen = async (name: string) => {
      const { arn = '', policies } = deployedRoles(stack).find((role) => role.name === name) ?? {};
      return isAllowed({ principal: arn, action: 'ssmmessages:OpenControlChannel', resource: '*', policies });
    };
    expect(await mayOpen('shop-dev-migrate-task')).toBe(executeCommand);
    expect(await mayOpen('shop-dev-report-task')).toBe(false);
  },
);

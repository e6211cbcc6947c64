import type { HealthCheck } from '../tasks/task-config';
import { commandSchema } from '../tasks/command-schema';
import { taskRules, taskShape } from '../tasks/task-schema';
import { wholeNumber } from '../validation/fields';
import { textOf } from '../validation/harmless-text';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import type { DeploymentConfig, ServiceDefinition } from './service-definition';

/**
 * The default quota for the tasks of one service: ECS silently stays below a higher count. Raise it with the quota.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 */
const MAXIMUM_TASKS = 5000;

const healthCheckSchema = objectSchema<HealthCheck>({
  command: commandSchema,
  intervalSeconds: wholeNumber(5, 300).optional(),
  timeoutSeconds: wholeNumber(2, 60).optional(),
  retries: wholeNumber(1, 10).optional(),
  startPeriodSeconds: wholeNumber(0, 300).optional(),
}).check(
  withRules<HealthCheck>([
    {
      needs: ['command'],
      check: ({ command }, report) => {
        const [form, ...words] = command.map((word) => textOf(word));
        if (form !== undefined && form !== 'CMD' && form !== 'CMD-SHELL') {
          report('must start with "CMD", to run a program, or "CMD-SHELL", to run a line of shell', ['command']);
        } else if (form === 'CMD' && !words[0]?.trim()) {
          report('must name a program after "CMD"', ['command']);
        } else if (form === 'CMD-SHELL' && words.length !== 1) {
          report(`must have one line of shell after "CMD-SHELL", got ${words.length}`, ['command']);
        } else if (form === 'CMD-SHELL' && !words[0]?.trim()) {
          report('must have a line of shell after "CMD-SHELL", got an empty one', ['command']);
        }
      },
    },
  ]),
);

const deploymentSchema = objectSchema<DeploymentConfig>({
  minimumHealthyPercent: wholeNumber(0, 100),
  maximumPercent: wholeNumber(100, 200),
}).check(
  withRules<DeploymentConfig>([
    {
      needs: ['minimumHealthyPercent', 'maximumPercent'],
      check: ({ minimumHealthyPercent, maximumPercent }, report) => {
        if (minimumHealthyPercent === 100 && maximumPercent === 100) {
          report('can never replace a task: with a minimum of 100 % the maximum must be higher, for example 200');
        }
      },
    },
  ]),
);

const deploymentRule: Rule<ServiceDefinition> = {
  needs: ['desiredCount', 'deployment'],
  check: ({ desiredCount, deployment }, report) => {
    const { minimumHealthyPercent: minimum, maximumPercent: maximum } = deployment ?? {};
    if (minimum === undefined || maximum === undefined || (minimum === 100 && maximum === 100) || desiredCount <= 0) {
      return;
    }
    // ECS rounds the fewest tasks up and the most tasks down.
    const [fewest, most] = [Math.ceil((desiredCount * minimum) / 100), Math.floor((desiredCount * maximum) / 100)];
    if (fewest >= desiredCount && most <= desiredCount) {
      report(
        `can never replace a task: with a desired count of ${desiredCount}, ${minimum} % to ${maximum} % is ` +
          `${fewest} to ${most} tasks; lower the minimum or raise the maximum`,
        ['deployment'],
      );
    }
  },
};

export const serviceSchema = objectSchema<ServiceDefinition>({
  ...taskShape,
  port: wholeNumber(1, 65535).optional(),
  healthCheck: healthCheckSchema.optional(),
  desiredCount: wholeNumber(0, MAXIMUM_TASKS),
  deployment: deploymentSchema.optional(),
}).check(withRules<ServiceDefinition>([...taskRules, deploymentRule]));

import { z } from 'zod';
import { routeSchema } from '../load-balancing/route-schema';
import { reportRepeatedRules, securityGroupRuleSchema } from '../network/network-schema';
import { runningContainerShape } from '../tasks/container-schema';
import { serviceConnectEndpointSchema } from '../tasks/service-connect-schema';
import { taskRules, taskShape } from '../tasks/task-schema';
import { text, wholeNumber } from '../validation/fields';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import type { DeploymentConfig, ServiceDefinition } from './service-definition';

/**
 * The default quota for the tasks of one service: ECS silently stays below a higher count. Raise it with the quota.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 */
const MAXIMUM_TASKS = 5000;

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

const ingressRule: Rule<ServiceDefinition> = {
  needs: ['ingress'],
  check: ({ ingress = [] }, report) => reportRepeatedRules(ingress, 'ingress', report),
};

export const serviceSchema = objectSchema<ServiceDefinition>({
  ...taskShape,
  ...runningContainerShape,
  desiredCount: wholeNumber(0, MAXIMUM_TASKS),
  deployment: deploymentSchema.optional(),
  serviceConnect: serviceConnectEndpointSchema.optional(),
  allowFrom: z.array(text()).optional(),
  ingress: z.array(securityGroupRuleSchema).optional(),
  route: routeSchema.optional(),
}).check(withRules<ServiceDefinition>([...taskRules, deploymentRule, ingressRule]));

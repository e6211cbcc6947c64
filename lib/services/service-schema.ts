import { z } from 'zod';
import { routeSchema } from '../load-balancing/route-schema';
import { reportRepeatedRules, securityGroupRuleSchema } from '../network/security-group-rule-schema';
import { serviceAlarmsSchema } from '../observability/alarms-schema';
import { runningContainerShape } from '../tasks/container-schema';
import { serviceConnectEndpointSchema } from '../tasks/service-connect-schema';
import { lowestMinimum, MAXIMUM_TASKS, scalingSchema } from '../scaling/scaling-schema';
import { taskRules, taskShape } from '../tasks/task-schema';
import { text, wholeNumber } from '../validation/fields';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import { capacitySchema } from './capacity-schema';
import type { DeploymentConfig, ServiceDefinition } from './service-definition';

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html */
const SPOT_NOTICE_SECONDS = 120;

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
  needs: ['desiredCount', 'deployment', 'scaling'],
  check: ({ desiredCount, deployment, scaling }, report) => {
    const { minimumHealthyPercent: minimum, maximumPercent: maximum } = deployment ?? {};
    // What is possible with few tasks is with more.
    const count = scaling === undefined ? desiredCount : Math.max(1, lowestMinimum(scaling));
    if (minimum === undefined || maximum === undefined || (minimum === 100 && maximum === 100) || count <= 0) {
      return;
    }
    // ECS rounds the fewest tasks up and the most tasks down.
    const [fewest, most] = [Math.ceil((count * minimum) / 100), Math.floor((count * maximum) / 100)];
    if (fewest >= count && most <= count) {
      report(
        `can never replace a task: with ${scaling === undefined ? 'a desired count of' : 'the fewest tasks,'} ${count}, ${minimum} % to ${maximum} % is ` +
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

const scaledCountRule: Rule<ServiceDefinition> = {
  needs: ['desiredCount', 'scaling'],
  check: ({ desiredCount, scaling }, report) => {
    const { minimum = 0, maximum = MAXIMUM_TASKS } = scaling ?? {};
    if (minimum <= maximum && (desiredCount < minimum || desiredCount > maximum)) {
      report(`${desiredCount} must be within the bounds of scaling, ${minimum} to ${maximum}`, ['desiredCount']);
    }
  },
};

/** Requests are counted where the load balancer sends them. */
const countedRequestsRule: Rule<ServiceDefinition> = {
  needs: ['scaling'],
  check: ({ scaling, route }, report) => {
    if (scaling?.requestsPerTarget !== undefined && route === undefined) {
      report('needs the route of the service: without one, it gets no requests that are counted', [
        'scaling',
        'requestsPerTarget',
      ]);
    }
  },
};

/** What AWS takes back on Spot has two minutes, of which some pass until the load balancer begins. */
const spotDrainRule: Rule<ServiceDefinition> = {
  needs: ['capacity', 'route', 'stopTimeoutSeconds'],
  check: ({ capacity, route, stopTimeoutSeconds }, report) => {
    const delay = route?.deregistrationDelaySeconds ?? stopTimeoutSeconds ?? 0;
    if (capacity !== undefined && route !== undefined && delay >= SPOT_NOTICE_SECONDS) {
      report(
        `must be less than ${SPOT_NOTICE_SECONDS} where tasks run on Spot, got ${delay}: AWS takes them back after two minutes`,
        ['route', 'deregistrationDelaySeconds'],
      );
    }
  },
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
  alarms: serviceAlarmsSchema.optional(),
  capacity: capacitySchema.optional(),
  scaling: scalingSchema.optional(),
}).check(
  withRules<ServiceDefinition>([
    ...taskRules,
    deploymentRule,
    ingressRule,
    scaledCountRule,
    countedRequestsRule,
    spotDrainRule,
  ]),
);

import { parseArn } from '../aws/arns';
import { AWS_PARTITIONS, partitionOf } from '../aws/regions';
import { AWS_MANAGED, policyArnProblem } from '../iam/policy-arn-rules';
import { tagsRule } from '../naming/tag-rules';
import { SUBNET_FIELDS } from '../network/subnet-rules';
import { pastScalingProblem } from '../scaling/scaling-schema';
import { pastScheduleProblem } from '../schedules/scheduled-task-schema';
import { checkContainers } from '../tasks/container-rules';
import { chooseFrom, shown } from '../validation/messages';
import { isObject, type Rule } from '../validation/object-schema';
import { broadNetworkRule } from './broad-network-rule';
import { declaredFields, declaredWorkloads, entriesOf } from './declared-workloads';
import type { Environment } from './environment';
import { imageRule, pullThroughCachesRule } from './image-rules';
import { loadBalancerRules } from './load-balancer-rules';
import { composedNamesRule, securityGroupNameRule, uniqueNamesRule } from './name-rules';
import { allowFromRule, ownGroupRule, ruleQuotaRule } from './allow-from-rules';
import { endpointPartitionRule, reachRule } from './reach-rule';
import {
  declarationsRule,
  otherAccountRule,
  parametersRule,
  runtimeParametersRule,
  storedNameRule,
} from './secret-rules';
import { routeRules } from './route-rules';
import { serviceConnectRule } from './service-connect-rules';

const zonesRule: Rule<Environment> = {
  needs: ['region'],
  check: ({ region, network }, report, hasValidType) => {
    if (partitionOf(region) === undefined) {
      return;
    }
    for (const field of SUBNET_FIELDS) {
      const subnets = hasValidType('network', field) ? (network[field] ?? []) : [];
      for (const [index, { availabilityZone }] of subnets.entries()) {
        if (!new RegExp(`^${region}[a-z]$`).test(availabilityZone)) {
          const problem = `is not an Availability Zone of ${region}, whose zones are named like "${region}a"`;
          report(`${shown(availabilityZone)} ${problem}`, ['network', field, index, 'availabilityZone']);
        }
      }
    }
  },
};

/** All taggable resources get the tags, and EventBridge Scheduler's are narrower than those of others. */
const scheduleTagsRule: Rule<Environment> = {
  needs: ['tags'],
  check: ({ tags = {}, scheduledTasks }, report) => {
    for (const [key, value] of entriesOf(scheduledTasks).length > 0 ? Object.entries(tags) : []) {
      if (value === '') {
        report('must not be empty where there are scheduled tasks: EventBridge Scheduler takes no empty tag', [
          'tags',
          key,
        ]);
      }
    }
  },
};

/** What the containers of each task must agree in. */
const containersRule: Rule<Environment> = {
  needs: [],
  check: (environment, report, hasValidType) => {
    for (const { name, path, config } of declaredWorkloads(environment)) {
      checkContainers(
        name,
        config,
        (message, at = []) => report(message, [...path, ...at]),
        (...at) => hasValidType(...path, ...at),
      );
    }
  },
};

/** What runs before a deployment is started by itself, which no service is, and no scheduled task needs. */
const beforeDeploymentRule: Rule<Environment> = {
  needs: ['beforeDeployment', 'tasks'],
  check: ({ beforeDeployment, tasks }, report) => {
    const names = entriesOf(tasks).map(([name]) => name);
    if (beforeDeployment !== undefined && !names.includes(beforeDeployment)) {
      report(`${shown(beforeDeployment)} is not one of \`tasks\`${chooseFrom(beforeDeployment, names)}`, [
        'beforeDeployment',
      ]);
    }
  },
};

/** The resources of a permission are in the partition of the environment: a role has no permissions in another one. */
const permissionPartitionRule: Rule<Environment> = {
  needs: ['region'],
  check: (environment, report, hasValidType) => {
    const own = partitionOf(environment.region);
    if (own === undefined) {
      return;
    }
    for (const { path, value: permissions } of declaredFields('taskPermissions', environment, hasValidType)) {
      for (const [index, { resources }] of permissions.entries()) {
        for (const [position, resource] of resources.entries()) {
          const { partition = '' } = parseArn(resource) ?? {};
          if (partition !== own && AWS_PARTITIONS.includes(partition)) {
            report(`${shown(resource)} is in another partition; the environment is in ${own}`, [
              ...path,
              index,
              'resources',
              position,
            ]);
          }
        }
      }
    }
  },
};

/** IAM takes a boundary of the role's own account only, or one that AWS manages. */
const permissionsBoundaryRule: Rule<Environment> = {
  needs: ['region', 'accountId', 'permissionsBoundaryArn'],
  check: (environment, report) => {
    const { region, permissionsBoundaryArn = '' } = environment;
    const boundary = parseArn(permissionsBoundaryArn);
    if (boundary === undefined || policyArnProblem(permissionsBoundaryArn) !== undefined) {
      return;
    }
    const partition = partitionOf(region);
    if (partition !== undefined && boundary.partition !== partition) {
      report(`${shown(permissionsBoundaryArn)} is in another partition; the environment is in ${partition}`, [
        'permissionsBoundaryArn',
      ]);
    } else if (boundary.accountId !== AWS_MANAGED && ![boundary.accountId, undefined].includes(environment.accountId)) {
      report(
        `${shown(permissionsBoundaryArn)} is in account ${boundary.accountId}, and accountId is ${shown(environment.accountId)}; it must ` +
          'be in the account of the roles, or managed by AWS',
        ['permissionsBoundaryArn'],
      );
    }
  },
};

/** What is valid depends on the day on which it is checked, as it does for AWS. */
const pastSchedulesRule = (now: Date): Rule<Environment> => ({
  needs: [],
  check: ({ scheduledTasks }, report, hasValidType) => {
    for (const [name, task] of entriesOf(scheduledTasks)) {
      const path = ['scheduledTasks', name];
      const isReadable = hasValidType(...path, 'schedule') && hasValidType(...path, 'timeZone');
      const problem = isReadable ? pastScheduleProblem(task, now) : undefined;
      if (problem !== undefined) {
        report(problem, [...path, 'schedule']);
      }
    }
  },
});

/** The same for the times at which the bounds of a service change. */
const pastScalingRule = (now: Date): Rule<Environment> => ({
  needs: [],
  check: ({ services }, report, hasValidType) => {
    for (const [name, service] of entriesOf(services)) {
      const path = ['services', name, 'scaling', 'scheduled'];
      const scheduled = hasValidType(...path) && isObject(service) ? service.scaling?.scheduled : undefined;
      for (const [entry, scaling] of entriesOf(scheduled)) {
        const problem = pastScalingProblem(scaling, now);
        if (problem !== undefined) {
          report(problem, [...path, entry, 'schedule']);
        }
      }
    }
  },
});

/** The rules about several fields of an environment together, at a point in time. */
export const environmentRules = (now: Date): readonly Rule<Environment>[] => [
  zonesRule,
  broadNetworkRule,
  ownGroupRule,
  allowFromRule,
  ruleQuotaRule,
  serviceConnectRule,
  endpointPartitionRule,
  reachRule,
  ...routeRules,
  ...loadBalancerRules,
  imageRule,
  pullThroughCachesRule,
  containersRule,
  beforeDeploymentRule,
  permissionPartitionRule,
  permissionsBoundaryRule,
  tagsRule,
  scheduleTagsRule,
  composedNamesRule,
  securityGroupNameRule,
  uniqueNamesRule,
  storedNameRule,
  otherAccountRule,
  declarationsRule,
  parametersRule,
  runtimeParametersRule,
  pastSchedulesRule(now),
  pastScalingRule(now),
];

import { MAXIMUM_RULES } from '../network/security-group-rule-schema';
import { chooseFrom, shown } from '../validation/messages';
import type { Rule } from '../validation/object-schema';
import type { Environment } from './environment';
import { routedServices } from './routed-services';
import { taskGroups } from './task-groups';
import { serviceWorkloads, WORKLOAD_FIELDS, workloads } from './workloads';

/** Who a service lets in is a matter of its own security group, which it must have. */
export const ownGroupRule: Rule<Environment> = {
  needs: ['network', 'services'],
  check: (environment, report) => {
    const services = environment.network.securityGroups === 'perService' ? [] : serviceWorkloads(environment);
    for (const { name, config } of services) {
      for (const field of (['allowFrom', 'ingress'] as const).filter((key) => config[key] !== undefined)) {
        report(
          'must be left out where all tasks share a security group: they reach each other, and network.ingress is for all of them; ' +
            'or set network.securityGroups to "perService"',
          ['services', name, field],
        );
      }
    }
  },
};

/** Whom services let in, where each has a security group of its own. */
export const allowFromRule: Rule<Environment> = {
  needs: ['network', 'services', 'scheduledTasks', 'tasks'],
  check: (environment, report) => {
    const groups = taskGroups(environment);
    const names = groups.map(({ name }) => name);
    for (const { name, ports, allowFrom } of groups) {
      const path = ['services', name, 'allowFrom'];
      for (const [index, caller] of allowFrom.entries()) {
        if (!names.includes(caller)) {
          const problem = `is not a service or task of this environment${chooseFrom(caller, names)}`;
          report(`${shown(caller)} ${problem}`, [...path, index]);
        } else if (allowFrom.indexOf(caller) < index) {
          report(`${shown(caller)} is named twice`, [...path, index]);
        }
      }
      if (allowFrom.length > 0 && ports.length === 0) {
        report('opens nothing: give the port on which a container of the service listens', path);
      }
    }
  },
};

/** The rules of a group follow from the declarations of several services. */
export const ruleQuotaRule: Rule<Environment> = {
  needs: ['network', 'services', 'scheduledTasks', 'tasks'],
  check: (environment, report) => {
    const declared = new Map(workloads(environment).map(({ name, kind }) => [name, [WORKLOAD_FIELDS[kind], name]]));
    const shared = environment.network.egress.length;
    const routed = new Set(routedServices(environment).map(({ name }) => name));
    for (const { name, ingress, from, to } of taskGroups(environment)) {
      const directions = [
        [
          'in',
          ingress.length + from.length + Number(routed.has(name)),
          `${ingress.length} of ingress and ${from.length} of allowFrom${routed.has(name) ? ', and that of the load balancer' : ''}`,
        ],
        ['out', shared + to.length, `${shared} of network.egress and ${to.length} to services that let it in`],
      ] as const;
      for (const [direction, rules, which] of directions) {
        if (rules > MAXIMUM_RULES) {
          report(
            `has ${rules} rules that let traffic ${direction}, ${which}; a security group has room for ${MAXIMUM_RULES}`,
            declared.get(name),
          );
        }
      }
    }
  },
};

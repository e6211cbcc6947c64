import { publishedNameProblem } from '../tasks/service-connect-schema';
import { shown } from '../validation/messages';
import type { Rule } from '../validation/object-schema';
import type { Environment } from './environment';
import { serviceWorkloads } from './workloads';

/** What services say of Service Connect fits the environment, and those that are published have names that can be. */
export const serviceConnectRule: Rule<Environment> = {
  needs: ['serviceConnect', 'services'],
  check: (environment, report) => {
    for (const { name, config } of serviceWorkloads(environment)) {
      const path = ['services', name];
      const isPublished = environment.serviceConnect === true && config.port !== undefined;
      if (config.serviceConnect !== undefined && !isPublished) {
        const reason =
          environment.serviceConnect === true
            ? 'the service has no port'
            : 'serviceConnect of the environment is not true';
        report(`must be left out where ${reason}`, [...path, 'serviceConnect']);
      }
      const problem = isPublished ? publishedNameProblem(name) : undefined;
      if (problem !== undefined) {
        report(`${shown(name)} ${problem}`, path);
      }
    }
  },
};

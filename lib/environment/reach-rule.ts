import { partitionOf } from '../aws/regions';
import type { EndpointService } from '../network/endpoint-services';
import { egressProblem, obstacle } from '../network/reach';
import { taskDestinations } from '../tasks/task-destinations';
import type { Rule } from '../validation/object-schema';
import type { Environment } from './environment';
import { WORKLOAD_FIELDS, workloads } from './workloads';

/** A task that reaches neither its image nor its secrets does not start, and says so only after minutes. */
export const reachRule: Rule<Environment> = {
  needs: ['region', 'network', 'services', 'scheduledTasks', 'tasks', 'executeCommand', 'pullThroughCaches'],
  check: (environment, report) => {
    const { network } = environment;
    // Where none reaches anything, the schema of the network has said so.
    for (const workload of egressProblem(network) === undefined ? workloads(environment) : []) {
      const unreached = new Map<string, Set<string>>();
      for (const destination of taskDestinations(environment, workload)) {
        const problem = obstacle(network, destination);
        if (problem !== undefined) {
          unreached.set(problem, (unreached.get(problem) ?? new Set()).add(destination.title));
        }
      }
      for (const [problem, titles] of unreached) {
        report(`does not reach ${[...titles].sort().join('; ')}: ${problem}`, [
          WORKLOAD_FIELDS[workload.kind],
          workload.name,
        ]);
      }
    }
  },
};

/** In China the names of endpoints begin with one of two words, and only AWS says which service has which. */
export const endpointPartitionRule: Rule<Environment> = {
  needs: ['region', 'network'],
  check: ({ region, network: { vpcEndpoints } }, report) => {
    if (vpcEndpoints === true && partitionOf(region) === 'aws-cn') {
      report('is not supported in China; set natGateways instead', ['network', 'vpcEndpoints']);
    }
  },
};

/** The services of AWS that the network of an environment has VPC endpoints for: those that its tasks need, in alphabetical order. */
export function vpcEndpointServices(environment: Environment): EndpointService[] {
  if (environment.network.vpcEndpoints !== true) {
    return [];
  }
  const needed = workloads(environment).flatMap((workload) =>
    taskDestinations(environment, workload).flatMap(({ service }) => service ?? []),
  );
  return [...new Set(needed)].sort();
}

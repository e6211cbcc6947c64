import type { Command } from 'commander';
import type { Environment } from '../../lib/environment/environment';
import { serviceWorkloads, workloads, type ServiceWorkload } from '../../lib/environment/workloads';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { chooseFrom, shown } from '../../lib/validation/messages';
import { findEnvironment, type EnvironmentSet } from '../cli/choose-environments';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import { createProgram, documentExitCodes, run, runCommandLine, type CommandContext } from '../cli/command-line';
import { serviceInEcs } from '../ecs/deployments/deployed-service';
import { openSession, type Session } from '../stores/session';
import { explainLastDeployment, explanationText } from './explain';

type Environments = EnvironmentSet['environments'];
type OpenSession = (environment: Environment) => Promise<Session>;

/** Says why the last deployment of a service failed, and sets the exit code of the process. */
export function runExplain(
  environments: Environments,
  args: readonly string[],
  open: OpenSession = openSession,
): Promise<void> {
  const program = createProgram('npm run explain --')
    .description(
      'Say why the last deployment of a service failed, without starting another. ECS knows a deployment for 90 days, and stopped tasks, ' +
        'which show most, for about an hour.',
    )
    .argument('<environment>', 'name of the environment')
    .argument('<service>', 'name of the service')
    .addHelpText('afterAll', `\nEnvironments: ${Object.keys(environments).join(', ')}`)
    .action((environment: string, service: string, _options: unknown, self: Command) =>
      run(self, (context) => explain({ ...context, environments: { environments } }, environment, service, open)),
    );
  documentExitCodes(program, {
    0: 'it succeeded, or is in progress',
    1: 'it failed, and the reason is shown',
    2: 'could not be found out: usage, configuration, credentials, account or access, or the service is not deployed',
  });
  return runCommandLine(program, args);
}

async function explain(
  { environments, output }: CommandContext,
  environmentName: string,
  serviceName: string,
  open: OpenSession,
): Promise<ExitCode> {
  const environment = findEnvironment(environments, environmentName);
  const workload = findService(environment, serviceName);
  const session = await open(environment);
  const service = serviceInEcs(environment, workload);
  const explained = await explainLastDeployment(session.clients.ecs, environment, service);
  const { verdict, began, rollback, said, alarms, reasons, notes } = explained;
  const data = {
    ...{ environment: environment.name, service: workload.name },
    ...{ verdict, began, rollback, said, alarms, reasons, notes },
  };
  output.result(data, explanationText(explained, environment));
  return verdict === 'failed' ? EXIT.findings : EXIT.done;
}

function findService(environment: Environment, name: string): ServiceWorkload {
  const services = serviceWorkloads(environment);
  const found = services.find((service) => service.name === name);
  if (found !== undefined) {
    return found;
  }
  if (workloads(environment).some((task) => task.name === name)) {
    throw new CommandFailure(
      `${name} is a task, which is not deployed to run. How one ends is shown by: ${operatorCommands(environment).runTask(name)} --wait`,
    );
  }
  const names = services.map((service) => service.name);
  throw new CommandFailure(`${environment.name} has no service ${shown(name)}${chooseFrom(name, names)}`);
}

import { InvalidArgumentError, type Command } from 'commander';
import type { Environment } from '../../lib/environment/environment';
import { serviceWorkloads, workloads, type ServiceWorkload } from '../../lib/environment/workloads';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { chooseFrom, shown } from '../../lib/validation/messages';
import { mapConcurrently } from '../aws/batches';
import { findEnvironment } from '../cli/choose-environments';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import { documentExitCodes, run, type CommandContext } from '../cli/command-line';
import type { Output } from '../cli/output';
import { confirm, requireConfirmation } from '../cli/standard-input';
import { failureReasons } from '../ecs/deployments/failure-reasons';
import { openSession, type Session } from '../stores/session';
import { deployedServices } from './rollout/deployed-service';
import { replaceTasks } from './rollout/deployment';
import { planText, resultText, type RolledOut } from './rollout/rollout-text';
import { unknownChanges, type StaleService } from './rollout/unknown-changes';

interface RolloutOptions {
  readonly changed: boolean;
  readonly yes: boolean;
  readonly timeoutMinutes: number;
}

export function registerRollout(program: Command): void {
  const command = program
    .command('rollout')
    .summary('bring changed values to running tasks')
    .usage('<environment> (<service> | --changed) [options]')
    .description(
      'Bring changed values to running tasks: ECS replaces the tasks of a service with new ones, which read their secrets again. ' +
        'Waits until that is done, and shows why if it fails.',
    )
    .argument('<environment>', 'name of the environment')
    .argument('[service]', 'name of the service')
    .option('--changed', 'instead of one service: all whose secrets changed since their oldest task was created', false)
    .option('--yes', 'start without asking', false)
    .option('--timeout-minutes <minutes>', 'how long to wait; the deployments continue afterwards', parseMinutes, 15)
    .action((environment: string, service: string | undefined, _options: unknown, self: Command) =>
      run<RolloutOptions>(self, (context) => rollout(context, environment, service)),
    );
  documentExitCodes(command, {
    0: 'rolled out, or with --changed nothing to roll out',
    1: 'a deployment failed, or was not done in time',
    2: 'nothing was started: usage, configuration, credentials, account, access, or no confirmation',
  });
}

async function rollout(
  { options: { changed, yes, timeoutMinutes }, environments, output }: CommandContext<RolloutOptions>,
  environmentName: string,
  serviceName: string | undefined,
): Promise<ExitCode> {
  const environment = findEnvironment(environments, environmentName);
  if (changed !== (serviceName === undefined)) {
    throw new CommandFailure('Name one service, or use --changed.');
  }
  const wanted = serviceName === undefined ? serviceWorkloads(environment) : [findService(environment, serviceName)];
  const session = await openSession(environment);
  const deployed = await deployedServices(session, session.clients.ecs, wanted);
  const absent = wanted.filter((service) => deployed.every(({ workload }) => workload !== service));
  if (absent.length > 0) {
    const message = `Not deployed: ${absent.map(({ name }) => name).join(', ')}. Deploy: ${operatorCommands(environment).deploy}`;
    if (deployed.length === 0) {
      throw new CommandFailure(message);
    }
    // A service that is deployed later reads the values of that time.
    output.note(message);
  }
  // A service that runs no tasks reads its values when it next starts one.
  const running = changed ? deployed.filter(({ desiredCount }) => desiredCount > 0) : deployed;
  const inspected = running.length === 0 ? [] : await unknownChanges(session, running);
  const services = changed ? inspected.filter(({ changes }) => changes.length > 0) : inspected;
  if (services.length === 0) {
    const text = `No secret has changed since the tasks of ${environment.name} started.`;
    output.result(result(session, services, []), text);
    return EXIT.done;
  }

  output.note(planText(services, output));
  requireConfirmation(yes);
  const { accountId, region } = session.location;
  const names = services.map(({ service }) => service.workload.name).join(', ');
  await confirm(`Replace the tasks of ${names} in account ${accountId}, ${region} (${environment.name})?`, yes);

  const rolledOut = await rollOut(session, services, timeoutMinutes, output);
  output.done(result(session, services, rolledOut), rolledOut.map((service) => resultText(service, output)).join('\n'));
  if (rolledOut.every(({ ended }) => ended.outcome === 'not started')) {
    return EXIT.notDone;
  }
  return rolledOut.every(({ ended }) => ended.outcome === 'completed') ? EXIT.done : EXIT.findings;
}

function rollOut(
  { environment, clients: { ecs } }: Session,
  services: readonly StaleService[],
  minutes: number,
  output: Output,
): Promise<RolledOut[]> {
  const deadline = new Date(Date.now() + minutes * 60_000);
  output.note(`Waiting for at most ${minutes} minutes. Ctrl-C ends the waiting, not the deployment.`);
  return mapConcurrently(
    services,
    async ({ service }): Promise<RolledOut> => {
      const report = (progress: string) => output.note(`${service.workload.name}: ${progress}`);
      const ended = await replaceTasks(ecs, service, { deadline, report });
      const { outcome, deployment, events } = ended;
      const reasons =
        outcome === 'completed' || deployment === undefined
          ? []
          : await failureReasons(ecs, environment, service, { deployment }, events);
      return { service, ended, reasons };
    },
    services.length,
  );
}

function findService(environment: Environment, name: string): ServiceWorkload {
  const services = serviceWorkloads(environment);
  const found = services.find((service) => service.name === name);
  if (found !== undefined) {
    return found;
  }
  if (workloads(environment).some((task) => task.name === name)) {
    throw new CommandFailure(
      `${name} is a task: each run is a new task, which reads its secrets again. ` +
        `To start one now: ${operatorCommands(environment).runTask(name)}`,
    );
  }
  const names = services.map((service) => service.name);
  throw new CommandFailure(`${environment.name} has no service ${shown(name)}${chooseFrom(name, names)}`);
}

function result(
  { environment, location }: Session,
  services: readonly StaleService[],
  rolledOut: readonly RolledOut[],
): object {
  return {
    environment: environment.name,
    account: location.accountId,
    region: location.region,
    services: services.map(({ service, changes }) => {
      const { ended, reasons } = rolledOut.find((other) => other.service === service) ?? {};
      const { outcome, deployment, reason, oldTasks } = ended ?? {};
      const { workload, cluster, name, since } = service;
      return { service: workload.name, cluster, name, since, changes, outcome, deployment, reason, oldTasks, reasons };
    }),
  };
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (!Number.isFinite(minutes) || minutes <= 0 || minutes > 24 * 60) {
    throw new InvalidArgumentError('It must be a number of minutes, more than 0 and at most 1440.');
  }
  return minutes;
}

import type { Command } from 'commander';
import type { Environment } from '../../lib/environment/environment';
import { scheduledTaskWorkloads, serviceWorkloads, type ScheduledTaskWorkload } from '../../lib/environment/workloads';
import { workloadNames } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { chooseFrom, shown } from '../../lib/validation/messages';
import { findEnvironment, type EnvironmentSet } from '../cli/choose-environments';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import {
  createEnvironmentProgram,
  documentExitCodes,
  run,
  runCommandLine,
  type CommandContext,
} from '../cli/command-line';
import { readSchedule } from '../ecs/schedule';
import { explainStoppedTask, wordsOfEcs } from '../ecs/stopped-tasks/explain-stopped-task';
import type { StoppedTask } from '../ecs/stopped-tasks/stopped-task';
import { openSession, type Session } from '../stores/session';
import { startTasks, waitUntilStopped, type StartedTasks } from './scheduled-task';

interface TaskOptions {
  readonly wait: boolean;
}

/** Starts a scheduled task, and sets the exit code of the process. */
export function runTask(environments: EnvironmentSet['environments'], args: readonly string[]): Promise<void> {
  const program = createEnvironmentProgram('npm run task --', environments)
    .description(
      'Start a scheduled task now, exactly as its schedule does: with the deployed task definition, network and roles.',
    )
    .argument('<environment>', 'name of the environment')
    .argument('<task>', 'name of the scheduled task')
    .option('--wait', 'wait until it has ended, and show how', false)
    .action((environment: string, task: string, _options: unknown, command: Command) =>
      run<TaskOptions>(command, (context) => startNow(context, environment, task)),
    );
  documentExitCodes(program, {
    0: 'started; with --wait: it succeeded',
    1: 'with --wait: it failed, and the reason is shown',
    2: 'not started: usage, configuration, credentials, account or access',
  });
  return runCommandLine(program, args);
}

async function startNow(
  { options: { wait }, environments, output }: CommandContext<TaskOptions>,
  environmentName: string,
  taskName: string,
): Promise<ExitCode> {
  const environment = findEnvironment(environments, environmentName);
  const workload = findTask(environment, taskName);
  const session = await openSession(environment);
  const { ecs } = session.clients;
  const started = await startTasks(ecs, await readSchedule(session, workload));
  const data = { ...described(session, workload), ...started };
  const text = startedText(session, workload, started);
  if (!wait) {
    output.result(data, text);
    return EXIT.done;
  }
  output.note(`${text}\nWaiting until it has ended. Ctrl-C ends the waiting, not the task.`);
  const report = (status: string) => output.note(`${workload.name}: ${status}`);
  const stopped = await waitUntilStopped(ecs, started, report);
  const ended = stopped.map((task) => ({
    ...task,
    failure: hasSucceeded(task, workload) ? undefined : explainStoppedTask(task, { environment, workload }),
    original: wordsOfEcs(task),
  }));
  const texts = ended.map(({ failure, original }) =>
    failure === undefined
      ? `${workload.name} succeeded.`
      : [
          `${workload.name} failed: ${failure.what}.`,
          `  → ${failure.remedy}`,
          ...(original === '' ? [] : [`  ECS says: ${original}`]),
        ].join('\n'),
  );
  output.result({ ...data, ended }, texts.join('\n'));
  return ended.every(({ failure }) => failure === undefined) ? EXIT.done : EXIT.findings;
}

/** The others are stopped when the application ends, and one that it waited for has succeeded if it was started at all. */
function hasSucceeded({ containers }: StoppedTask, { name }: ScheduledTaskWorkload): boolean {
  return containers.some((container) => container.name === name && container.exitCode === 0);
}

function described({ environment, location }: Session, workload: ScheduledTaskWorkload) {
  return {
    environment: environment.name,
    account: location.accountId,
    region: location.region,
    task: workload.name,
    logGroup: workloadNames(environment, workload.name).logGroup,
  };
}

function startedText({ environment }: Session, workload: ScheduledTaskWorkload, started: StartedTasks): string {
  const { logGroup } = workloadNames(environment, workload.name);
  return [
    `Started ${workload.name} of ${environment.name}, as ${started.taskDefinition.replace(/^.*\//, '')}:`,
    ...started.taskArns.map((arn) => `  ${arn}`),
    `Follow its log: ${operatorCommands(environment).followLog(logGroup)}`,
  ].join('\n');
}

function findTask(environment: Environment, name: string): ScheduledTaskWorkload {
  const tasks = scheduledTaskWorkloads(environment);
  const found = tasks.find((task) => task.name === name);
  if (found !== undefined) {
    return found;
  }
  if (tasks.length === 0) {
    throw new CommandFailure(`${environment.name} has no scheduled tasks.`);
  }
  if (serviceWorkloads(environment).some((service) => service.name === name)) {
    throw new CommandFailure(
      `${name} is a service, which runs all the time. To replace its tasks: ${operatorCommands(environment).rollOut(name)}`,
    );
  }
  const names = tasks.map((task) => task.name);
  throw new CommandFailure(`${environment.name} has no scheduled task ${shown(name)}${chooseFrom(name, names)}`);
}

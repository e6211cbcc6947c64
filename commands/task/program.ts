import type { Command } from 'commander';
import type { Environment } from '../../lib/environment/environment';
import {
  oneOffTaskWorkloads,
  scheduledTaskWorkloads,
  serviceWorkloads,
  type OneOffTaskWorkload,
  type ScheduledTaskWorkload,
} from '../../lib/environment/workloads';
import { workloadNames } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { opensExecChannels } from '../../lib/tasks/workload';
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
import { endedTask, endedText } from '../ecs/task-runs/ended-task';
import { openSession, type Session } from '../stores/session';
import { overrideCommand, splitCommand } from './command-override';
import { startTasks, waitUntilStopped, type StartedTasks } from '../ecs/task-runs/started-tasks';
import { taskRequest } from './task-request';

const EXPLANATION = `
A one-off task is started with the settings of its declaration, in the network of the environment. A scheduled task is started
exactly as its schedule does it: with the deployed task definition, network and roles.

Another command runs in the application's container in place of the declared one; the image's entrypoint and all else stay. If
something else is deployed than is declared, neither it nor a one-off task is started, and the differences are shown. The command
must not contain a secret, because whoever may describe tasks can read it: let it read the variables of the task.

  npm run task -- dev migrate --wait -- node src/migrate.js --step 2
  npm run task -- dev migrate --command 'node src/migrate.js && node src/seed.js'`;

interface TaskOptions {
  readonly wait: boolean;
  readonly command?: string;
}

type TaskWorkload = ScheduledTaskWorkload | OneOffTaskWorkload;

/** Starts a one-off or scheduled task, and sets the exit code of the process. */
export function runTask(environments: EnvironmentSet['environments'], args: readonly string[]): Promise<void> {
  const { own, words } = splitCommand(args);
  const program = createEnvironmentProgram('npm run task --', environments)
    .description('Start a one-off task, or a scheduled task now.')
    .usage('<environment> <task> [options] [-- <word…>]')
    .argument('<environment>', 'name of the environment')
    .argument('<task>', 'name of the one-off or scheduled task')
    .argument('[word...]', 'after "--": the words of another command, as they are')
    .option('--wait', 'wait until it has ended, and show how', false)
    .option('--command <line>', "another command, as one line for the container's shell")
    .addHelpText('after', EXPLANATION)
    .action((environment: string, task: string, misplaced: string[], { command }: TaskOptions, self: Command) =>
      run<TaskOptions>(self, (context) => {
        requireOwnPlace(misplaced, command);
        if (words !== undefined && command !== undefined) {
          throw new CommandFailure('There are two commands: give either --command, or words after "--".');
        }
        return startNow(context, environment, task, words ?? command);
      }),
    );
  documentExitCodes(program, {
    0: 'started; with --wait: it succeeded',
    1: 'with --wait: it failed, and the reason is shown',
    2: 'not started: usage, configuration, credentials, account or access',
  });
  return runCommandLine(program, own);
}

/** A command that is given otherwise must not be overlooked, and the declared one be started in its place. */
function requireOwnPlace(misplaced: readonly string[], command: string | undefined): void {
  // npm takes --command=LINE for itself where it is not told by "--" that the rest is not its own.
  if (misplaced.length > 0 || (command === undefined && process.env.npm_config_command !== undefined)) {
    throw new CommandFailure(
      'Another command is given as npm run task -- ENVIRONMENT TASK -- WORD…, or as ' +
        "npm run task -- ENVIRONMENT TASK --command 'LINE'. Nothing was started.",
    );
  }
}

async function startNow(
  { options: { wait }, environments, output }: CommandContext<TaskOptions>,
  environmentName: string,
  taskName: string,
  command: readonly string[] | string | undefined,
): Promise<ExitCode> {
  const environment = findEnvironment(environments, environmentName);
  const workload = findTask(environment, taskName);
  const overrides = command === undefined ? undefined : overrideCommand(workload, command);
  const session = await openSession(environment);
  const { ecs } = session.clients;
  const started = await startTasks(ecs, await taskRequest(session, workload, overrides));
  const data = { ...described(session, workload), command: overrides?.containerOverrides?.[0]?.command, ...started };
  const text = startedText(session, workload, started);
  if (!wait) {
    output.done(data, text);
    return EXIT.done;
  }
  output.note(`${text}\nWaiting until it has ended. Ctrl-C ends the waiting, not the task.`);
  const report = (status: string) => output.note(`${workload.name}: ${status}`);
  const stopped = await waitUntilStopped(ecs, started, report);
  const ended = stopped.map((task) => endedTask(task, { environment, workload }));
  const texts = ended.map((task) => endedText(workload.name, task));
  output.done({ ...data, ended }, texts.join('\n'));
  return ended.every(({ failure }) => failure === undefined) ? EXIT.done : EXIT.findings;
}

function described({ environment, location }: Session, workload: TaskWorkload) {
  return {
    environment: environment.name,
    account: location.accountId,
    region: location.region,
    task: workload.name,
    logGroup: workloadNames(environment, workload.name).logGroup,
  };
}

function startedText({ environment }: Session, workload: TaskWorkload, started: StartedTasks): string {
  const { logGroup } = workloadNames(environment, workload.name);
  const { followLog, openShell } = operatorCommands(environment);
  return [
    `Started ${workload.name} of ${environment.name}, as ${started.taskDefinition.replace(/^.*\//, '')}:`,
    ...started.taskArns.map((arn) => `  ${arn}`),
    `Follow its log: ${followLog(logGroup)}`,
    ...(opensExecChannels(environment, workload)
      ? started.taskArns.map((arn) => `Open a shell in it: ${openShell(started.cluster, arn, workload.name)}`)
      : []),
  ].join('\n');
}

function findTask(environment: Environment, name: string): TaskWorkload {
  const tasks = [...oneOffTaskWorkloads(environment), ...scheduledTaskWorkloads(environment)];
  const found = tasks.find((task) => task.name === name);
  if (found !== undefined) {
    return found;
  }
  if (tasks.length === 0) {
    throw new CommandFailure(`${environment.name} has no tasks that can be started.`);
  }
  if (serviceWorkloads(environment).some((service) => service.name === name)) {
    throw new CommandFailure(
      `${name} is a service, which runs all the time. To replace its tasks: ${operatorCommands(environment).rollOut(name)}`,
    );
  }
  const names = tasks.map((task) => task.name);
  throw new CommandFailure(`${environment.name} has no task ${shown(name)}${chooseFrom(name, names)}`);
}

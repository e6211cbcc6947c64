import { debuglog } from 'node:util';
import type { Command } from 'commander';
import type { Environment } from '../../lib/environment/environment';
import { workloads } from '../../lib/environment/workloads';
import { RUNTIME_PARAMETERS_VARIABLE } from '../../lib/secrets/secret-names';
import { declaredContainers, type Workload } from '../../lib/tasks/workload';
import { chooseFrom, shown } from '../../lib/validation/messages';
import { assumeRole } from '../aws/assume-role';
import type { AwsCredentials } from '../aws/aws-clients';
import { findEnvironment } from '../cli/choose-environments';
import { CommandFailure } from '../cli/command-failure';
import { run, type CommandContext } from '../cli/command-line';
import { awsEndpoints, awsVariables } from '../ecs/agent/aws-variables';
import { prepareTask } from '../ecs/agent/prepare-task';
import { declareTask } from '../ecs/declared-task';
import { requireDeployed } from '../ecs/deployed-task';
import { runInForeground } from '../processes/foreground-process';
import { openSession, type Session } from '../stores/session';

const EXPLANATION = `
The variables and files are those of the declaration, read as ECS reads them; if something else is deployed, the command is not
started, and the differences are shown. The files are in a private directory that is removed when the command ends. Of your own environment the command gets PATH, HOME, TERM and AWS_ENDPOINT_URL…. In AWS it
has no identity, with two exceptions: with --as-role it has the task role, and if the application reads parameters at run time
(${RUNTIME_PARAMETERS_VARIABLE}), it has your own credentials.

--as-role reads the secrets with the execution role instead of your own credentials. The trust policies of the roles let only ECS
assume them, so on AWS this needs a trust policy that names you.

What the command itself prints is up to the command.

Exit status: that of the command, or
  2    not started: usage, configuration, credentials, access, or a secret that ECS could not inject
  126  the command cannot be executed
  127  there is no such command
  128 and the number of the signal that ended it: 130 after Ctrl-C`;

interface ExecOptions {
  readonly asRole: boolean;
}

export function registerExec(program: Command): void {
  program
    .command('exec')
    .summary('run a command with what a service gets')
    .description('Run a command with exactly the variables and files that a container of a service or task gets.')
    .usage('<environment> <service-or-task> [container] [--as-role] -- <command…>')
    .argument('<environment>', 'name of the environment')
    .argument('<service-or-task>', 'name of the service, scheduled task or one-off task')
    .argument(
      '<command...>',
      'the name of a container beside the application, if any; after --, the command and its arguments',
    )
    .option('--as-role', 'read with the execution role, and run with the task role', false)
    .addHelpText('after', EXPLANATION)
    .action((environment: string, name: string, words: string[], _options: unknown, self: Command) =>
      run<ExecOptions>(self, (context) => exec(context, environment, name, splitWords(self, words))),
    );
}

async function exec(
  { options: { asRole }, environments }: CommandContext<ExecOptions>,
  environmentName: string,
  name: string,
  { container, command: [program = '', ...args] }: Words,
): Promise<number> {
  requireSilence();
  const environment = findEnvironment(environments, environmentName);
  const workload = findWorkload(environment, name);
  const { remove, processEnvironment } = await prepareCommand(environment, workload, container ?? name, asRole);
  try {
    return await runInForeground(program, args, processEnvironment);
  } finally {
    remove();
  }
}

/** Node.js would write the variables of the command, values and all, to standard error. */
function requireSilence(): void {
  if (debuglog('child_process').enabled) {
    throw new CommandFailure(
      'NODE_DEBUG has Node.js print the variables of every program that it starts, with their values.',
      {
        remedy: 'Unset NODE_DEBUG.',
      },
    );
  }
}

interface Words {
  /** @default - the application */
  readonly container?: string;
  readonly command: readonly string[];
}

/** What stands before `--` besides environment and service is the container; without `--` there is none. */
function splitWords(self: Command, words: string[]): Words {
  const given = rawArguments(self);
  const end = given.indexOf('--');
  const before = words.slice(0, end === -1 ? 0 : words.length - (given.length - end - 1));
  if (before.length > 1) {
    throw new CommandFailure(`Before -- there is one container at most, got ${before.map(shown).join(', ')}.`);
  }
  const command = words.slice(before.length);
  if (command.length === 0) {
    throw new CommandFailure('The command is missing after --.');
  }
  return { container: before[0], command };
}

function rawArguments(command: Command): readonly string[] {
  // Of the whole command line: commander gives it to the program alone, and leaves it out of its types.
  const { parent } = command;
  return parent === null ? (command as Command & { rawArgs: string[] }).rawArgs : rawArguments(parent);
}

interface PreparedCommand {
  readonly remove: () => void;
  readonly processEnvironment: NodeJS.ProcessEnv;
}

async function prepareCommand(
  environment: Environment,
  workload: Workload,
  container: string,
  asRole: boolean,
): Promise<PreparedCommand> {
  requireContainer(workload, container);
  const session = await openSession(environment);
  const { clients } = session;
  const declared = await declareTask(session, workload);
  await requireDeployed(session, declared);
  const reader = asRole ? clients.as(await credentialsOf(session, declared.executionRoleArn)) : clients;
  const taskRole = asRole ? await credentialsOf(session, declared.taskRoleArn) : undefined;
  const ownCredentials = await clients.sts.config.credentials();

  // Last: from here on there are files to remove.
  const { containers, remove } = await prepareTask(declared, reader, [container]);
  const variables = containers[0]?.variables ?? {};
  const { PATH, HOME, TERM } = process.env;
  const readsParameters = RUNTIME_PARAMETERS_VARIABLE in variables;
  const credentials = taskRole ?? (readsParameters ? ownCredentials : undefined);
  return {
    remove,
    processEnvironment: {
      PATH,
      HOME,
      TERM,
      ...awsVariables({ region: environment.region, credentials, endpoints: awsEndpoints(process.env) }),
      ...variables,
    },
  };
}

async function credentialsOf({ clients }: Session, roleArn: string): Promise<AwsCredentials> {
  const credentials = await assumeRole(clients.sts, roleArn);
  if (credentials === undefined) {
    throw new CommandFailure(
      `These credentials may not assume ${roleArn}: its trust policy lets only ECS do so. Leave out --as-role to read with your own.`,
    );
  }
  return credentials;
}

function requireContainer(workload: Workload, container: string): void {
  const names = declaredContainers(workload).map(({ name }) => name);
  if (!names.includes(container)) {
    throw new CommandFailure(`${workload.name} has no container ${shown(container)}${chooseFrom(container, names)}`);
  }
}

function findWorkload(environment: Environment, name: string): Workload {
  const all = workloads(environment);
  const workload = all.find((candidate) => candidate.name === name);
  if (workload === undefined) {
    const names = all.map((candidate) => candidate.name);
    throw new CommandFailure(`${environment.name} has no service or task ${shown(name)}${chooseFrom(name, names)}`);
  }
  return workload;
}

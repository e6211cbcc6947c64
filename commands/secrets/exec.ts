import { debuglog } from 'node:util';
import type { Command } from 'commander';
import type { Environment } from '../../lib/environment/environment';
import { workloads } from '../../lib/environment/workloads';
import { RUNTIME_PARAMETERS_VARIABLE } from '../../lib/secrets/secret-names';
import type { Workload } from '../../lib/tasks/workload';
import { chooseFrom, shown } from '../../lib/validation/messages';
import { assumeRole } from '../aws/assume-role';
import type { AwsCredentials } from '../aws/aws-clients';
import { findEnvironment } from '../cli/choose-environments';
import { CommandFailure } from '../cli/command-failure';
import { run, type CommandContext } from '../cli/command-line';
import { awsEndpoints, awsVariables } from '../ecs/agent/aws-variables';
import { prepareTask, type PreparedTask } from '../ecs/agent/prepare-task';
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
    .description('Run a command with exactly the variables and files that a service or scheduled task gets.')
    .usage('<environment> <service-or-task> [--as-role] -- <command…>')
    .argument('<environment>', 'name of the environment')
    .argument('<service-or-task>', 'name of the service or scheduled task')
    .argument('<command...>', 'the command and its arguments')
    .option('--as-role', 'read with the execution role, and run with the task role', false)
    .addHelpText('after', EXPLANATION)
    .action((environment: string, name: string, command: string[], _options: unknown, self: Command) =>
      run<ExecOptions>(self, (context) => exec(context, environment, name, command)),
    );
}

async function exec(
  { options: { asRole }, environments }: CommandContext<ExecOptions>,
  environmentName: string,
  name: string,
  [program = '', ...args]: readonly string[],
): Promise<number> {
  requireSilence();
  const environment = findEnvironment(environments, environmentName);
  const workload = findWorkload(environment, name);
  const { task, processEnvironment } = await prepareCommand(environment, workload, asRole);
  try {
    return await runInForeground(program, args, processEnvironment);
  } finally {
    task.remove();
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

interface PreparedCommand {
  readonly task: PreparedTask;
  readonly processEnvironment: NodeJS.ProcessEnv;
}

async function prepareCommand(environment: Environment, workload: Workload, asRole: boolean): Promise<PreparedCommand> {
  const session = await openSession(environment);
  const { clients } = session;
  const declared = await declareTask(session, workload);
  await requireDeployed(session, declared);
  const reader = asRole ? clients.as(await credentialsOf(session, declared.executionRoleArn)) : clients;
  const taskRole = asRole ? await credentialsOf(session, declared.taskRoleArn) : undefined;
  const ownCredentials = await clients.sts.config.credentials();

  // Last: from here on there are files to remove.
  const task = await prepareTask(declared, reader);
  const { PATH, HOME, TERM } = process.env;
  const readsParameters = RUNTIME_PARAMETERS_VARIABLE in task.variables;
  const credentials = taskRole ?? (readsParameters ? ownCredentials : undefined);
  return {
    task,
    processEnvironment: {
      PATH,
      HOME,
      TERM,
      ...awsVariables({ region: environment.region, credentials, endpoints: awsEndpoints(process.env) }),
      ...task.variables,
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

function findWorkload(environment: Environment, name: string): Workload {
  const all = workloads(environment);
  const workload = all.find((candidate) => candidate.name === name);
  if (workload === undefined) {
    const names = all.map((candidate) => candidate.name);
    throw new CommandFailure(
      `${environment.name} has no service or scheduled task ${shown(name)}${chooseFrom(name, names)}`,
    );
  }
  return workload;
}

import type { Command } from 'commander';
import type { Environment } from '../../lib/environment/names';
import { workloads, type Workload } from '../../lib/environment/workloads';
import { RUNTIME_PARAMETERS_VARIABLE } from '../../lib/secrets/secret-names';
import { alternatives, didYouMean, shown } from '../../lib/validation/messages';
import { assumeRole } from '../aws/assume-role';
import type { AwsCredentials } from '../aws/aws-clients';
import { findEnvironment, type Environments } from '../configuration/find-environment';
import { awsEndpoints, awsVariables } from '../ecs/aws-variables';
import { readDeployedTask } from '../ecs/deployed-task';
import { prepareTask, type PreparedTask } from '../ecs/prepare-task';
import { CommandFailure } from '../output/command-failure';
import { createOutput } from '../output/output';
import { runInForeground } from '../processes/foreground-process';
import { openSession, type Session } from './session';
import { explain } from './subcommand';

/** The command was not started; the number is one that commands themselves hardly ever end with, as in Docker. */
const NOT_STARTED = 125;

const EXPLANATION = `
The variables and files are those of the deployed task definition, read as ECS reads them; the files are in a private directory
that is removed when the command ends. Of your own environment the command gets PATH, HOME, TERM and AWS_ENDPOINT_URL…, and in AWS
it is nobody, but for two cases: with --as-role it has the task role, and if the application reads parameters at run time
(${RUNTIME_PARAMETERS_VARIABLE}), it has your own credentials.

--as-role reads the secrets with the execution role instead of your own credentials. The roles' trust policies let ECS alone
assume them, so outside of an embedded AWS this needs a trust policy that names you.

Exit status:
  that of the command, or 128 and the number of the signal that ended it
  2    wrong usage
  125  it was not started: configuration, credentials, account, access, or a secret that ECS could not inject
  126  it cannot be executed
  127  there is no such command

No value of a secret is ever printed, but what the command prints is up to the command.`;

interface ExecOptions {
  readonly asRole: boolean;
  readonly json: boolean;
}

export function registerExec(program: Command, environments: Environments): void {
  program
    .command('exec')
    .summary('run a command with what a service gets')
    .description('Run a command with exactly the variables and files that a service or scheduled task gets.')
    .usage('<environment> <service-or-task> [--as-role] -- <command…>')
    .argument('<environment>', 'name of the environment')
    .argument('<service-or-task>', 'name of the service or scheduled task')
    .argument('<command...>', 'the command and its arguments')
    .option('--as-role', 'read with the execution role, and run with the task role', false)
    .option('--json', 'print as JSON why the command was not started; its own output is its own', false)
    .addHelpText('after', EXPLANATION)
    .action(async (environment: string, name: string, command: string[], options: ExecOptions) => {
      process.exitCode = await exec(environments, environment, name, command, options);
    });
}

async function exec(
  environments: Environments,
  environmentName: string,
  name: string,
  [program = '', ...args]: readonly string[],
  { asRole, json }: ExecOptions,
): Promise<number> {
  let prepared: PreparedCommand | undefined;
  try {
    const environment = findEnvironment(environments, environmentName);
    prepared = await prepareCommand(environment, findWorkload(environment, name), asRole);
    return await runInForeground(program, args, prepared.environment);
  } catch (error) {
    createOutput(json).failure(explain(error).message);
    return NOT_STARTED;
  } finally {
    prepared?.task.remove();
  }
}

interface PreparedCommand {
  readonly task: PreparedTask;
  readonly environment: NodeJS.ProcessEnv;
}

async function prepareCommand(environment: Environment, workload: Workload, asRole: boolean): Promise<PreparedCommand> {
  const session = await openSession(environment);
  const { clients } = session;
  const deployed = await readDeployedTask(clients.ecs, environment, workload);
  const reader = asRole ? clients.as(await credentialsOf(session, deployed.executionRoleArn)) : clients;
  const taskRole = asRole ? await credentialsOf(session, deployed.taskRoleArn) : undefined;

  const task = await prepareTask(deployed, reader, process.env);
  const { PATH, HOME, TERM } = process.env;
  const readsParameters = RUNTIME_PARAMETERS_VARIABLE in task.variables;
  const credentials = taskRole ?? (readsParameters ? await clients.sts.config.credentials() : undefined);
  return {
    task,
    environment: {
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
      `These credentials may not assume ${roleArn}: its trust policy lets ECS alone do so. Leave out --as-role to read with your own.`,
    );
  }
  return credentials;
}

function findWorkload(environment: Environment, name: string): Workload {
  const all = workloads(environment);
  const workload = all.find((candidate) => candidate.name === name);
  if (workload === undefined) {
    const names = all.map((candidate) => candidate.name);
    const suggestion = didYouMean(name, names) || `; there is ${alternatives(names)}`;
    throw new CommandFailure(`${environment.name} has no service or scheduled task ${shown(name)}${suggestion}`);
  }
  return workload;
}

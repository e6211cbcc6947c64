import { delimiter, dirname, join } from 'node:path';
import { workloads } from '../../lib/environment/workloads';
import type { Workload } from '../../lib/tasks/workload';
import { assumeRole } from '../aws/assume-role';
import type { AwsCredentials } from '../aws/aws-clients';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { awsVariables } from '../ecs/agent/aws-variables';
import { prepareTask, type PreparedTask } from '../ecs/agent/prepare-task';
import { declareTask, type DeclaredTask } from '../ecs/declared-task';
import { requireDeployed } from '../ecs/deployed-task';
import { freePort } from '../processes/free-port';
import type { Session } from '../stores/session';
import {
  installPackages,
  lacksPackages,
  runToEnd,
  startApplication,
  type ApplicationSettings,
  type RunningApplication,
} from './application';
import { checkPage } from './check-page';
import type { Step } from './progress';

export interface WorkloadSettings {
  readonly session: Session;
  /** Of the embedded AWS. */
  readonly endpoint: string;
  readonly projectDirectory: string;
  readonly processEnvironment: NodeJS.ProcessEnv;
  /** The port of the first service. @default - a free one */
  readonly port?: number;
  readonly logFile: string;
  readonly signal: AbortSignal;
  /** Called with what has to be done at the end. */
  readonly atEnd: (close: () => Promise<void> | void) => void;
}

interface RehearsedWorkload {
  readonly name: string;
  readonly taskDefinitionArn: string;
  /** Names of all variables that the container was started with. */
  readonly variables: readonly string[];
  /** Names of those that contain a secret. */
  readonly secretNames: readonly string[];
  readonly files: PreparedTask['files'];
}

export interface RehearsedService extends RehearsedWorkload, Omit<RunningApplication, 'stop'> {}

export interface RehearsedTask extends RehearsedWorkload {
  /** What it wrote. */
  readonly output: string;
}

export interface RehearsedWorkloads {
  readonly services: readonly RehearsedService[];
  readonly scheduledTasks: readonly RehearsedTask[];
}

/** Starts every service, and runs every scheduled task once, each as ECS does with what is deployed. */
export async function runWorkloads(settings: WorkloadSettings, step: Step): Promise<RehearsedWorkloads> {
  const { session, projectDirectory, processEnvironment, signal, atEnd } = settings;
  const directory = join(projectDirectory, 'app');
  if (lacksPackages(directory)) {
    await step("Install the application's packages", () => installPackages(directory, processEnvironment, signal));
  }
  const services: RehearsedService[] = [];
  const scheduledTasks: RehearsedTask[] = [];
  for (const workload of workloads(session.environment)) {
    const { name } = workload;
    const { declared, taskDefinitionArn, prepared, application } = await step(
      `Resolve the secrets of ${name} as ECS does`,
      () => prepare(settings, workload, directory),
    );
    const { secretNames, files } = prepared;
    const rehearsed = { name, taskDefinitionArn, variables: Object.keys(prepared.variables), secretNames, files };
    if (workload.kind === 'scheduledTask') {
      const output = await step(`Run the task ${name} to its end`, () => runToEnd(application));
      scheduledTasks.push({ ...rehearsed, output });
    } else {
      const { stop, ...started } = await step(`Start the application of ${name}`, async () =>
        startApplication(application, servesHttp(declared) ? await choosePort(settings, services) : undefined),
      );
      atEnd(stop);
      const { url } = started;
      if (url !== undefined) {
        await step('Check that its page shows what it requires', () => checkPage(url, prepared));
      }
      services.push({ ...rehearsed, ...started });
    }
  }
  return { services, scheduledTasks };
}

/** What the image runs by itself is a web server, whether its port is open or not. */
function servesHttp({ application: { command, portMappings = [] } }: DeclaredTask): boolean {
  return command === undefined || portMappings.length > 0;
}

async function choosePort({ port }: WorkloadSettings, started: readonly RehearsedService[]): Promise<number> {
  return port !== undefined && started.every(({ url }) => url === undefined) ? port : freePort();
}

async function prepare(settings: WorkloadSettings, workload: Workload, directory: string) {
  const { session, endpoint, processEnvironment, logFile, signal, atEnd } = settings;
  const { clients, environment } = session;
  const declared = await declareTask(session, workload);
  const taskDefinitionArn = await requireDeployed(session, declared);
  const reader = clients.as(await roleCredentials(session, declared, 'executionRoleArn'));
  const prepared = await prepareTask(declared, reader);
  atEnd(prepared.remove);
  const identity = {
    region: environment.region,
    credentials: await roleCredentials(session, declared, 'taskRoleArn'),
    endpoints: { AWS_ENDPOINT_URL: endpoint },
  };
  const application: ApplicationSettings = {
    directory,
    processEnvironment: {
      // The Node.js that runs this stands for the one of the image.
      PATH: [dirname(process.execPath), processEnvironment.PATH].join(delimiter),
      ...awsVariables(identity),
      ...prepared.variables,
    },
    command: declared.application.command,
    logFile,
    signal,
  };
  return { declared, taskDefinitionArn, prepared, application };
}

async function roleCredentials(
  { clients }: Session,
  declared: DeclaredTask,
  role: 'executionRoleArn' | 'taskRoleArn',
): Promise<AwsCredentials> {
  const credentials = await assumeRole(clients.sts, declared[role]);
  if (credentials === undefined) {
    throw new CommandFailure(`${declared[role]} cannot be assumed.`, {
      exitCode: EXIT.findings,
      remedy: 'Compare its trust policy with the other roles.',
    });
  }
  return credentials;
}

import { delimiter, dirname } from 'node:path';
import type { Workload } from '../../lib/tasks/workload';
import { assumeRole } from '../aws/assume-role';
import type { AwsCredentials } from '../aws/aws-clients';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { awsVariables } from '../ecs/agent/aws-variables';
import { prepareTask, type PreparedContainer } from '../ecs/agent/prepare-task';
import { declareTask, type DeclaredTask } from '../ecs/declared-task';
import { requireDeployed } from '../ecs/deployed-task';
import type { Session } from '../stores/session';
import type { ApplicationSettings } from './application';
import type { Workspace } from './workspace';

export interface WorkloadSettings {
  readonly session: Session;
  /** Of the embedded AWS. */
  readonly endpoint: string;
  readonly projectDirectory: string;
  readonly processEnvironment: NodeJS.ProcessEnv;
  /** The port of the first service. @default - a free one */
  readonly port?: number;
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
  /** Called with what has to be done at the end. */
  readonly atEnd: (close: () => Promise<void> | void) => void;
}

/** The containers of a deployed workload, with what ECS gives them. */
export interface PreparedWorkload {
  readonly workload: Workload;
  readonly taskDefinitionArn: string;
  readonly containers: readonly PreparedContainer[];
  /** With which one of them is started here. */
  readonly settings: (container: PreparedContainer) => ApplicationSettings;
}

/**
 * Does what ECS does before it starts the containers of a workload, with its own roles.
 *
 * @param directory - of the application
 */
export async function prepareWorkload(
  { session, endpoint, processEnvironment, workspace, signal, atEnd }: WorkloadSettings,
  workload: Workload,
  directory: string,
): Promise<PreparedWorkload> {
  const { clients, environment } = session;
  const declared = await declareTask(session, workload);
  const taskDefinitionArn = await requireDeployed(session, declared);
  const reader = clients.as(await roleCredentials(session, declared, 'executionRoleArn'));
  const { containers, remove } = await prepareTask(declared, reader);
  atEnd(remove);
  const identity = awsVariables({
    region: environment.region,
    credentials: await roleCredentials(session, declared, 'taskRoleArn'),
    endpoints: { AWS_ENDPOINT_URL: endpoint },
  });
  return {
    workload,
    taskDefinitionArn,
    containers,
    settings: ({ variables, entryPoint, command }) => ({
      directory,
      processEnvironment: {
        // The Node.js that runs this stands for the one of the image.
        PATH: [dirname(process.execPath), processEnvironment.PATH].join(delimiter),
        ...identity,
        ...Object.fromEntries(Object.entries(variables).filter(([name]) => !LEADS_ELSEWHERE.test(name))),
      },
      entryPoint,
      command,
      logFile: workspace.logFile('application'),
      signal,
    }),
  };
}

/** Variables by which a program would leave the embedded AWS. */
const LEADS_ELSEWHERE = /^AWS_(?:ENDPOINT_URL|PROFILE|CONFIG_FILE|SHARED_CREDENTIALS_FILE|ROLE_ARN|WEB_IDENTITY)/;

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

import { randomBytes } from 'node:crypto';
import { delimiter, join } from 'node:path';
import type { AwsCredentials } from '../aws/aws-clients';
import { CommandFailure } from '../cli/command-failure';
import { PROJECT_DIRECTORY } from '../cli/project-directory';
import { freePort } from '../processes/free-port';
import { startProcess } from '../processes/owned-process';
import { scrubbedEnvironment } from '../processes/scrubbed-environment';
import { waitUntil } from '../processes/wait-until';
import { findLauncher } from './launcher';

const EXTENSION_DIRECTORY = join(PROJECT_DIRECTORY, 'commands', 'embedded-aws', 'extension');

/** What the extension writes when moto has loaded it. */
const ANNOUNCEMENT = /^embedded AWS: moto (\S+) with this project's extension$/;

/** What moto's server writes when it has the port. An answer would prove nothing: somebody else's program might give it. */
const LISTENING = ' * Running on http:';

/** What it writes of each request. */
const REQUEST = /^[\d.]+ - - \[/;

/** The services that the stacks use, by the names that the AWS provider and moto have for them: no others are offered. */
export const OFFERED_SERVICES = [
  'acm',
  'applicationautoscaling',
  'cloudwatch',
  'ec2',
  'ecr',
  'ecs',
  'elbv2',
  'events',
  'iam',
  'kms',
  'logs',
  'route53',
  's3',
  'scheduler',
  'secretsmanager',
  'servicediscovery',
  'sns',
  'sqs',
  'ssm',
  'sts',
] as const;

export interface EmbeddedAwsSettings {
  /** The operator's environment, in which moto is looked for. */
  readonly processEnvironment: NodeJS.ProcessEnv;
  /** A file for what moto writes: one line for each request, and its errors. */
  readonly logFile: string;
  /** @default - moto's own account, 123456789012 */
  readonly accountId?: string;
  /**
   * Whether moto's gaps are closed. Without, it is as published: for the tests that say what is still missing there.
   *
   * @default true
   */
  readonly extended?: boolean;
  readonly signal?: AbortSignal;
}

/** How the embedded AWS is reached. */
export interface EmbeddedAwsAccess {
  /** The address of every service. Requests to any other name of it are refused. */
  readonly endpoint: string;
  /** The access key is made for this run, and the only one that is accepted, besides those of roles that were assumed with it. */
  readonly credentials: AwsCredentials;
}

/** An AWS of its own on this machine: empty at first, in memory only, gone when it is stopped. */
export interface EmbeddedAws extends EmbeddedAwsAccess {
  /** Of moto. Unknown without the extension. */
  readonly version: string | undefined;
  /** The program it was started with. */
  readonly launcher: string;
  /** Resolves when it has ended, stopped or not, with the end of what it wrote. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts an embedded AWS on a free port of the loopback interface, which answers nobody but those who know its access key.
 *
 * It ends with the process that started it, however that ends: the extension watches the pipe to it.
 *
 * @throws CommandFailure if there is nothing to start it with, or it does not start
 */
export async function startEmbeddedAws({
  processEnvironment,
  logFile,
  accountId,
  extended = true,
  signal,
}: EmbeddedAwsSettings): Promise<EmbeddedAws> {
  const launcher = await findLauncher(processEnvironment);
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  // The secret access key signs the requests, and signatures are not checked.
  const credentials = { accessKeyId: `rehearsal-${randomBytes(16).toString('hex')}`, secretAccessKey: 'not-checked' };
  const pythonPath = [extended ? EXTENSION_DIRECTORY : undefined, processEnvironment.PYTHONPATH].filter(Boolean);
  const announced: { version?: string; isListening: boolean } = { isListening: false };
  const moto = await startProcess(launcher.program, launcher.arguments(port, EXTENSION_DIRECTORY), {
    processEnvironment: {
      ...scrubbedEnvironment(processEnvironment),
      PYTHONPATH: pythonPath.join(delimiter),
      // No compiled modules beside the extension's.
      PYTHONDONTWRITEBYTECODE: '1',
      EMBEDDED_AWS_ADMISSION: JSON.stringify({
        host,
        accessKeyId: credentials.accessKeyId,
        services: OFFERED_SERVICES,
      }),
      ...(accountId === undefined ? {} : { MOTO_ACCOUNT_ID: accountId }),
    },
    logFile,
    onLine: (line) => {
      announced.version ??= ANNOUNCEMENT.exec(line)?.[1];
      announced.isListening ||= line.startsWith(LISTENING);
    },
    signal,
  });
  const ended = moto.ended.then(({ exitCode, output }) => {
    const lines = output
      .trim()
      .split('\n')
      .filter((line) => !REQUEST.test(line));
    return [...lines, ...(exitCode === undefined ? [] : [`It ended with ${exitCode}.`])].slice(-15).join('\n');
  });

  const isDecided = () => Promise.resolve(moto.hasEnded() || announced.isListening);
  await waitUntil(isDecided, { seconds: launcher.startSeconds, signal });
  const { version, isListening } = announced;
  if (!isListening || moto.hasEnded() || (extended && version === undefined)) {
    moto.stop();
    throw new CommandFailure(`The embedded AWS (${launcher.program}) did not start:\n${await ended}`, {
      remedy: 'Start it by hand to see more. Upgrade moto if it is much older than this project.',
    });
  }
  return {
    endpoint: `http://${host}`,
    credentials,
    version,
    launcher: launcher.program,
    ended,
    stop: async () => {
      moto.stop();
      await moto.ended;
    },
  };
}

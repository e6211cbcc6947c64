import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { isWritable } from '../cli/project-directory';
import { runProcess, startProcess, type OwnedProcess } from '../processes/owned-process';
import { scrubbedEnvironment } from '../processes/scrubbed-environment';
import { waitUntil } from '../processes/wait-until';

const START_SECONDS = 30;
const TASK_SECONDS = 60;

const LOOPBACK = '127.0.0.1';

/** The command of the application's image, for a container that names none. */
const IMAGE_COMMAND = ['node', 'src/server.js'];

export interface ApplicationSettings {
  /** Of the application: `app/`. */
  readonly directory: string;
  /** All of its environment. */
  readonly processEnvironment: NodeJS.ProcessEnv;
  /** Of the container. @default - the image's own */
  readonly entryPoint?: readonly string[];
  /** Of the container. @default - the image's own */
  readonly command?: readonly string[];
  readonly logFile: string;
  /** How long a program without a port must run to count as started. @default 3 */
  readonly settleSeconds?: number;
  readonly signal?: AbortSignal;
}

export interface RunningApplication {
  /** @default - it listens on no port */
  readonly url?: string;
  readonly pid: number | undefined;
  /** Resolves when it has ended, with the end of what it wrote. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
}

/** Whether the application's packages have still to be installed. */
export function lacksPackages(directory: string): boolean {
  return !existsSync(join(directory, 'node_modules'));
}

/**
 * Installs the application's packages: in a copy, if the checkout is read-only. Returns where the application is.
 *
 * @param copy - where nothing is yet
 */
export async function installPackages(
  source: string,
  copy: string,
  processEnvironment: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<string> {
  const directory = isWritable(source) ? source : copy;
  if (directory === copy) {
    await cp(source, copy, { recursive: true });
  }
  const { exitCode, output } = await runProcess('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    directory,
    processEnvironment: scrubbedEnvironment(processEnvironment),
    signal,
  });
  if (exitCode !== 0) {
    throw new CommandFailure(lastLines(output), { remedy: 'Run `npm ci` in app/ by hand.' });
  }
  return directory;
}

/**
 * Starts the application as its image does, and waits until it is healthy.
 *
 * @param port - of this machine; undefined if it listens on none
 */
export async function startApplication(
  settings: ApplicationSettings,
  port: number | undefined,
): Promise<RunningApplication> {
  // A task has a network interface of its own. Here the port of the container may be taken, or reserved for root.
  const processEnvironment =
    port === undefined ? settings.processEnvironment : { ...settings.processEnvironment, PORT: `${port}` };
  const application = await startImage({ ...settings, processEnvironment });
  const url = port === undefined ? undefined : `http://${LOOPBACK}:${port}`;
  const isHealthy = await settles(application, url, settings);
  const ended = application.ended.then(({ output }) => lastLines(output));
  if (!isHealthy || application.hasEnded()) {
    application.stop();
    throw new CommandFailure(`The application did not become healthy: ${await ended}`, {
      exitCode: EXIT.findings,
      remedy: 'Its own message says which variable is missing.',
    });
  }
  return {
    url,
    pid: application.pid,
    ended,
    stop: async () => {
      application.stop();
      await ended;
    },
  };
}

async function settles(
  application: OwnedProcess,
  url: string | undefined,
  { settleSeconds = 3, signal }: ApplicationSettings,
): Promise<boolean> {
  if (url === undefined) {
    return !(await endsWithin(settleSeconds, application, signal));
  }
  return waitUntil(async () => application.hasEnded() || (await isOk(`${url}/healthz`)), {
    seconds: START_SECONDS,
    signal,
  });
}

/** Starts a container that nothing is expected of. */
export async function startContainer(settings: ApplicationSettings): Promise<RunningApplication> {
  const container = await startImage(settings);
  const ended = container.ended.then(({ output }) => lastLines(output));
  return {
    pid: container.pid,
    ended,
    stop: async () => {
      container.stop();
      await ended;
    },
  };
}

/**
 * Waits until the health check of a container succeeds.
 *
 * @param command - of the health check
 */
export async function waitUntilHealthy(
  { directory, processEnvironment, signal }: ApplicationSettings,
  [form, ...words]: readonly string[],
): Promise<void> {
  const [file = '', ...args] = form === 'CMD-SHELL' ? ['sh', '-c', ...words] : words;
  const isHealthy = await waitUntil(
    async () => (await runProcess(file, args, { directory, processEnvironment, signal })).exitCode === 0,
    { seconds: START_SECONDS, signal },
  );
  if (!isHealthy) {
    throw new CommandFailure(`Its health check did not succeed within ${START_SECONDS} seconds.`, {
      exitCode: EXIT.findings,
      remedy: 'Compare `healthCheck` with what the container does.',
    });
  }
}

/**
 * Runs the application once, to its end. Returns what it wrote.
 *
 * @throws CommandFailure if it does not end, or must succeed and does not end with 0
 */
export async function runToEnd(settings: ApplicationSettings, { mustSucceed = true } = {}): Promise<string> {
  const task = await startImage(settings);
  const hasEnded = await endsWithin(TASK_SECONDS, task, settings.signal);
  task.stop();
  const { exitCode, output } = await task.ended;
  if (!hasEnded) {
    throw new CommandFailure(`The task did not end within ${TASK_SECONDS} seconds: ${lastLines(output)}`, {
      exitCode: EXIT.findings,
      remedy: 'Give it a command that ends.',
    });
  }
  if (mustSucceed && exitCode !== 0) {
    throw new CommandFailure(`The task ended with ${exitCode ?? 'a signal'}: ${lastLines(output)}`, {
      exitCode: EXIT.findings,
      remedy: 'Its own message says why.',
    });
  }
  return output;
}

async function endsWithin(seconds: number, { ended }: OwnedProcess, signal?: AbortSignal): Promise<boolean> {
  return Promise.race([ended.then(() => true), delay(seconds * 1000, false, { signal, ref: false })]);
}

function startImage({ directory, entryPoint, command, ...settings }: ApplicationSettings) {
  // A task is behind its security groups. Here nobody else on the network may see what it shows.
  const processEnvironment = { ...settings.processEnvironment, LISTEN_ADDRESS: LOOPBACK };
  // As in Docker, an entry point of one's own comes without the command of the image.
  const [file = '', ...args] =
    entryPoint === undefined
      ? [join(directory, 'docker-entrypoint.sh'), ...(command ?? IMAGE_COMMAND)]
      : [...entryPoint, ...(command ?? [])];
  return startProcess(file, args, { directory, ...settings, processEnvironment });
}

async function isOk(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(url);
    return ok;
  } catch {
    return false;
  }
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-10).join('\n');
}

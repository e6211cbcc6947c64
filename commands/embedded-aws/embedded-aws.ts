import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { CommandFailure } from '../cli/command-failure';
import { PROJECT_DIRECTORY } from '../cli/project-directory';
import { freePort } from '../processes/free-port';
import { startProcess } from '../processes/owned-process';
import { scrubbedEnvironment } from '../processes/scrubbed-environment';
import { waitUntil } from '../processes/wait-until';
import { findLauncher } from './launcher';

const EXTENSION_DIRECTORY = join(PROJECT_DIRECTORY, 'commands', 'embedded-aws', 'extension');

/** What the extension writes when moto has loaded it. */
const ANNOUNCEMENT = /^embedded AWS: moto (\S+) with this project's extension$/m;

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

/** An AWS of its own on this machine: empty at first, in memory only, gone when it is stopped. */
export interface EmbeddedAws {
  /** The address of every service. */
  readonly endpoint: string;
  /** Of moto. Unknown without the extension. */
  readonly version: string | undefined;
  /** The program it was started with. */
  readonly launcher: string;
  stop(): Promise<void>;
}

/**
 * Starts an embedded AWS on a free port of the loopback interface.
 *
 * It ends with the process that started it, however that ends: the extension watches the pipe to it.
 *
 * @throws CommandFailure if there is nothing to start it with, or it does not answer
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
  const pythonPath = [extended ? EXTENSION_DIRECTORY : undefined, processEnvironment.PYTHONPATH].filter(Boolean);
  const moto = await startProcess(launcher.program, launcher.arguments(port, EXTENSION_DIRECTORY), {
    processEnvironment: {
      ...scrubbedEnvironment(processEnvironment),
      PYTHONPATH: pythonPath.join(delimiter),
      // No compiled modules beside the extension's.
      PYTHONDONTWRITEBYTECODE: '1',
      ...(accountId === undefined ? {} : { MOTO_ACCOUNT_ID: accountId }),
    },
    logFile,
    signal,
  });

  const endpoint = `http://127.0.0.1:${port}`;
  const isReady = await waitUntil(async () => moto.hasEnded() || (await answers(endpoint)), {
    seconds: launcher.startSeconds,
    signal,
  });
  const log = await readFile(logFile, 'utf8');
  const version = ANNOUNCEMENT.exec(log)?.[1];
  if (!isReady || moto.hasEnded() || (extended && version === undefined)) {
    moto.stop();
    throw new CommandFailure(
      `The embedded AWS (${launcher.program}) did not start:\n${log.split('\n').slice(-15).join('\n')}`,
      { remedy: 'Start it by hand to see more. Upgrade moto if it is much older than this project.' },
    );
  }
  return {
    endpoint,
    version,
    launcher: launcher.program,
    stop: async () => {
      moto.stop();
      await moto.ended;
    },
  };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${endpoint}/moto-api/`);
    return ok;
  } catch {
    return false;
  }
}

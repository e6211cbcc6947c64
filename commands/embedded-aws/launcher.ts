import { CommandFailure } from '../cli/command-failure';
import { isOnPath } from '../processes/find-program';
import { runProcess } from '../processes/owned-process';

/** The version that the extension and its tests are made for. A moto that is installed already may be another one. */
const MOTO_VERSION = '5.2.1';

const REQUIREMENT = `moto[server]==${MOTO_VERSION}`;

const INSTALL = `Install one of these: moto (pip install '${REQUIREMENT}'), uv (https://docs.astral.sh/uv/), pipx (https://pipx.pypa.io/) or Docker, and start its daemon.`;

/** One way to start moto's server. */
export interface Launcher {
  /** The program that must be on the PATH. */
  readonly program: string;
  /** The arguments that make it serve this port of the loopback interface, with a directory of Python modules loaded. */
  arguments(port: number, extensionDirectory: string): readonly string[];
  /** How long the first start may take: all but an installed moto download it. */
  readonly startSeconds: number;
}

const INSTALLED: Launcher = {
  program: 'moto_server',
  arguments: (port) => ['-H', '127.0.0.1', '-p', `${port}`],
  startSeconds: 60,
};

const UVX: Launcher = {
  program: 'uvx',
  arguments: (port, extension) => ['--from', REQUIREMENT, 'moto_server', ...INSTALLED.arguments(port, extension)],
  startSeconds: 300,
};

const PIPX: Launcher = {
  program: 'pipx',
  arguments: (port, extension) => [
    ...['run', '--spec', REQUIREMENT, 'moto_server'],
    ...INSTALLED.arguments(port, extension),
  ],
  startSeconds: 300,
};

const DOCKER: Launcher = {
  program: 'docker',
  arguments: (port, extension) => [
    // `--interactive` connects standard input, at whose end the extension stops the server, and `--rm` removes its container.
    ...['run', '--rm', '--interactive', '--publish', `127.0.0.1:${port}:5000`],
    ...['--volume', `${extension}:/extension:ro`, '--env', 'PYTHONPATH=/extension'],
    // Without a value here, where other users can read it.
    ...['--env', 'MOTO_ACCOUNT_ID', '--env', 'EMBEDDED_AWS_ADMISSION'],
    `motoserver/moto:${MOTO_VERSION}`,
  ],
  startSeconds: 300,
};

/**
 * Finds a way to start moto: the first of these programs that is there.
 *
 * @throws CommandFailure that says what to install
 */
export async function findLauncher(processEnvironment: NodeJS.ProcessEnv): Promise<Launcher> {
  const launcher = [INSTALLED, UVX, PIPX].find(({ program }) => isOnPath(program, processEnvironment));
  if (launcher !== undefined) {
    return launcher;
  }
  if (isOnPath(DOCKER.program, processEnvironment)) {
    const { exitCode } = await runProcess(DOCKER.program, ['info'], { processEnvironment });
    if (exitCode === 0) {
      return DOCKER;
    }
  }
  throw new CommandFailure('Nothing is installed that can run the embedded AWS (moto).', { remedy: INSTALL });
}

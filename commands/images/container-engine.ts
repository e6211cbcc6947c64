import { CommandFailure } from '../cli/command-failure';
import { isOnPath } from '../processes/find-program';
import { runProcess, type ProcessSettings } from '../processes/owned-process';
import type { RegistryLogin } from './image-registry';

/** They take the same arguments. The first that is there and works is used. */
const ENGINES = ['docker', 'podman', 'buildah', 'finch'] as const;

const INSTALL =
  'Install one of Docker (https://docs.docker.com/engine/install/), Podman (https://podman.io/docs/installation), Buildah ' +
  '(https://github.com/containers/buildah/blob/main/install.md) and Finch (https://runfinch.com/docs/managing-finch/).';

export interface ContainerEngine {
  readonly name: string;
  build(image: string, platform: string, source: string): Promise<void>;
  logIn(login: RegistryLogin): Promise<void>;
  push(image: string): Promise<void>;
}

/** @throws CommandFailure that says what to install, or why none works */
export async function findEngine(settings: ProcessSettings): Promise<ContainerEngine> {
  const { processEnvironment } = settings;
  const broken: string[] = [];
  for (const name of ENGINES.filter((engine) => isOnPath(engine, processEnvironment))) {
    // It asks the daemon or the virtual machine, too, where there is one.
    const { exitCode, output } = await runProcess(name, ['version'], { ...settings, onLine: undefined });
    if (exitCode === 0) {
      return containerEngine(name, settings);
    }
    broken.push(`${name} does not work: ${lastLine(output)}`);
  }
  throw broken.length > 0
    ? new CommandFailure(broken.join('\n'), { remedy: 'Start it, or install another one.' })
    : new CommandFailure(`There is no program that builds container images: ${ENGINES.join(', ')}.`, {
        remedy: INSTALL,
      });
}

function containerEngine(name: string, settings: ProcessSettings): ContainerEngine {
  const run = async (args: readonly string[], input?: string) => {
    const { exitCode, output } = await runProcess(name, args, {
      ...settings,
      // An attestation would make an index of each image, whose digest is another one at every build.
      // https://docs.docker.com/build/building/variables/#buildx_no_default_attestations
      processEnvironment: { ...settings.processEnvironment, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
      ...(input !== undefined && { input, onLine: undefined }),
    });
    if (exitCode !== 0) {
      throw new CommandFailure(`${name} ${args[0] ?? ''} failed (${exitCode ?? 'killed'}): ${lastLine(output)}`);
    }
  };
  return {
    name,
    build: (image, platform, source) => run(['build', '--platform', platform, '--tag', image, source]),
    logIn: ({ host, user, password }) => run(['login', '--username', user, '--password-stdin', host], password),
    push: (image) => run(['push', image]),
  };
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}

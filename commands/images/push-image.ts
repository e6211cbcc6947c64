import { imageRegistry } from '../../lib/aws/regions';
import type { Environment } from '../../lib/environment/environment';
import { recordableRepositories } from '../../lib/environment/image-digests';
import type { CpuArchitecture } from '../../lib/tasks/task-config';
import { alternatives, chooseFrom, shown } from '../../lib/validation/messages';
import { CommandFailure } from '../cli/command-failure';
import { findEngine } from './container-engine';
import { deployedImages } from './deployed-images';
import { recordDigests } from './image-digests-file';
import { findImage, registryLogin, type ImageRegistry } from './image-registry';
import { SOURCE, sourceCommit } from './source-commit';

export interface PushSettings {
  readonly environment: Environment;
  readonly registry: ImageRegistry;
  /** Repository to push to. @default - the only one that a digest may be recorded for */
  readonly repository?: string;
  readonly projectDirectory: string;
  readonly processEnvironment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Is told what is being done, and what the programs say. */
  readonly note: (line: string) => void;
}

export interface PushedImage {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  /** Whether it was built now; otherwise the registry had it. */
  readonly built: boolean;
  /** Whether the digest was not recorded before. */
  readonly recorded: boolean;
}

/** What an image is built for, and what tells its tag from that of the same commit for another architecture. */
const PLATFORMS = {
  X86_64: { platform: 'linux/amd64', suffix: '' },
  ARM64: { platform: 'linux/arm64', suffix: '-arm64' },
} as const satisfies Record<CpuArchitecture, object>;

/** Has the registry of an environment have the image of `app/` as it is committed, and records its digest. */
export async function pushImage(settings: PushSettings): Promise<PushedImage> {
  const { environment, registry, projectDirectory, processEnvironment, note } = settings;
  const repository = chooseRepository(environment, settings.repository);
  const { platform, suffix } = PLATFORMS[architectureOf(environment, repository)];
  const tag = `${await sourceCommit(projectDirectory, processEnvironment)}${suffix}`;
  const present = await digestOf(registry, repository, tag);
  if (present !== undefined) {
    note(`${repository}:${tag} is in the registry already.`);
  }
  const digest = present ?? (await buildAndPush(settings, repository, tag, platform));
  const recorded = recordDigests(projectDirectory, environment.name, { [repository]: digest });
  return { repository, tag, digest, built: present === undefined, recorded };
}

async function buildAndPush(
  { registry, projectDirectory: directory, processEnvironment, signal, note }: PushSettings,
  repository: string,
  tag: string,
  platform: string,
): Promise<string> {
  const engine = await findEngine({ directory, processEnvironment, signal, onLine: note });
  const image = `${imageRegistry(registry.location)}/${repository}:${tag}`;
  note(`Building ${SOURCE}/ for ${platform} with ${engine.name} …`);
  await engine.build(image, platform, SOURCE);
  note(`Pushing ${image} …`);
  await engine.logIn(await registryLogin(registry));
  try {
    await engine.push(image);
  } catch (error) {
    // Somebody else may have pushed the same meanwhile, and the tag can be given once.
    const pushed = signal.aborted ? undefined : await digestOf(registry, repository, tag);
    if (pushed === undefined) {
      throw error;
    }
    return pushed;
  }
  const pushed = await digestOf(registry, repository, tag);
  if (pushed === undefined) {
    throw new CommandFailure(`${image} was pushed, but the registry does not have it.`);
  }
  return pushed;
}

async function digestOf(registry: ImageRegistry, repository: string, imageTag: string): Promise<string | undefined> {
  const found = await findImage(registry, repository, { imageTag });
  if ('digest' in found) {
    return found.digest;
  }
  if (found.missing === 'repository') {
    const { accountId, region } = registry.location;
    throw new CommandFailure(`The registry of ${accountId} in ${region} has no repository ${repository}.`, {
      remedy: 'Add it to `repositories` of the account in environments/accounts.ts, and deploy that.',
    });
  }
  return undefined;
}

function chooseRepository(environment: Environment, given: string | undefined): string {
  const known = recordableRepositories(environment);
  if (given !== undefined && !known.includes(given)) {
    throw new CommandFailure(
      `No image that ${environment.name} names by a tag is in a repository ${shown(given)} of its registry${chooseFrom(given, known)}`,
    );
  }
  const [repository, ...others] = given === undefined ? known : [given];
  if (repository === undefined) {
    throw new CommandFailure(`${environment.name} has no image in its own registry that is named by a tag.`);
  }
  if (others.length > 0) {
    throw new CommandFailure(`${environment.name} has images in several repositories of its registry.`, {
      remedy: `Say which one ${SOURCE}/ is: --repository with ${alternatives(known)}`,
    });
  }
  return repository;
}

function architectureOf(environment: Environment, repository: string): CpuArchitecture {
  const images = deployedImages(environment).filter((image) => image.repository === repository);
  const [architecture = 'X86_64', ...others] = [...new Set(images.flatMap(({ architectures }) => architectures))];
  if (others.length > 0) {
    throw new CommandFailure(
      `Tasks of ${environment.name} run images of ${repository} on X86_64 and on ARM64, and an image is built for one of them.`,
      { remedy: 'Give them the same cpuArchitecture, or images of two repositories.' },
    );
  }
  return architecture;
}

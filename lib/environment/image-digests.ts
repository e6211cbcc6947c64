import { namedAccount } from '../account/declared-account';
import { configuredContainers } from '../tasks/configured-containers';
import { digestProblem, imageProblem, isOwnImage, parseImage, type ImageReference } from '../tasks/image';
import { isCached } from '../tasks/pull-through-caches';
import type { TaskConfig } from '../tasks/task-config';
import { didYouMean, kind, shown } from '../validation/messages';
import { isObject, type HasValidType, type Report } from '../validation/object-schema';
import { declaredFields, entriesOf } from './declared-workloads';
import type { Environment } from './environment';
import type { EnvironmentConfig } from './environment-config';
import { workloads } from './workloads';

type Environments = Readonly<Record<string, EnvironmentConfig>>;

/** Where tasks, and so images, are declared. */
const TASK_FIELDS = ['services', 'scheduledTasks', 'tasks'] as const;

/** Environments with the recorded digest in the place of the tag of every image that has one. */
export function withRecordedDigests(environments: Environments): Environments {
  return mapValues(environments, (config, name) => {
    const deployed = <C extends { readonly image: string }>(container: C): C => ({
      ...container,
      image: deployedImage(container.image, { ...config, name }),
    });
    const tasks = TASK_FIELDS.map((field) => [
      field,
      config[field] && mapValues<TaskConfig>(config[field], (task) => withImages(task, deployed)),
    ]);
    return digestsOf({ ...config, name }).size === 0
      ? config
      : { ...config, ...(Object.fromEntries(tasks.filter(([, declared]) => declared !== undefined)) as object) };
  });
}

function withImages(task: TaskConfig, deployed: <C extends { readonly image: string }>(container: C) => C): TaskConfig {
  const { sidecars, logRouter } = task;
  return {
    ...deployed(task),
    ...(sidecars && { sidecars: mapValues(sidecars, deployed) }),
    ...(logRouter && { logRouter: deployed(logRouter) }),
  };
}

/** An image as an environment deploys it, `shop/web@sha256:…` if its digest is recorded: else as it is named. */
export function deployedImage(reference: string, environment: Environment): string {
  const { registry, repository, digest, ...image } = parseImage(reference);
  const recorded = isOwnImage({ ...image, registry, repository }, ownRegistry(environment))
    ? digestsOf(environment).get(repository)
    : undefined;
  return digest !== undefined || recorded === undefined
    ? reference
    : `${registry === undefined ? '' : `${registry}/`}${repository}@${recorded}`;
}

function ownRegistry(environment: EnvironmentConfig) {
  return { region: environment.region, accountId: namedAccount(environment) };
}

/** Those of an environment that are digests: what is wrong with the others is reported by the rule. */
function digestsOf({ name, imageDigests }: Environment): ReadonlyMap<string, string> {
  const valid = entriesOf(imageDigests)
    .filter(([environment]) => environment === name)
    .flatMap(([, digests]) => entriesOf(digests))
    .filter(([, digest]) => recordedDigestProblem(digest) === undefined);
  return new Map(valid);
}

function recordedDigestProblem(digest: unknown): string | undefined {
  return typeof digest === 'string'
    ? digestProblem(digest)
    : `must be a digest, "sha256:" and 64 lower-case hexadecimal digits, got ${kind(digest)}`;
}

/** The repositories of the own registry for whose images a digest may be recorded: those that an environment names by a tag. */
export function recordableRepositories(environment: Environment): string[] {
  const recorded = digestsOf(environment);
  const images = workloads(environment)
    .flatMap(({ name, config }) => configuredContainers(name, config))
    .map(({ config: { image = '' } }) => parseImage(image))
    .filter((image) => isOwnImage(image, ownRegistry(environment)) && !isCached(image, environment))
    .filter(({ repository, digest }) => digest === undefined || digest === recorded.get(repository));
  return [...new Set(images.map(({ repository }) => repository))].sort();
}

/** What is recorded are digests of environments that exist, in repositories that they deploy. */
export function reportImageDigests(environments: Environments, report: Report, hasValidType: HasValidType): void {
  const reported = new Set<string>();
  for (const [name, config] of Object.entries(environments)) {
    const reportOnce: Report = (message, path = []) => {
      // The environments share what is recorded, and one mistake is one line.
      const problem = [...path, message].join(' ');
      if (!reported.has(problem)) {
        reported.add(problem);
        report(message, [name, 'imageDigests', ...path]);
      }
    };
    if (isRecord(config) && config.imageDigests !== undefined) {
      checkDigests(config.imageDigests, environments, reportOnce, hasValidType);
    }
  }
}

function checkDigests(
  imageDigests: unknown,
  environments: Environments,
  report: Report,
  hasValidType: HasValidType,
): void {
  if (!isRecord(imageDigests)) {
    report(`must be digests by environment and repository, got ${kind(imageDigests)}`);
    return;
  }
  for (const [name, digests] of Object.entries(imageDigests)) {
    const environment = Object.hasOwn(environments, name) ? environments[name] : undefined;
    if (environment === undefined) {
      report(`there is no environment ${shown(name)}${didYouMean(name, Object.keys(environments))}`, [name]);
    } else if (isRecord(digests)) {
      const images = ownImages(name, environment, hasValidType);
      for (const [repository, digest] of Object.entries(digests)) {
        const problem = recordedDigestProblem(digest) ?? (images && unusedProblem(repository, digest, images));
        if (problem !== undefined) {
          report(problem, [name, repository]);
        }
      }
    } else {
      report(`must be digests by repository, got ${kind(digests)}`, [name]);
    }
  }
}

/** The images of the own registry; nothing where one may be meant that is wrong. */
function ownImages(
  name: string,
  environment: EnvironmentConfig,
  hasValidType: HasValidType,
): ImageReference[] | undefined {
  if (!['region', 'accountId', ...TASK_FIELDS].every((field) => hasValidType(name, field))) {
    return undefined;
  }
  return declaredFields('image', environment, (...path) => hasValidType(name, ...path))
    .filter(({ value }) => imageProblem(value) === undefined)
    .map(({ value }) => parseImage(value))
    .filter((image) => isOwnImage(image, ownRegistry(environment)));
}

function unusedProblem(repository: string, digest: unknown, images: readonly ImageReference[]): string | undefined {
  const known = images.filter((image) => [undefined, digest].includes(image.digest)).map((image) => image.repository);
  return known.includes(repository)
    ? undefined
    : `no image without a digest of its own is in this repository of the account's registry${didYouMean(repository, known)}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && !Array.isArray(value);
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T, key: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

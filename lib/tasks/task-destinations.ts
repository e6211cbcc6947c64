import { IPv4 } from 'ipaddr.js';
import { imageRegistry } from '../aws/regions';
import type { EncryptionKeyConfig } from '../encryption/encryption-key-config';
import { serviceOfAction, type EndpointService } from '../network/endpoint-services';
import type { Destination } from '../network/reach';
import { SECRET_FILES_WRITER_IMAGE } from '../secrets/secret-file';
import { declaredRegion } from '../secrets/secret-location';
import { SECRET_STORES } from '../secrets/secret-stores';
import { textOf } from '../validation/harmless-text';
import { imageProblem, parseImage } from './image';
import { unreachableProblem } from './image-registry';
import { isCached } from './pull-through-caches';
import {
  declaredContainers,
  injectedSecrets,
  opensExecChannels,
  type TaskEnvironment,
  type Workload,
} from './workload';

/** What decides where the tasks of an environment must get to. */
interface ReachingEnvironment extends TaskEnvironment {
  /** The key that encrypts the sessions of ECS Exec, too. */
  readonly encryptionKey: 'aws-managed' | EncryptionKeyConfig;
}

const HTTPS = 443;

const CLOUDWATCH_LOGS = aws('CloudWatch Logs', 'logs');

/** Where an output of Fluent Bit or Fluentd sends the logs: to a service of AWS, or nowhere in the network. */
const ROUTER_OUTPUTS: ReadonlyMap<string, readonly Destination[]> = new Map<string, readonly Destination[]>([
  ...['cloudwatch', 'cloudwatch_logs'].map((name) => [name, [CLOUDWATCH_LOGS]] as const),
  ...['firehose', 'kinesis_firehose'].map((name) => [name, [aws('Data Firehose', 'kinesis-firehose')]] as const),
  ...['kinesis', 'kinesis_streams'].map((name) => [name, [aws('Kinesis', 'kinesis-streams')]] as const),
  ['s3', [aws('Amazon S3', 's3')]],
  ...['file', 'null', 'stdout'].map((name) => [name, []] as const),
]);

/**
 * All that a task must reach to start, and for what it declares: registries, the stores of its secrets, its logs, ECS Exec, and what
 * its permissions are for. Images that are wrong are left out.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 */
export function taskDestinations(environment: ReachingEnvironment, workload: Workload): Destination[] {
  return [
    ...imageDestinations(environment, workload),
    ...secretDestinations(environment, workload),
    // Without a log router all logs go there; with one, its own.
    CLOUDWATCH_LOGS,
    ...routedLogs(environment, workload),
    ...(opensExecChannels(environment, workload) ? execDestinations(environment) : []),
    ...permittedServices(workload),
  ];
}

function aws(title: string, service: EndpointService): Destination {
  return { title, service, port: HTTPS };
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-considerations */
function execDestinations({ encryptionKey }: ReachingEnvironment): Destination[] {
  const channels = aws('ECS Exec', 'ssmmessages');
  // The agent in the container decrypts the sessions itself.
  return encryptionKey === 'aws-managed' ? [channels] : [channels, aws('the key of ECS Exec', 'kms')];
}

function imageDestinations(environment: TaskEnvironment, workload: Workload): Destination[] {
  const containers = declaredContainers(workload);
  const images = containers.map(({ config }) => config.image).filter((image) => imageProblem(image) === undefined);
  const hasHelper = containers.some(
    ({ config: { secretFiles = {}, writablePaths = [] } }) =>
      Object.keys(secretFiles).length + writablePaths.length > 0,
  );
  return [
    ...images.flatMap((image) => registryDestinations(environment, image)),
    ...(hasHelper
      ? [{ title: `${hostOf(SECRET_FILES_WRITER_IMAGE)} (for secretFiles and writablePaths)`, port: HTTPS }]
      : []),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html */
function registryDestinations(environment: TaskEnvironment, image: string): Destination[] {
  const reference = parseImage(image);
  const { registry, ecr } = reference;
  const isByEndpoint =
    registry === undefined || (ecr?.region === environment.region && registry === imageRegistry(ecr));
  if (!isByEndpoint) {
    // One that Fargate cannot pull from anyway is reported as that.
    return unreachableProblem(registry) === undefined
      ? [{ title: registry, port: Number(registry.split(':')[1] ?? HTTPS) }]
      : [];
  }
  return [
    aws('Amazon ECR', 'ecr.api'),
    aws('Amazon ECR', 'ecr.dkr'),
    aws('Amazon S3, where ECR keeps layers', 's3'),
    // Of what is not in the cache yet.
    ...(isCached(reference, environment)
      ? [{ title: `the registry behind the pull-through cache of ${reference.repository}`, port: HTTPS }]
      : []),
  ];
}

function hostOf(image: string): string {
  return parseImage(image).registry ?? '';
}

function secretDestinations({ region }: TaskEnvironment, workload: Workload): Destination[] {
  const { runtimeParameters } = workload.config;
  const sources = [
    ...injectedSecrets(workload).map(({ source }) => source),
    ...declaredContainers(workload).flatMap(({ config }) => config.registryCredentials ?? []),
  ];
  return [
    ...sources.map((source): Destination => {
      const { title, service } = SECRET_STORES[source.store];
      const there = declaredRegion(source) ?? region;
      return there === region ? aws(title, service) : { title: `${title} in ${there}`, port: HTTPS };
    }),
    ...(runtimeParameters === undefined ? [] : [aws(SECRET_STORES['parameter-store'].title, 'ssm')]),
  ];
}

function routedLogs({ region }: TaskEnvironment, { config: { logRouter } }: Workload): Destination[] {
  const options = new Map(
    Object.entries(logRouter?.options ?? {}).map(([name, value]) => [name.toLowerCase(), textOf(value)]),
  );
  const output = (options.get('name') ?? options.get('@type'))?.toLowerCase();
  // A file in the image may say anything.
  if (output === undefined) {
    return [];
  }
  const host = options.get('host');
  if (host !== undefined && (IPv4.isValid(host) || unreachableProblem(host) !== undefined)) {
    return [];
  }
  const known = ROUTER_OUTPUTS.get(output);
  return host === undefined && known !== undefined && (options.get('region') ?? region) === region
    ? [...known]
    : [{ title: `${host ?? `the receiver of ${output}`} (log router)` }];
}

function permittedServices({ config: { taskPermissions = [] } }: Workload): Destination[] {
  return taskPermissions
    .flatMap(({ actions }) => actions.flatMap((action) => serviceOfAction(action) ?? []))
    .map(({ name, service }) => ({ title: `${service ?? name} (taskPermissions)`, service, port: HTTPS }));
}

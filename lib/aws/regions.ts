import type { ArnLocation } from './arns';
import awsRegionsOfSdk from './aws-regions.json';

/** The first part of an ARN after `arn`: the partitions in which resources can be named. */
export const AWS_PARTITIONS: readonly string[] = ['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc'];

/**
 * The partitions that an environment can be deployed to. In the others, services act under names that AWS does not document for
 * `kms:ViaService` and for the principal of CloudWatch Logs: a policy with a wrong name denies every decryption.
 */
const DEPLOYABLE_PARTITIONS: readonly string[] = ['aws', 'aws-cn', 'aws-us-gov'];

interface RegionFacts {
  readonly partition: string;
  /** What the hosts of APIs end with. */
  readonly dnsSuffix: string;
  /** The same for hosts with IPv6, too. */
  readonly dualStackDnsSuffix: string;
}

/** The SDK has the same, but loads its core with it, for which every synth would wait. */
const REGIONS: ReadonlyMap<string, RegionFacts> = new Map(Object.entries(awsRegionsOfSdk));

/** The partition that a Region belongs to; nothing for an unknown Region. */
export function partitionOf(region: string): string | undefined {
  return REGIONS.get(region)?.partition;
}

/** Of an unknown Region, as of most. */
function factsOf(region: string): RegionFacts {
  return REGIONS.get(region) ?? awsRegionsOfSdk['us-east-1'];
}

/** Why nothing can be deployed to a Region of this name; nothing if something can. */
export function regionProblem(region: string): string | undefined {
  const found = partitionOf(region);
  if (found === undefined) {
    return 'is not a Region of AWS';
  }
  return DEPLOYABLE_PARTITIONS.includes(found)
    ? undefined
    : `is a Region of the partition ${found}, which is not supported: AWS does not document the service names that its key ` +
        'policies need (kms:ViaService)';
}

/** The Regions that something can be deployed to. */
export function awsRegions(): string[] {
  return [...REGIONS]
    .filter(([, { partition }]) => DEPLOYABLE_PARTITIONS.includes(partition))
    .map(([region]) => region);
}

/** Host of an account's own image registry. */
export function imageRegistry({ region, accountId }: Omit<ArnLocation, 'partition'>): string {
  return `${accountId}.dkr.ecr.${region}.${factsOf(region).dnsSuffix}`;
}

/**
 * Every host of an account's image registry: for IPv4, for both versions of IP, and each with FIPS.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
 * @see https://docs.aws.amazon.com/general/latest/gr/ecr.html
 */
export function imageRegistryHosts(location: Omit<ArnLocation, 'partition'>): string[] {
  const host = imageRegistry(location);
  const { dnsSuffix, dualStackDnsSuffix } = factsOf(location.region);
  // ECR's own domain beside that of the APIs: "on.aws" beside "api.aws".
  const dualStack = host
    .replace('.dkr.ecr.', '.dkr-ecr.')
    .replace(dnsSuffix, dualStackDnsSuffix.replace(/^api\./, 'on.'));
  return [host, dualStack].flatMap((one) => [one, one.replace(/(?<=\.dkr[.-]ecr)\./, '-fips.')]);
}

/**
 * The name under which a service acts on somebody's behalf in one Region: `ssm.ap-northeast-1.amazonaws.com`. In China it ends with
 * another domain.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 * @see https://docs.amazonaws.cn/en_us/aws/latest/userguide/endpoints-arns.html
 */
export function regionalServiceName({ region }: Pick<ArnLocation, 'region'>, service: string): string {
  // By the Region and not by the partition, which in a stack is a token.
  return `${service}.${region}.${factsOf(region).dnsSuffix}`;
}

const CONSOLES: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Where the console of a Region is. */
export function consoleUrl(region: string): string {
  const partition = partitionOf(region) ?? 'aws';
  return partition === 'aws' ? `https://${region}.console.aws.amazon.com` : `https://${CONSOLES[partition] ?? ''}`;
}

import {
  DescribeAddressesCommand,
  DescribeSubnetsCommand,
  paginateDescribeInternetGateways,
  paginateDescribeVpcs,
  type Filter,
  type Tag,
} from '@aws-sdk/client-ec2';
import {
  DescribeKeyCommand,
  ListResourceTagsCommand,
  paginateListAliases,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import type { operatorCommands } from '../../lib/naming/operator-commands';
import type { AwsClients } from '../aws/aws-clients';
import { request, requestUnless } from '../aws/aws-failure';
import { mapConcurrently } from '../aws/batches';
import { ACCESS_DENIED } from '../aws/error-names';
import { listAll } from '../aws/pages';

type Clients = Pick<AwsClients, 'ec2' | 'kms'>;

/** By what something of an environment is recognized. */
export interface Recognition {
  readonly identityTags: Readonly<Record<string, string>>;
  /** Alias of the environment's key. @default - it has no key of its own */
  readonly keyAlias?: string;
}

/** Something with the tags of an environment. */
export interface Candidate {
  readonly id: string;
  /** Its `Name` tag; of a key, the alias of the environment's key. */
  readonly name: string;
  /** What uses it, in words. @default - nothing */
  readonly use?: string;
}

interface TwiceCreatable {
  readonly noun: string;
  readonly list: (clients: Clients, recognition: Recognition) => Promise<Candidate[]>;
  /** The command that removes one. */
  readonly removal: (commands: ReturnType<typeof operatorCommands>, id: string) => string;
}

/**
 * What AWS creates a second time if the reply to the first request is lost and it is asked again. Nothing else that a stack creates: a
 * name or a range is taken, or the provider sends a token by which AWS knows the request, as it does for NAT gateways, route tables,
 * VPC endpoints, flow logs and certificates.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html - which has no token
 */
export const TWICE_CREATABLE = {
  aws_vpc: {
    noun: 'VPC',
    list: vpcs,
    removal: (commands, id) => commands.deleteVpc(id),
  },
  aws_internet_gateway: {
    noun: 'internet gateway',
    list: internetGateways,
    removal: (commands, id) => commands.deleteInternetGateway(id),
  },
  aws_eip: {
    noun: 'Elastic IP address',
    list: addresses,
    removal: (commands, id) => commands.releaseAddress(id),
  },
  aws_kms_key: {
    noun: 'key',
    list: keys,
    removal: (commands, id) => `${commands.scheduleKeyDeletion(id)} (it can be cancelled for 30 days)`,
  },
} satisfies Readonly<Record<string, TwiceCreatable>>;

export type TwiceCreatableType = keyof typeof TWICE_CREATABLE;

export function isTwiceCreatable(type: string): type is TwiceCreatableType {
  return Object.hasOwn(TWICE_CREATABLE, type);
}

async function vpcs({ ec2 }: Clients, { identityTags }: Recognition): Promise<Candidate[]> {
  const found = await listAll(
    'ec2:DescribeVpcs',
    paginateDescribeVpcs({ client: ec2 }, { Filters: tagFilters(identityTags) }),
    ({ Vpcs }) => Vpcs,
  );
  return mapConcurrently(found, async ({ VpcId: id = '', Tags }) => {
    const command = new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [id] }] });
    const { Subnets = [] } = await request('ec2:DescribeSubnets', () => ec2.send(command));
    const use = Subnets.length === 0 ? undefined : `has ${Subnets.length} subnet${Subnets.length === 1 ? '' : 's'}`;
    return { id, name: nameOf(Tags), use };
  });
}

async function internetGateways({ ec2 }: Clients, { identityTags }: Recognition): Promise<Candidate[]> {
  const found = await listAll(
    'ec2:DescribeInternetGateways',
    paginateDescribeInternetGateways({ client: ec2 }, { Filters: tagFilters(identityTags) }),
    ({ InternetGateways }) => InternetGateways,
  );
  return found.map(({ InternetGatewayId: id = '', Tags, Attachments: [attachment] = [] }) => ({
    ...{ id, name: nameOf(Tags), use: attachment && `is attached to ${attachment.VpcId}` },
  }));
}

async function addresses({ ec2 }: Clients, { identityTags }: Recognition): Promise<Candidate[]> {
  const command = new DescribeAddressesCommand({ Filters: tagFilters(identityTags) });
  const { Addresses = [] } = await request('ec2:DescribeAddresses', () => ec2.send(command));
  return Addresses.map(({ AllocationId: id = '', Tags, AssociationId, NetworkInterfaceId }) => ({
    ...{ id, name: nameOf(Tags), use: AssociationId && `belongs to ${NetworkInterfaceId ?? AssociationId}` },
  }));
}

/** Only those that no other alias leads to: what somebody gave a name is not left over. */
async function keys({ kms }: Clients, { identityTags, keyAlias }: Recognition): Promise<Candidate[]> {
  if (keyAlias === undefined) {
    return [];
  }
  const [aliases, all] = await Promise.all([
    listAll('kms:ListAliases', paginateListAliases({ client: kms }, {}), ({ Aliases }) => Aliases),
    listAll('kms:ListKeys', paginateListKeys({ client: kms }, {}), ({ Keys }) => Keys),
  ]);
  const own = aliases.find(({ AliasName }) => AliasName === keyAlias)?.TargetKeyId;
  const named = new Set(aliases.map(({ TargetKeyId }) => TargetKeyId));
  const ids = all.flatMap(({ KeyId = '' }) => (KeyId === own || !named.has(KeyId) ? [KeyId] : []));
  const found = await mapConcurrently(ids, async (id) => {
    // Whoever may see the keys of the environment need not be allowed to see those of others.
    const unless = id === own ? [] : ACCESS_DENIED;
    const tags = await requestUnless(unless, 'kms:ListResourceTags', () =>
      kms.send(new ListResourceTagsCommand({ KeyId: id })),
    );
    const isOfEnvironment = Object.entries(identityTags).every(([key, value]) =>
      tags?.Tags?.some(({ TagKey, TagValue }) => TagKey === key && TagValue === value),
    );
    if (!isOfEnvironment) {
      return [];
    }
    const { KeyMetadata } = await request('kms:DescribeKey', () => kms.send(new DescribeKeyCommand({ KeyId: id })));
    const isLeft = KeyMetadata?.KeyManager === 'CUSTOMER' && KeyMetadata.KeyState !== 'PendingDeletion';
    return isLeft ? [{ id, name: keyAlias, use: id === own ? `is that of ${keyAlias}` : undefined }] : [];
  });
  return found.flat();
}

function tagFilters(tags: Readonly<Record<string, string>>): Filter[] {
  return Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
}

function nameOf(tags: readonly Tag[] = []): string {
  return tags.find(({ Key }) => Key === 'Name')?.Value ?? '';
}

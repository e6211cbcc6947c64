import {
  AddTagsToResourceCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  paginateDescribeParameters,
  paginateGetParameterHistory,
  PutParameterCommand,
  type ParameterMetadata,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { ArnLocation } from '../../lib/aws/arns';
import type { SecretSource } from '../../lib/secrets/secret-source';
import { SECRET_STORES } from '../../lib/secrets/secret-stores';
import { textOf } from '../../lib/validation/harmless-text';
import { request, requestUnless } from '../aws/aws-failure';
import { batches, mapConcurrently } from '../aws/batches';
import { listAll } from '../aws/pages';
import { CommandFailure, EXIT } from '../cli/command-failure';
import type { SecretStore, SecretVersion, StoredSecret, WriteSettings } from './secret-store';

type Tags = Readonly<Record<string, string>>;

/** Limits of the API. */
const NAMES_PER_FILTER = 50;
const NAMES_PER_READ = 10;

export class ParameterStore implements SecretStore {
  constructor(
    private readonly client: SSMClient,
    private readonly location: ArnLocation,
  ) {}

  async describeMany(names: readonly string[], tags: Tags): Promise<Map<string, StoredSecret>> {
    if (Object.keys(tags).length === 0) {
      return this.byName(await this.describeBatches(names, {}));
    }
    // Asking for those with the right tags answers for all of them what would else be one request for the tags of each.
    const right = this.byName(await this.describeBatches(names, tags), tags);
    const others = await this.describeBatches(
      names.filter((name) => !right.has(name)),
      {},
    );
    const described = await mapConcurrently(others, async (parameter): Promise<StoredSecret> => ({
      ...this.storedParameter(parameter),
      tags: await this.tagsOf(parameter.Name ?? ''),
    }));
    return new Map([...right, ...described.map((parameter): [string, StoredSecret] => [parameter.name, parameter])]);
  }

  describe(names: readonly string[], tags: Tags): Promise<Map<string, StoredSecret>> {
    return this.describeMany(names, tags);
  }

  async read(names: readonly string[]): Promise<Map<string, string>> {
    const answers = await mapConcurrently(batches(names, NAMES_PER_READ), (Names) =>
      request('ssm:GetParameters', () => this.client.send(new GetParametersCommand({ Names, WithDecryption: true }))),
    );
    return new Map(
      answers.flatMap(({ Parameters = [] }) =>
        Parameters.map(({ Name = '', Value = '' }): [string, string] => [Name, Value]),
      ),
    );
  }

  repairs(stored: StoredSecret, source: SecretSource): string[] {
    const declared = managedParameter(source);
    if (declared === undefined) {
      return [];
    }
    const { plainTextType, tier = '?', description = '' } = stored;
    return [
      ...(plainTextType === undefined ? [] : [`type ${plainTextType} → SecureString`]),
      ...(declared.tier === 'Advanced' && tier !== 'Advanced' ? [`tier ${tier} → Advanced`] : []),
      ...((textOf(declared.description) ?? '') === description ? [] : ['description']),
    ];
  }

  async write(stored: StoredSecret, value: string, settings: WriteSettings): Promise<string> {
    const { name, tier } = stored;
    const { source, keyArn, replaceKey } = settings;
    const declared = managedParameter(source);
    // Tags first: without them no role may read it. PutParameter itself refuses tags together with Overwrite.
    await this.repair(stored, settings);
    // A change of type is documented as refused, so its failure is explained and not avoided.
    const written = await requestUnless(['HierarchyTypeMismatchException'], 'ssm:PutParameter', () =>
      this.client.send(
        new PutParameterCommand({
          Name: name,
          Value: value,
          Type: 'SecureString',
          Overwrite: true,
          Description: textOf(declared?.description),
          // AWS cannot turn an advanced parameter into a standard one.
          Tier: tier === 'Advanced' ? 'Advanced' : (declared?.tier ?? 'Standard'),
          KeyId: keyArn ?? (replaceKey ? 'alias/aws/ssm' : undefined),
        }),
      ),
    );
    if (written?.Version === undefined) {
      throw new CommandFailure(
        `AWS does not turn ${name} into a SecureString. Delete it, deploy, which creates it again, and set it.`,
        { exitCode: EXIT.findings },
      );
    }
    return String(written.Version);
  }

  writeKeys({ name }: StoredSecret): Promise<string> {
    return Promise.reject(
      new CommandFailure(`${name} is a parameter; only secrets of Secrets Manager have JSON keys.`),
    );
  }

  async history(name: string): Promise<SecretVersion[]> {
    // Without decryption: the values are not wanted.
    const pages = paginateGetParameterHistory({ client: this.client }, { Name: name });
    const versions = await listAll('ssm:GetParameterHistory', pages, ({ Parameters }) => Parameters, [
      'ParameterNotFound',
    ]);
    return versions
      .sort((a, b) => Number(b.Version) - Number(a.Version))
      .map(({ Version, LastModifiedDate, LastModifiedUser, Labels = [] }, index) => ({
        version: String(Version),
        created: LastModifiedDate,
        createdBy: LastModifiedUser,
        labels: Labels,
        current: index === 0,
      }));
  }

  private async repair({ name }: StoredSecret, { missingTags }: WriteSettings): Promise<void> {
    const missing = Object.entries(missingTags);
    if (missing.length === 0) {
      return;
    }
    await request('ssm:AddTagsToResource', () =>
      this.client.send(
        new AddTagsToResourceCommand({
          ResourceType: 'Parameter',
          ResourceId: name,
          Tags: missing.map(([Key, Value]) => ({ Key, Value })),
        }),
      ),
    );
  }

  private async describeBatches(names: readonly string[], tags: Tags): Promise<ParameterMetadata[]> {
    const filters = Object.entries(tags).map(([key, value]) => ({ Key: `tag:${key}`, Values: [value] }));
    const found = await mapConcurrently(
      batches(names, NAMES_PER_FILTER),
      (Values) =>
        listAll(
          'ssm:DescribeParameters',
          paginateDescribeParameters(
            { client: this.client, pageSize: NAMES_PER_FILTER },
            { ParameterFilters: [{ Key: 'Name', Values }, ...filters] },
          ),
          ({ Parameters }) => Parameters,
        ),
      2, // AWS allows few of these a second.
    );
    return found.flat();
  }

  private async tagsOf(name: string): Promise<Tags> {
    const { TagList = [] } = await request('ssm:ListTagsForResource', () =>
      this.client.send(new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: name })),
    );
    return Object.fromEntries(TagList.map(({ Key = '', Value = '' }) => [Key, Value]));
  }

  private byName(parameters: readonly ParameterMetadata[], tags: Tags = {}): Map<string, StoredSecret> {
    return new Map(parameters.map((parameter) => [parameter.Name ?? '', { ...this.storedParameter(parameter), tags }]));
  }

  private storedParameter(parameter: ParameterMetadata): StoredSecret {
    const { Name = '', Version, Type, Tier, Description, KeyId, LastModifiedDate, LastModifiedUser } = parameter;
    return {
      name: Name,
      arn: SECRET_STORES['parameter-store'].arn(this.location, Name),
      version: String(Version),
      unchanged: Version === 1,
      plainTextType: Type === 'SecureString' ? undefined : (Type ?? 'parameter of unknown type'),
      tier: Tier,
      description: Description,
      keyId: KeyId,
      tags: {},
      stages: {},
      lastChanged: LastModifiedDate,
      valueChangedThen: true,
      lastChangedBy: LastModifiedUser,
      deleted: false,
    };
  }
}

function managedParameter(source: SecretSource) {
  return source.store === 'parameter-store' && source.ownership === 'managed' ? source : undefined;
}

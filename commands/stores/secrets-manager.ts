import {
  BatchGetSecretValueCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  paginateListSecrets,
  paginateListSecretVersionIds,
  PutSecretValueCommand,
  TagResourceCommand,
  UpdateSecretCommand,
  type DescribeSecretCommandOutput,
  type SecretListEntry,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { INITIAL_VERSION_STAGE } from '../../lib/secrets/secret-names';
import { AwsFailure, request, requestUnless } from '../aws/aws-failure';
import { ACCESS_DENIED } from '../aws/error-names';
import { batches, mapConcurrently } from '../aws/batches';
import { listAll } from '../aws/pages';
import { changeJsonKeys } from './json-keys';
import type { SecretStore, SecretVersion, StoredSecret, WriteSettings } from './secret-store';

/** Limits of the API. */
const NAMES_PER_FILTER = 10;
const SECRETS_PER_PAGE = 100;
const SECRETS_PER_READ = 20;

/** The errors for no such secret, for no current version, and for a deleted secret. */
const WITHOUT_VALUE = ['ResourceNotFoundException', 'InvalidRequestException'];

export class SecretsManager implements SecretStore {
  /** @param hierarchy - what the names of the environment's own secrets start with */
  constructor(
    private readonly client: SecretsManagerClient,
    private readonly hierarchy: string,
  ) {}

  async describeMany(names: readonly string[]): Promise<Map<string, StoredSecret>> {
    // No list has those of other accounts.
    const foreign = names.filter(isArn);
    const own = names.filter((name) => name.startsWith(`${this.hierarchy}/`));
    const others = names.filter((name) => !own.includes(name) && !foreign.includes(name));
    // A name in the filter stands for all that start with it: one does for everything below the hierarchy.
    const filters = [...(own.length > 0 ? [[`${this.hierarchy}/`]] : []), ...batches(others, NAMES_PER_FILTER)];
    const found = await mapConcurrently(filters, (Values) =>
      listAll(
        'secretsmanager:ListSecrets',
        paginateListSecrets(
          { client: this.client, pageSize: SECRETS_PER_PAGE },
          { Filters: [{ Key: 'name', Values }], IncludePlannedDeletion: true },
        ),
        ({ SecretList }) => SecretList,
      ),
    );
    const wanted = new Set(names);
    return new Map([
      ...found
        .flat()
        .map((secret) => storedSecret(secret, secret.SecretVersionsToStages))
        .filter(({ name }) => wanted.has(name))
        .map((secret): [string, StoredSecret] => [secret.name, secret]),
      ...(await this.describe(foreign)),
    ]);
  }

  async describe(names: readonly string[]): Promise<Map<string, StoredSecret>> {
    const found = await mapConcurrently(names, async (name): Promise<[string, StoredSecret][]> => {
      const secret = await this.describeOne(name);
      return secret === undefined ? [] : [[name, secret]];
    });
    return new Map(found.flat());
  }

  private async describeOne(name: string): Promise<StoredSecret | undefined> {
    try {
      const secret = await requestUnless(['ResourceNotFoundException'], 'secretsmanager:DescribeSecret', () =>
        this.client.send(new DescribeSecretCommand({ SecretId: name })),
      );
      return secret && storedSecret(secret, secret.VersionIdsToStages);
    } catch (error) {
      // In another account, its owner decides who sees it.
      if (isArn(name) && error instanceof AwsFailure && error.isAccessDenied) {
        return { ...storedSecret({ Name: name, ARN: name }), hidden: true };
      }
      throw error;
    }
  }

  async read(names: readonly string[]): Promise<Map<string, string>> {
    const values = await mapConcurrently(batches(names, SECRETS_PER_READ), (batch) => this.readBatch(batch));
    return new Map(values.flat());
  }

  async write(stored: StoredSecret, value: string, settings: WriteSettings): Promise<string> {
    // First, because without its tags no role may read it.
    await this.repair(stored, settings);
    const { VersionId = '' } = await request('secretsmanager:PutSecretValue', () =>
      this.client.send(new PutSecretValueCommand({ SecretId: stored.arn, SecretString: value })),
    );
    return VersionId;
  }

  /** Terraform itself keeps descriptions up to date, and there are no types and tiers. */
  repairs(): string[] {
    return [];
  }

  async writeKeys(
    stored: StoredSecret,
    keys: Readonly<Record<string, string>>,
    settings: WriteSettings,
    check: (value: string) => void,
  ): Promise<string> {
    await this.repair(stored, settings);
    return changeJsonKeys(this.client, { name: stored.name, arn: stored.arn, keys, check });
  }

  async history(name: string): Promise<SecretVersion[]> {
    const pages = paginateListSecretVersionIds({ client: this.client }, { SecretId: name, IncludeDeprecated: true });
    const versions = await listAll('secretsmanager:ListSecretVersionIds', pages, ({ Versions }) => Versions, [
      'ResourceNotFoundException',
    ]);
    return versions
      .map(({ VersionId = '', CreatedDate, VersionStages = [] }) => ({
        version: VersionId,
        created: CreatedDate,
        labels: [...VersionStages].sort(),
        current: VersionStages.includes('AWSCURRENT'),
      }))
      .sort((a, b) => Number(b.created) - Number(a.created) || Number(b.current) - Number(a.current));
  }

  private async repair({ arn }: StoredSecret, { keyArn, replaceKey, missingTags }: WriteSettings): Promise<void> {
    const missing = Object.entries(missingTags);
    if (missing.length > 0) {
      await request('secretsmanager:TagResource', () =>
        this.client.send(
          new TagResourceCommand({ SecretId: arn, Tags: missing.map(([Key, Value]) => ({ Key, Value })) }),
        ),
      );
    }
    if (replaceKey) {
      await request('secretsmanager:UpdateSecret', () =>
        this.client.send(new UpdateSecretCommand({ SecretId: arn, KmsKeyId: keyArn ?? 'alias/aws/secretsmanager' })),
      );
    }
  }

  private async readBatch(names: readonly string[]): Promise<[string, string][]> {
    // It needs a permission of its own, which whoever may read each secret does not always have, and names no ARN that was asked for.
    const answer =
      names.length === 1 || names.some(isArn)
        ? undefined
        : await requestUnless(ACCESS_DENIED, 'secretsmanager:BatchGetSecretValue', () =>
            this.client.send(new BatchGetSecretValueCommand({ SecretIdList: [...names] })),
          );
    const read = (answer?.SecretValues ?? []).flatMap(({ Name, SecretString }): [string, string][] =>
      Name === undefined || SecretString === undefined ? [] : [[Name, SecretString]],
    );
    const others = answer === undefined ? names : (answer.Errors ?? []).flatMap(({ SecretId }) => SecretId ?? []);
    const single = await mapConcurrently(others, async (name): Promise<[string, string][]> => {
      const secret = await requestUnless(WITHOUT_VALUE, 'secretsmanager:GetSecretValue', () =>
        this.client.send(new GetSecretValueCommand({ SecretId: name })),
      );
      return secret?.SecretString === undefined ? [] : [[name, secret.SecretString]];
    });
    return [...read, ...single.flat()];
  }
}

/** Only a secret of another account is asked for by its ARN. */
function isArn(name: string): boolean {
  return name.startsWith('arn:');
}

function storedSecret(
  secret: SecretListEntry | Omit<DescribeSecretCommandOutput, '$metadata'>,
  versions: Record<string, string[]> = {},
): StoredSecret {
  const { Name = '', ARN = '', Description, KmsKeyId, Tags = [], LastChangedDate, DeletedDate } = secret;
  const stages = Object.fromEntries(
    Object.entries(versions).flatMap(([version, labels]) => labels.map((label) => [label, version])),
  );
  const current = stages.AWSCURRENT;
  return {
    name: Name,
    arn: ARN,
    version: current,
    unchanged: current === undefined || current === stages[INITIAL_VERSION_STAGE],
    description: Description,
    keyId: KmsKeyId,
    tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    stages,
    lastChanged: LastChangedDate,
    valueChangedThen: false,
    deleted: DeletedDate !== undefined,
  };
}

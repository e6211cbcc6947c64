import { DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { namePrefix, type Environment } from '../../lib/environment/names';
import type { SecretSource } from '../../lib/secrets/secret-source';
import { requestUnless } from '../aws/aws-failure';

/** Tells with which key a secret must be encrypted, and whether it is. */
export class EncryptionKeys {
  private readonly arns = new Map<string, Promise<string | undefined>>();

  constructor(
    private readonly client: KMSClient,
    private readonly environment: Environment,
  ) {}

  /** Name of the environment's own key, if it has one. */
  get environmentKeyAlias(): string | undefined {
    return this.environment.encryptionKey === 'aws-managed' ? undefined : `alias/${namePrefix(this.environment)}`;
  }

  /** ARN of the customer-managed key that is declared for a secret; nothing if it is the AWS-managed one, or not created yet. */
  async declaredArn(source: SecretSource): Promise<string | undefined> {
    if (source.ownership === 'existing') {
      return source.keyArn;
    }
    return this.environmentKeyAlias === undefined ? undefined : this.arnOf(this.environmentKeyAlias);
  }

  /** @param keyId - the key that encrypts the secret, as its store tells: by id, ARN or alias */
  async isDeclared(source: SecretSource, keyId: string | undefined): Promise<boolean> {
    const wantsOwn =
      source.ownership === 'existing' ? source.keyArn !== undefined : this.environmentKeyAlias !== undefined;
    if (!wantsOwn) {
      return keyId === undefined || /(^|:)alias\/aws\/(ssm|secretsmanager)$/.test(keyId);
    }
    const arn = await this.declaredArn(source);
    if (keyId === undefined || arn === undefined) {
      return false;
    }
    return (
      keyId === arn || arn.endsWith(`:key/${keyId}`) || (keyId.includes('alias/') && (await this.arnOf(keyId)) === arn)
    );
  }

  /** Asks for each key once, however many secrets it encrypts. */
  private arnOf(keyId: string): Promise<string | undefined> {
    const known = this.arns.get(keyId) ?? this.describe(keyId);
    this.arns.set(keyId, known);
    return known;
  }

  private async describe(KeyId: string): Promise<string | undefined> {
    const answer = await requestUnless(['NotFoundException'], 'kms:DescribeKey', () =>
      this.client.send(new DescribeKeyCommand({ KeyId })),
    );
    return answer?.KeyMetadata?.Arn;
  }
}

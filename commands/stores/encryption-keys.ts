import { DescribeKeyCommand, type KeyMetadata } from '@aws-sdk/client-kms';
import type { Environment } from '../../lib/environment/environment';
import { namePrefix } from '../../lib/naming/names';
import { arnInOtherAccount, declaredRegion } from '../../lib/secrets/secret-location';
import type { SecretSource } from '../../lib/secrets/secret-source';
import type { AwsClients } from '../aws/aws-clients';
import { requestUnless } from '../aws/aws-failure';
import { ACCESS_DENIED } from '../aws/error-names';

/** `aws-managed`: although another one is declared. */
export type ActualKey = 'declared' | 'aws-managed' | 'other';

/** Finds with which key a secret must be encrypted, and whether it is. */
export class EncryptionKeys {
  private readonly known = new Map<string, Promise<KeyMetadata | undefined>>();

  constructor(
    private readonly clients: Pick<AwsClients, 'kms' | 'inRegion'>,
    private readonly environment: Environment,
  ) {}

  /** Name of the environment's own key, if it has one. */
  get environmentKeyAlias(): string | undefined {
    return this.environment.encryptionKey === 'aws-managed' ? undefined : `alias/${namePrefix(this.environment)}`;
  }

  /** ARN of the environment's own key; nothing if it has none, or it is not created yet. */
  async environmentKeyArn(): Promise<string | undefined> {
    return this.environmentKeyAlias === undefined ? undefined : (await this.look(this.environmentKeyAlias))?.Arn;
  }

  /** ARN of the customer-managed key that is declared for a secret; nothing if it is the AWS-managed one, or not created yet. */
  async declaredArn(source: SecretSource): Promise<string | undefined> {
    return source.ownership === 'existing' ? source.keyArn : this.environmentKeyArn();
  }

  /**
   * State of the customer-managed key that is declared for a secret, as KMS calls it: `Enabled`, `Disabled`, `PendingDeletion` …
   * Nothing if there is no such key, or KMS does not show it to these credentials.
   */
  async declaredState(source: SecretSource): Promise<string | undefined> {
    const key = source.ownership === 'existing' ? source.keyArn : this.environmentKeyAlias;
    return key === undefined ? undefined : (await this.look(key, source))?.KeyState;
  }

  /**
   * Which key encrypts a secret: the declared one, the one that AWS manages for its store, which every role of the account may use
   * through the store, or another one.
   *
   * @param keyId - by id, ARN or alias, as the store names it; nothing for the AWS-managed one
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
   */
  async actual(source: SecretSource, keyId: string | undefined): Promise<ActualKey> {
    const wantsOwn =
      source.ownership === 'existing' ? source.keyArn !== undefined : this.environmentKeyAlias !== undefined;
    if (wantsOwn && keyId !== undefined && (await this.isSame(keyId, source))) {
      return 'declared';
    }
    if (arnInOtherAccount(source) !== undefined) {
      return this.actualElsewhere(source, keyId);
    }
    if (await this.isAwsManaged(keyId, source)) {
      return wantsOwn ? 'aws-managed' : 'declared';
    }
    return 'other';
  }

  /** The key that another account's AWS manages is of no use here; and whose alias it is may not be shown. */
  private async actualElsewhere(source: SecretSource, keyId: string | undefined): Promise<ActualKey> {
    const isUnknownAlias = keyId?.includes('alias/') === true && (await this.look(keyId, source)) === undefined;
    return isUnknownAlias ? 'declared' : 'other';
  }

  private async isSame(keyId: string, source: SecretSource): Promise<boolean> {
    const arn = await this.declaredArn(source);
    if (arn === undefined) {
      return false;
    }
    return (
      keyId === arn ||
      arn.endsWith(`:key/${keyId}`) ||
      (keyId.includes('alias/') && (await this.look(keyId, source))?.Arn === arn)
    );
  }

  private async isAwsManaged(keyId: string | undefined, source: SecretSource): Promise<boolean> {
    return (
      keyId === undefined ||
      /(^|:)alias\/aws\/(ssm|secretsmanager)$/.test(keyId) ||
      (await this.look(keyId, source))?.KeyManager === 'AWS'
    );
  }

  /** Asks for each key once, however many secrets it encrypts. */
  private look(keyId: string, source?: SecretSource): Promise<KeyMetadata | undefined> {
    const region = source && declaredRegion(source);
    const place = `${region ?? ''} ${keyId}`;
    const known = this.known.get(place) ?? this.describe(keyId, region);
    this.known.set(place, known);
    return known;
  }

  private async describe(KeyId: string, region: string | undefined): Promise<KeyMetadata | undefined> {
    const { kms } = region === undefined ? this.clients : this.clients.inRegion(region);
    // Whoever may see a secret of somebody else need not be allowed to see its key.
    const unless = ['NotFoundException', ...(KeyId === this.environmentKeyAlias ? [] : ACCESS_DENIED)];
    const answer = await requestUnless(unless, 'kms:DescribeKey', () => kms.send(new DescribeKeyCommand({ KeyId })));
    return answer?.KeyMetadata;
  }
}

import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { ArnLocation } from '../aws/arns';
import type { EncryptionKey } from '../encryption/encryption-key';
import type { EnvironmentIdentity } from '../naming/names';
import { ManagedParameter, type ManagedParameterProps } from './managed-parameter';
import { ManagedSecret, type ManagedSecretProps } from './managed-secret';
import { arnInOtherAccount, declaredRegion } from './secret-location';
import { renderValueFrom, secretArn, secretKey, storedName, type NamedSecret } from './secret-names';
import type { SecretSource } from './secret-source';
import { SECRET_STORES, type SecretStoreFacts } from './secret-stores';

export interface EnvironmentSecretsProps {
  /** The environment that the names belong to. */
  readonly identity: EnvironmentIdentity;

  /** Every parameter and secret that the environment declares, once each. */
  readonly inventory: readonly NamedSecret[];

  /** Account and Region of the environment. */
  readonly location: ArnLocation;

  /** The provider that reaches another Region of the account. */
  readonly providerIn: (region: string) => TerraformProvider;

  /** Whether Terraform refuses to destroy what has a value. */
  readonly preventDestroy: boolean;

  /**
   * The environment's own key.
   *
   * @default - the AWS-managed keys
   */
  readonly encryptionKey?: EncryptionKey;
}

interface AvailableSecret {
  readonly arn: string;
  readonly prerequisites: readonly ITerraformDependable[];
}

/** Every parameter and secret that an environment declares: the managed ones created, the existing ones looked up. */
export class EnvironmentSecrets extends Construct {
  /** Names of the managed parameters and secrets in their stores. */
  public readonly managedNames: readonly string[];

  private readonly identity: EnvironmentIdentity;
  private readonly environmentKeyArn: string | undefined;
  private readonly preventDestroy: boolean;
  private readonly secrets: ReadonlyMap<string, AvailableSecret>;

  constructor(scope: Construct, id: string, props: EnvironmentSecretsProps) {
    super(scope, id);
    const { identity, inventory, encryptionKey } = props;

    this.identity = identity;
    this.environmentKeyArn = encryptionKey?.keyArn;
    this.preventDestroy = props.preventDestroy;
    this.managedNames = inventory
      .filter(({ source }) => source.ownership === 'managed')
      .map(({ storedName }) => storedName);
    this.secrets = new Map(
      inventory.map((secret) => [secretKey(identity, secret.source), this.createOrLookUp(secret, props)]),
    );
  }

  /** ARN of a parameter, or of a secret with its suffix. */
  public secretArn(source: SecretSource): string {
    return this.find(source).arn;
  }

  /** What must exist before it can be read: the ARN of a new secret is there before its first value is. */
  public prerequisites(source: SecretSource): readonly ITerraformDependable[] {
    return this.find(source).prerequisites;
  }

  /** ARN of the customer-managed key that encrypts a parameter or secret, if one does. */
  public keyArn(source: SecretSource): string | undefined {
    return source.ownership === 'managed' ? this.environmentKeyArn : source.keyArn;
  }

  /** What a container definition's `valueFrom` says to get it. */
  public valueFrom(source: SecretSource): string {
    return renderValueFrom(this.secretArn(source), source);
  }

  /** Creates one that nothing uses, at the address in Terraform that it has when it is declared. */
  public createUnused(noun: SecretStoreFacts['noun'], name: string): Construct {
    return noun === 'parameter'
      ? this.createParameter({ store: 'parameter-store', ownership: 'managed', name })
      : this.createSecret({ store: 'secrets-manager', ownership: 'managed', name });
  }

  private createParameter(source: ManagedParameterProps['source']): ManagedParameter {
    return new ManagedParameter(this, managedId(source), { ...this.settings(source), source });
  }

  private createSecret(source: ManagedSecretProps['source']): ManagedSecret {
    return new ManagedSecret(this, managedId(source), { ...this.settings(source), source });
  }

  private settings(source: SecretSource) {
    return {
      name: storedName(this.identity, source),
      keyArn: this.environmentKeyArn,
      preventDestroy: this.preventDestroy,
    };
  }

  private find(source: SecretSource): AvailableSecret {
    const secret = this.secrets.get(secretKey(this.identity, source));
    if (secret === undefined) {
      throw new Error(`${source.name} is not declared in ${this.identity.name}`);
    }
    return secret;
  }

  private createOrLookUp(secret: NamedSecret, { location, providerIn }: EnvironmentSecretsProps): AvailableSecret {
    const { storedName: name, source } = secret;
    switch (source.store) {
      case 'parameter-store':
        return {
          arn: source.ownership === 'managed' ? this.createParameter(source).parameterArn : secretArn(location, secret),
          prerequisites: [],
        };
      case 'secrets-manager': {
        if (source.ownership === 'existing') {
          const arn = arnInOtherAccount(source);
          if (arn !== undefined) {
            return { arn, prerequisites: [] };
          }
          const region = declaredRegion(source);
          // An id cannot contain a slash, and a name no colon, but it may contain a dot.
          const existingId = `${region ?? 'existing'}-secret-${source.name.replace(/\//g, ':')}`;
          const provider = region === undefined ? undefined : providerIn(region);
          return { arn: new DataAwsSecretsmanagerSecret(this, existingId, { provider, name }).arn, prerequisites: [] };
        }
        const managed = this.createSecret(source);
        return { arn: managed.secretArn, prerequisites: [managed.initialVersion] };
      }
    }
  }
}

/** No two managed names give one id: their variables for the first value would have one name, which is refused. */
function managedId({ store, name }: SecretSource): string {
  return `${SECRET_STORES[store].noun}-${name.replace(/\//g, '.')}`;
}

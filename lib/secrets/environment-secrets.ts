import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { parameterArn, type ArnLocation } from '../aws/arns';
import type { Environment } from '../environment/names';
import type { EncryptionKey } from './encryption-key';
import { ManagedParameter } from './managed-parameter';
import { ManagedSecret } from './managed-secret';
import { secretInventory, secretKey, type DeclaredSecret } from './secret-inventory';
import type { SecretSource } from './secret-source';
import { renderValueFrom } from './value-from';

export interface EnvironmentSecretsProps {
  readonly environment: Environment;
  readonly location: ArnLocation;
  /** @default - the AWS-managed keys */
  readonly encryptionKey?: EncryptionKey;
}

interface StoredSecret {
  readonly arn: string;
  readonly prerequisites: readonly ITerraformDependable[];
}

/** Every parameter and secret that an environment declares: the managed ones created, the existing ones looked up. */
export class EnvironmentSecrets extends Construct {
  /** Names of the managed parameters and secrets in their stores. */
  public readonly managedNames: readonly string[];

  private readonly environment: Environment;
  private readonly environmentKeyArn: string | undefined;
  private readonly secrets: ReadonlyMap<string, StoredSecret>;

  constructor(scope: Construct, id: string, { environment, location, encryptionKey }: EnvironmentSecretsProps) {
    super(scope, id);
    const inventory = secretInventory(environment);

    this.environment = environment;
    this.environmentKeyArn = encryptionKey?.keyArn;
    this.managedNames = inventory
      .filter(({ source }) => source.ownership === 'managed')
      .map(({ storedName }) => storedName);
    this.secrets = new Map(
      inventory.map((secret) => [secretKey(environment, secret.source), this.createOrLookUp(secret, location)]),
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

  private find(source: SecretSource): StoredSecret {
    const secret = this.secrets.get(secretKey(this.environment, source));
    if (secret === undefined) {
      throw new Error(`${source.name} is not declared in ${this.environment.name}`);
    }
    return secret;
  }

  private createOrLookUp({ storedName, source }: DeclaredSecret, location: ArnLocation): StoredSecret {
    const { deletionProtection: preventDestroy } = this.environment;
    const keyArn = this.environmentKeyArn;
    // No two managed names give one id: their variables for the first value would have one name, which is refused.
    const id = `${source.store === 'parameter-store' ? 'parameter' : 'secret'}-${source.name.replace(/\//g, '.')}`;
    if (source.store === 'parameter-store') {
      const arn =
        source.ownership === 'managed'
          ? new ManagedParameter(this, id, { name: storedName, source, keyArn, preventDestroy }).parameterArn
          : parameterArn(location, storedName);
      return { arn, prerequisites: [] };
    }
    if (source.ownership === 'existing') {
      // An id holds no slash, and a name no colon, but it may hold a dot.
      const existingId = `existing-secret-${source.name.replace(/\//g, ':')}`;
      return {
        arn: new DataAwsSecretsmanagerSecret(this, existingId, { name: storedName }).arn,
        prerequisites: [],
      };
    }
    const secret = new ManagedSecret(this, id, { name: storedName, source, keyArn, preventDestroy });
    return { arn: secret.secretArn, prerequisites: [secret.initialVersion] };
  }
}

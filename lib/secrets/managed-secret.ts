import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Construct } from 'constructs';
import { INITIAL_VERSION_STAGE } from './secret-names';
import type { SecretsManagerSource } from './secret-source';
import { textOf } from '../validation/harmless-text';
import { ValueVariable } from './value-variable';

export interface ManagedSecretProps {
  /** Full name in Secrets Manager. */
  readonly name: string;

  /** Description and recovery window. */
  readonly source: Extract<SecretsManagerSource, { ownership: 'managed' }>;

  /**
   * ARN of the customer-managed key that encrypts it.
   *
   * @default - the AWS-managed key
   */
  readonly keyArn?: string;

  /** Whether Terraform refuses to destroy it. */
  readonly preventDestroy: boolean;
}

/** A secret of Secrets Manager whose first version Terraform writes, and whose later ones it never sees. */
export class ManagedSecret extends Construct {
  /** ARN of the secret, with the characters that AWS adds to its name. */
  public readonly secretArn: string;

  /** Before there is one, the secret has no value that could be read. */
  public readonly initialVersion: SecretsmanagerSecretVersion;

  constructor(scope: Construct, id: string, { name, source, keyArn, preventDestroy }: ManagedSecretProps) {
    super(scope, id);

    const secret = new SecretsmanagerSecret(this, 'secret', {
      name,
      description: textOf(source.description),
      kmsKeyId: keyArn,
      recoveryWindowInDays: source.recoveryWindowDays ?? 30,
      lifecycle: { preventDestroy },
    });
    this.initialVersion = new SecretsmanagerSecretVersion(this, 'initial-version', {
      secretId: secret.id,
      secretStringWo: new ValueVariable(this, 'value', source).stringValue,
      secretStringWoVersion: 1,
      // A version without a label is deleted by AWS in time; Terraform would then write the placeholder again, as the current
      // version. The label of its own keeps the first version alive.
      versionStages: ['AWSCURRENT', INITIAL_VERSION_STAGE],
      lifecycle: {
        // AWSCURRENT moves on when an operator sets a value.
        ignoreChanges: ['secret_string_wo', 'secret_string_wo_version', 'version_stages'],
      },
    });
    this.secretArn = secret.arn;
  }
}

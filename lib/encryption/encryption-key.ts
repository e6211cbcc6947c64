import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import type { ArnLocation } from '../aws/arns';
import { encryptionKeyPolicy } from './encryption-key-policy';
import type { EncryptionKeyConfig } from './encryption-key-config';

export interface EncryptionKeyProps extends EncryptionKeyConfig {
  /** Name of the environment's resources; the alias is `alias/<namePrefix>`. */
  readonly namePrefix: string;

  /** Account and Region of the environment. */
  readonly location: ArnLocation;

  /** Names of the log groups that the key encrypts, or patterns of them. */
  readonly logGroupNames: readonly string[];

  /** Whether Terraform refuses to destroy the key. */
  readonly preventDestroy: boolean;
}

/** The customer-managed key of an environment. */
export class EncryptionKey extends Construct {
  /** ARN of the key itself; an alias would grant nothing in a policy. */
  public readonly keyArn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { namePrefix, location, logGroupNames, rotationPeriodDays, deletionWindowDays, preventDestroy } = props;

    const key = new KmsKey(this, 'key', {
      description: `Parameters, secrets and logs of ${namePrefix}`,
      policy: JSON.stringify(encryptionKeyPolicy(location, logGroupNames)),
      enableKeyRotation: true,
      rotationPeriodInDays: rotationPeriodDays,
      deletionWindowInDays: deletionWindowDays,
      lifecycle: { preventDestroy },
    });
    new KmsAlias(this, 'alias', { name: `alias/${namePrefix}`, targetKeyId: key.keyId });
    this.keyArn = key.arn;
  }
}

import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { awsClients } from '../../../commands/aws/aws-clients';
import type { Environment } from '../../../lib/environment/environment';
import { secretInventory } from '../../../lib/environment/secret-inventory';
import { defaultTags, namePrefix } from '../../../lib/naming/names';
import { INITIAL_VERSION_STAGE, PLACEHOLDER } from '../../../lib/secrets/secret-names';
import { textOf } from '../../../lib/validation/harmless-text';

/** Creates what a deployment creates: the key, and every managed parameter and secret with the placeholder. */
export async function deploySecrets(environment: Environment): Promise<void> {
  const { ssm, secretsManager, kms } = awsClients({ region: environment.region });
  const tags = Object.entries(defaultTags(environment)).map(([Key, Value]) => ({ Key, Value }));
  let keyArn: string | undefined;
  if (environment.encryptionKey !== 'aws-managed') {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    keyArn = KeyMetadata?.Arn;
    await kms.send(
      new CreateAliasCommand({ AliasName: `alias/${namePrefix(environment)}`, TargetKeyId: KeyMetadata?.KeyId }),
    );
  }
  for (const { source, storedName } of secretInventory(environment)) {
    if (source.ownership === 'existing') {
      continue;
    }
    if (source.store === 'parameter-store') {
      await ssm.send(
        new PutParameterCommand({
          Name: storedName,
          Value: PLACEHOLDER,
          Type: 'SecureString',
          Description: textOf(source.description),
          Tier: source.tier ?? 'Standard',
          KeyId: keyArn,
          Tags: tags,
        }),
      );
    } else {
      await secretsManager.send(
        new CreateSecretCommand({
          Name: storedName,
          Description: textOf(source.description),
          KmsKeyId: keyArn,
          Tags: tags,
        }),
      );
      await secretsManager.send(
        new PutSecretValueCommand({
          SecretId: storedName,
          SecretString: PLACEHOLDER,
          VersionStages: ['AWSCURRENT', INITIAL_VERSION_STAGE],
        }),
      );
    }
  }
}

import { CreateSecretCommand, PutSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { globalArn } from '../../lib/aws/arns';
import { secretLocation } from '../../lib/secrets/secret-location';
import type { SecretSource } from '../../lib/secrets/secret-source';
import { assumeRole } from '../aws/assume-role';
import type { AwsClients } from '../aws/aws-clients';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { recordedOutput } from '../cli/recorded-output';
import { checkSecrets } from '../secrets/checks/check-secrets';
import { importEntries } from '../secrets/import';
import type { Session } from '../stores/session';
import type { ChooseValues, ValueVersion } from './generated-values';

/** Creates what a stack expects to exist, as its owner would have done. */
export async function createExisting(session: Session, valuesOf: ChooseValues): Promise<void> {
  for (const secret of session.inventory) {
    const { source } = secret;
    if (source.ownership === 'managed') {
      continue;
    }
    const { ssm, secretsManager } = await ownerOf(session, source);
    // The embedded AWS chooses the six characters of an ARN itself, and finds a secret by an ARN without them.
    const storedName = secret.storedName.replace(/^arn:.*:secret:/, '');
    if (source.store === 'secrets-manager') {
      await secretsManager.send(new CreateSecretCommand({ Name: storedName, KmsKeyId: source.keyArn }));
    }
    for (const version of valuesOf(secret)) {
      await (source.store === 'secrets-manager'
        ? putVersion(secretsManager, storedName, version)
        : ssm.send(
            new PutParameterCommand({
              Name: storedName,
              Value: version.value,
              Type: source.plainText === true ? 'String' : 'SecureString',
              KeyId: source.keyArn,
              Overwrite: true,
            }),
          ));
    }
  }
}

/** As somebody in the account and Region of a secret: in the embedded AWS, anybody may assume any role. */
async function ownerOf({ location, clients }: Session, source: SecretSource): Promise<AwsClients> {
  const place = secretLocation(location, source);
  const there = clients.inRegion(place.region);
  if (place.accountId === location.accountId) {
    return there;
  }
  const credentials = await assumeRole(clients.sts, globalArn(place, 'iam', 'role/owner'));
  return credentials === undefined ? there : there.as(credentials);
}

/**
 * Sets every value that the environment owns with `secrets import`, as its operator does after the first deployment. Returns the
 * names.
 */
export async function setValues(session: Session, valuesOf: ChooseValues): Promise<string[]> {
  const wanted = session.inventory
    .filter(({ source }) => source.ownership === 'managed')
    .map((secret) => ({ name: secret.storedName, versions: valuesOf(secret) }));
  for (const { name, versions } of wanted) {
    for (const [index, version] of versions.entries()) {
      if (version.versionId !== undefined || version.versionStage !== undefined) {
        // The commands leave ids and labels to Secrets Manager. Declared ones are those that it once gave.
        await putVersion(session.clients.secretsManager, name, version);
      } else if (index < versions.length - 1) {
        await importValues(session, [{ name, value: version.value }]);
      }
    }
  }
  // What was just put under its id is unchanged, and stays the current version.
  await importValues(
    session,
    wanted.map(({ name, versions }) => ({ name, value: versions.at(-1)?.value ?? '' })),
  );
  return wanted.map(({ name }) => name);
}

async function importValues(
  session: Session,
  values: readonly { readonly name: string; readonly value: string }[],
): Promise<void> {
  const output = recordedOutput();
  const entries = values.map(({ name, value }) => ({ name, value, place: name }));
  if ((await importEntries(session, entries, [], true, output)) !== EXIT.done) {
    throw new CommandFailure(output.text(), {
      exitCode: EXIT.findings,
      remedy: 'Compare the declaration of the secret with what is deployed.',
    });
  }
}

async function putVersion(
  client: SecretsManagerClient,
  name: string,
  { value, versionId, versionStage = 'AWSCURRENT' }: ValueVersion,
): Promise<void> {
  await client.send(
    new PutSecretValueCommand({
      SecretId: name,
      SecretString: value,
      ClientRequestToken: versionId,
      VersionStages: [versionStage],
    }),
  );
}

/** @throws CommandFailure with what `secrets check --deep` finds */
export async function checkValues(session: Session): Promise<void> {
  const { findings, unchecked } = await checkSecrets(session, true);
  const [first] = findings;
  if (first !== undefined) {
    throw new CommandFailure(findings.map(({ secret, message }) => `${secret} ${message}`).join('\n'), {
      exitCode: EXIT.findings,
      remedy: first.remedy,
    });
  }
  if (unchecked.length > 0) {
    throw new CommandFailure(`Not checked: ${unchecked.join('\n')}`, {
      remedy: 'With --keep, the log of the embedded AWS stays.',
    });
  }
}

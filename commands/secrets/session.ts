import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { ArnLocation } from '../../lib/aws/arns';
import { secretHierarchy, type Environment } from '../../lib/environment/names';
import { secretInventory, type DeclaredSecret } from '../../lib/secrets/secret-inventory';
import { awsClients, type AwsClients } from '../aws/aws-clients';
import { request } from '../aws/aws-failure';
import { CommandFailure } from '../output/command-failure';
import { EncryptionKeys } from './encryption-keys';
import { ParameterStore } from './parameter-store';
import type { SecretStore, SecretStoreName } from './secret-store';
import { SecretsManager } from './secrets-manager';

/** One environment, and the account that holds its secrets. */
export interface Session {
  readonly environment: Environment;
  readonly inventory: readonly DeclaredSecret[];
  readonly location: ArnLocation;
  readonly clients: AwsClients;
  readonly stores: Readonly<Record<SecretStoreName, SecretStore>>;
  readonly keys: EncryptionKeys;
}

/**
 * Connects to the account of an environment.
 *
 * @param profile - of the shared AWS configuration files, instead of what the standard credential chain finds
 */
export function openSession(environment: Environment, profile?: string): Promise<Session> {
  return connect(environment, awsClients({ region: environment.region, profile }));
}

/** Connects to the account to which the clients lead. */
export async function connect(environment: Environment, clients: AwsClients): Promise<Session> {
  const { name, region, accountId } = environment;
  const identity = await request('sts:GetCallerIdentity', () => clients.sts.send(new GetCallerIdentityCommand({})));
  const { Account = '', Arn = '' } = identity;
  const location = { partition: Arn.split(':')[1] ?? 'aws', region, accountId: Account };
  if (accountId !== undefined && accountId !== Account) {
    throw new CommandFailure(
      `The credentials belong to account ${Account}, and ${name} is in account ${accountId}. ` +
        `Use credentials of ${accountId}, for example with AWS_PROFILE.`,
    );
  }
  return sessionWith(environment, location, clients);
}

/** The session of an account that is known already. */
export function sessionWith(environment: Environment, location: ArnLocation, clients: AwsClients): Session {
  return {
    environment,
    inventory: secretInventory(environment),
    location,
    clients,
    stores: {
      'parameter-store': new ParameterStore(clients.ssm, location),
      'secrets-manager': new SecretsManager(clients.secretsManager, secretHierarchy(environment)),
    },
    keys: new EncryptionKeys(clients.kms, environment),
  };
}

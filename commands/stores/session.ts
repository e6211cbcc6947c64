import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { namedAccount } from '../../lib/account/declared-account';
import { parseArn, type ArnLocation } from '../../lib/aws/arns';
import type { Environment } from '../../lib/environment/environment';
import { secretInventory, type DeclaredSecret } from '../../lib/environment/secret-inventory';
import { secretHierarchy } from '../../lib/naming/names';
import { secretLocation } from '../../lib/secrets/secret-location';
import type { SecretSource } from '../../lib/secrets/secret-source';
import type { SecretStoreName } from '../../lib/secrets/secret-stores';
import { awsClients, type AwsClients } from '../aws/aws-clients';
import { notAws, request } from '../aws/aws-failure';
import { CommandFailure } from '../cli/command-failure';
import { EncryptionKeys } from './encryption-keys';
import { ParameterStore } from './parameter-store';
import type { SecretStore } from './secret-store';
import { SecretStores } from './secret-stores';
import { SecretsManager } from './secrets-manager';

/** One environment, and the account that its secrets are in. */
export interface Session {
  readonly environment: Environment;
  readonly inventory: readonly DeclaredSecret[];
  readonly location: ArnLocation;
  readonly clients: AwsClients;
  readonly stores: SecretStores;
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
  return sessionWith(environment, await locate(environment, clients), clients);
}

/**
 * Where the clients lead.
 *
 * @throws CommandFailure if that is not the account that is named
 */
export async function locate(
  place: Pick<Environment, 'accountId' | 'name' | 'region'>,
  { sts }: Pick<AwsClients, 'sts'>,
): Promise<ArnLocation> {
  const { name, region } = place;
  const accountId = namedAccount(place);
  const identity = await request('sts:GetCallerIdentity', () => sts.send(new GetCallerIdentityCommand({})));
  const { Account, Arn = '' } = identity;
  const partition = parseArn(Arn)?.partition;
  if (Account === undefined || partition === undefined) {
    throw notAws('sts:GetCallerIdentity', 'no identity');
  }
  if (accountId !== undefined && accountId !== Account) {
    throw new CommandFailure(`The credentials belong to account ${Account}, but ${name} is in account ${accountId}.`, {
      remedy: `Use credentials of ${accountId}, for example with AWS_PROFILE.`,
    });
  }
  return { partition, region, accountId: Account };
}

/** The session of an account that is known already. */
export function sessionWith(environment: Environment, location: ArnLocation, clients: AwsClients): Session {
  return {
    environment,
    inventory: secretInventory(environment),
    location,
    clients,
    stores: new SecretStores(environment, storeFinder(environment, location, clients)),
    keys: new EncryptionKeys(clients, environment),
  };
}

/** Finds the store that a secret is in: each Region of each account has its own, as one may be denied where another is not. */
function storeFinder(
  environment: Environment,
  location: ArnLocation,
  clients: AwsClients,
): (source: SecretSource) => SecretStore {
  const known = new Map<string, SecretStore>();
  return (source) => {
    const place = secretLocation(location, source);
    const key = [source.store, place.region, place.accountId].join(' ');
    const store = known.get(key) ?? storeIn(source.store, place);
    known.set(key, store);
    return store;
  };

  function storeIn(name: SecretStoreName, place: ArnLocation): SecretStore {
    const { ssm, secretsManager } = clients.inRegion(place.region);
    return {
      'parameter-store': () => new ParameterStore(ssm, place),
      'secrets-manager': () => new SecretsManager(secretsManager, secretHierarchy(environment)),
    }[name]();
  }
}

import { PLACEHOLDER } from '../../lib/secrets/secret-names';
import { AwsFailure } from '../aws/aws-failure';
import type { KnownSecret } from './look-up';
import type { Session } from './session';

/**
 * `empty`: it has no current version. `created`: it holds the value that it was created with, and could not be read to tell
 * whether that is the placeholder.
 */
export type SecretState = 'missing' | 'deleted' | 'empty' | 'placeholder' | 'created' | 'set';

/** The state of each secret. Only where metadata do not tell is a value read, to compare it with the placeholder. */
export async function secretStates(
  session: Session,
  secrets: readonly KnownSecret[],
): Promise<Map<KnownSecret, SecretState>> {
  const states = new Map(secrets.map((secret) => [secret, stateByMetadata(secret)]));
  for (const store of ['parameter-store', 'secrets-manager'] as const) {
    const unclear = secrets.filter(
      (secret) => secret.declared.source.store === store && states.get(secret) === 'created',
    );
    const values = await readIfPossible(session, store, unclear);
    for (const secret of unclear) {
      const value = values.get(secret.declared.storedName);
      if (value !== undefined) {
        states.set(secret, value === PLACEHOLDER ? 'placeholder' : 'set');
      }
    }
  }
  return states;
}

function stateByMetadata({ declared, stored }: KnownSecret): SecretState {
  if (stored === undefined) {
    return 'missing';
  }
  if (stored.deleted) {
    return 'deleted';
  }
  if (stored.version === undefined) {
    return 'empty';
  }
  return declared.source.ownership === 'managed' && stored.unchanged ? 'created' : 'set';
}

async function readIfPossible(
  session: Session,
  store: 'parameter-store' | 'secrets-manager',
  secrets: readonly KnownSecret[],
) {
  try {
    return await session.stores[store].read(secrets.map(({ declared }) => declared.storedName));
  } catch (error) {
    if (error instanceof AwsFailure && error.isUnreadable) {
      return new Map<string, string>();
    }
    throw error;
  }
}

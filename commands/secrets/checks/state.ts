import { PLACEHOLDER } from '../../../lib/secrets/secret-names';
import type { Session } from '../../stores/session';
import type { KnownSecret } from './fetch-metadata';

/**
 * `empty`: it has no current version. `created`: it has the value that it was created with, and could not be read to find out
 * whether that is the placeholder. `hidden`: it is of another account, which does not show it to these credentials.
 */
export type SecretState = 'missing' | 'deleted' | 'empty' | 'placeholder' | 'created' | 'set' | 'hidden';

/** The state of each secret. Only where metadata do not show it, a value is read and compared with the placeholder. */
export async function secretStates(
  { stores }: Session,
  secrets: readonly KnownSecret[],
): Promise<Map<KnownSecret, SecretState>> {
  const states = new Map(secrets.map((secret) => [secret, stateByMetadata(secret)]));
  const unclear = secrets.filter((secret) => states.get(secret) === 'created');
  // What these credentials may not read stays as it is.
  const { values } = await stores.read(unclear.map(({ declared }) => declared));
  for (const secret of unclear) {
    const value = values.get(secret.declared);
    if (value !== undefined) {
      states.set(secret, value === PLACEHOLDER ? 'placeholder' : 'set');
    }
  }
  return states;
}

function stateByMetadata({ declared, stored }: KnownSecret): SecretState {
  if (stored === undefined) {
    return 'missing';
  }
  if (stored.hidden) {
    return 'hidden';
  }
  if (stored.deleted) {
    return 'deleted';
  }
  if (stored.version === undefined) {
    return 'empty';
  }
  return declared.source.ownership === 'managed' && stored.unchanged ? 'created' : 'set';
}

import type { DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { SECRET_STORES } from '../../../lib/secrets/secret-stores';
import { mapConcurrently } from '../../aws/batches';
import type { ActualKey } from '../../stores/encryption-keys';
import type { StoredSecret } from '../../stores/secret-store';
import type { Session } from '../../stores/session';
import type { Finding } from './findings';
import { metadataFindings, metadataNotes } from './metadata-findings';

/** A declared secret as its store knows it. */
export interface KnownSecret {
  readonly declared: DeclaredSecret;
  /** @default - it does not exist */
  readonly stored?: StoredSecret;
  /** The key that encrypts it. @default - it does not exist */
  readonly key?: ActualKey;
  /** What is wrong with it, by its metadata. */
  readonly findings: readonly Finding[];
  /** What differs from the declaration, but keeps no task from starting. */
  readonly notes: readonly string[];
}

/** Up to so many secrets, each is asked for by itself. */
const FEW = 10;

/** Fetches what the stores know of secrets, with as few requests as they need. */
export async function fetchMetadata(session: Session, secrets: readonly DeclaredSecret[]): Promise<KnownSecret[]> {
  if (secrets.filter(isListedLate).length <= FEW) {
    return inspect(session, secrets, 'now');
  }
  const found = await inspect(session, secrets, 'listed');
  // Nothing in a list that lags is reported to be wrong before it was asked for by name.
  const doubtful = found.filter(
    ({ declared, findings, notes }) => isListedLate(declared) && findings.length + notes.length > 0,
  );
  const certain = await inspect(
    session,
    doubtful.map(({ declared }) => declared),
    'now',
  );
  const byDeclaration = new Map(certain.map((known) => [known.declared, known]));
  return found.map((known) => byDeclaration.get(known.declared) ?? known);
}

function isListedLate({ source }: DeclaredSecret): boolean {
  return SECRET_STORES[source.store].listsLag;
}

async function inspect(
  { environment, keys, stores }: Session,
  secrets: readonly DeclaredSecret[],
  how: 'now' | 'listed',
): Promise<KnownSecret[]> {
  const found = await stores.describe(secrets, how);
  return mapConcurrently(secrets, async (declared): Promise<KnownSecret> => {
    const stored = found.get(declared);
    const key = stored && (await keys.actual(declared.source, stored.keyId));
    const keyState = key === 'declared' ? await keys.declaredState(declared.source) : undefined;
    const inspected = stored && key && { stored, key, keyState };
    return {
      declared,
      stored,
      key,
      findings: metadataFindings(environment, declared, inspected),
      notes: inspected === undefined ? [] : metadataNotes(environment, declared, inspected),
    };
  });
}

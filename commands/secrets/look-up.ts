import { defaultTags } from '../../lib/environment/names';
import type { DeclaredSecret } from '../../lib/secrets/secret-inventory';
import { mapConcurrently } from '../aws/batches';
import type { Finding } from './findings';
import { metadataFindings } from './metadata-findings';
import type { SecretStoreName, StoredSecret } from './secret-store';
import type { Session } from './session';

/** A declared secret as its store knows it. */
export interface KnownSecret {
  readonly declared: DeclaredSecret;
  /** @default - it does not exist */
  readonly stored?: StoredSecret;
  readonly hasDeclaredKey: boolean;
  /** What its metadata tell to be wrong. */
  readonly findings: readonly Finding[];
}

/** Up to so many secrets, each is asked for by itself. */
const FEW = 10;

/** Looks up secrets with as few requests as the two stores need. */
export async function lookUp(session: Session, secrets: readonly DeclaredSecret[]): Promise<KnownSecret[]> {
  const inSecretsManager = secrets.filter(({ source }) => source.store === 'secrets-manager');
  if (inSecretsManager.length <= FEW) {
    return lookUpWith('describe', session, secrets);
  }
  const found = await lookUpWith('describeMany', session, secrets);
  // Lists of Secrets Manager may be minutes old: nothing is reported to be wrong before it was asked for by name.
  const doubtful = found.filter(
    ({ declared, findings }) => declared.source.store === 'secrets-manager' && findings.length > 0,
  );
  const certain = new Map(
    (
      await lookUpWith(
        'describe',
        session,
        doubtful.map(({ declared }) => declared),
      )
    ).map((known) => [known.declared, known]),
  );
  return found.map((known) => certain.get(known.declared) ?? known);
}

async function lookUpWith(
  how: 'describe' | 'describeMany',
  session: Session,
  secrets: readonly DeclaredSecret[],
): Promise<KnownSecret[]> {
  const { environment, keys } = session;
  const stored = {
    'parameter-store': await describeIn('parameter-store', how, session, secrets),
    'secrets-manager': await describeIn('secrets-manager', how, session, secrets),
  };
  return mapConcurrently(secrets, async (declared): Promise<KnownSecret> => {
    const found = stored[declared.source.store].get(declared.storedName);
    const hasDeclaredKey = found !== undefined && (await keys.isDeclared(declared.source, found.keyId));
    const keyState = found && (await keys.declaredState(declared.source));
    const inspected = found && { stored: found, hasDeclaredKey, keyState };
    return { declared, stored: found, hasDeclaredKey, findings: metadataFindings(environment, declared, inspected) };
  });
}

async function describeIn(
  store: SecretStoreName,
  how: 'describe' | 'describeMany',
  { environment, stores }: Session,
  secrets: readonly DeclaredSecret[],
): Promise<Map<string, StoredSecret>> {
  const names = (ownership: 'managed' | 'existing') =>
    secrets
      .filter(({ source }) => source.store === store && source.ownership === ownership)
      .map(({ storedName }) => storedName);
  const [own, others] = [names('managed'), names('existing')];
  return new Map([
    ...(own.length > 0 ? await stores[store][how](own, defaultTags(environment)) : []),
    ...(others.length > 0 ? await stores[store][how](others, {}) : []),
  ]);
}

import { injectedSecrets, secretKey, type DeclaredSecret } from '../../../lib/secrets/secret-inventory';
import { mapConcurrently } from '../../aws/batches';
import { CommandFailure } from '../../output/command-failure';
import type { StoredSecret } from '../secret-store';
import type { Session } from '../session';
import type { DeployedService } from './deployed-service';
import { changesSince, type UnknownChange, type UsedSecret } from './last-change';

export interface StaleService {
  readonly service: DeployedService;
  readonly changes: readonly UnknownChange[];
}

/**
 * What changed for each service since its tasks started.
 *
 * @throws CommandFailure if a service needs a secret that is not there, as its new tasks could not start
 */
export async function unknownChanges(session: Session, services: readonly DeployedService[]): Promise<StaleService[]> {
  const names = new Set(services.map(({ workload }) => workload.name));
  const declared = session.inventory.filter(({ uses }) => uses.some(({ workload }) => names.has(workload.name)));
  const stored = await describeAsTheyAreNow(session, declared);
  requireThere(session, services, stored);

  const oldest = new Date(Math.min(...services.map(({ since }) => since.getTime())));
  const secrets = await mapConcurrently([...stored], ([secret, found]) => usedSecret(session, secret, found, oldest));
  return services.map((service) => ({ service, changes: changesSince(service.since, service.workload, secrets) }));
}

/** Not as a list of them: in that, what was set in the last minutes may still be missing. */
async function describeAsTheyAreNow(
  { stores }: Session,
  secrets: readonly DeclaredSecret[],
): Promise<Map<DeclaredSecret, StoredSecret>> {
  const found = new Map<DeclaredSecret, StoredSecret>();
  for (const store of ['parameter-store', 'secrets-manager'] as const) {
    const inStore = secrets.filter(({ source }) => source.store === store);
    const described = await stores[store].describe(
      inStore.map(({ storedName }) => storedName),
      {},
    );
    for (const secret of inStore) {
      const stored = described.get(secret.storedName);
      if (stored !== undefined && !stored.deleted) {
        found.set(secret, stored);
      }
    }
  }
  return found;
}

function requireThere(
  { environment }: Session,
  services: readonly DeployedService[],
  stored: ReadonlyMap<DeclaredSecret, StoredSecret>,
): void {
  const there = new Set([...stored.keys()].map(({ source }) => secretKey(environment, source)));
  const missing = services.flatMap(({ workload }) =>
    injectedSecrets(workload)
      .filter(({ source }) => !there.has(secretKey(environment, source)))
      .map(({ source, variable }) => `${source.name} (${workload.name}: ${variable})`),
  );
  if (missing.length > 0) {
    throw new CommandFailure(
      `New tasks could not start, because these do not exist or were deleted: ${missing.join(', ')}. ` +
        `What to do about it: npm run secrets -- check ${environment.name}`,
    );
  }
}

async function usedSecret(
  { stores }: Session,
  declared: DeclaredSecret,
  stored: StoredSecret,
  since: Date,
): Promise<UsedSecret> {
  const needsVersions =
    declared.source.store === 'secrets-manager' && (stored.lastChanged === undefined || stored.lastChanged > since);
  return {
    declared,
    stored,
    versions: needsVersions ? await stores['secrets-manager'].history(declared.storedName) : [],
  };
}

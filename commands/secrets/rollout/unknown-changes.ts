import { describeUse, type DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { operatorCommands } from '../../../lib/naming/operator-commands';
import { placedName } from '../../../lib/secrets/secret-location';
import { mapConcurrently } from '../../aws/batches';
import { CommandFailure } from '../../cli/command-failure';
import type { StoredSecret } from '../../stores/secret-store';
import type { Session } from '../../stores/session';
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
  requireThere(
    session,
    names,
    declared.filter((secret) => !stored.has(secret)),
  );

  const oldest = new Date(Math.min(...services.map(({ since }) => since.getTime())));
  const secrets = await mapConcurrently([...stored], ([secret, found]) => usedSecret(session, secret, found, oldest));
  return services.map((service) => ({ service, changes: changesSince(service.since, service.workload, secrets) }));
}

/** Not as a list: in that, what was set in the last minutes may still be missing. */
async function describeAsTheyAreNow(
  { stores }: Session,
  secrets: readonly DeclaredSecret[],
): Promise<Map<DeclaredSecret, StoredSecret>> {
  const found = await stores.describe(secrets, 'now');
  return new Map([...found].filter(([, stored]) => !stored.deleted));
}

function requireThere(
  { environment }: Session,
  services: ReadonlySet<string>,
  absent: readonly DeclaredSecret[],
): void {
  const missing = absent.flatMap(({ source, uses }) => {
    const users = uses.filter(({ workload, delivery }) => services.has(workload.name) && delivery !== 'runtime');
    return users.length === 0 ? [] : [`${placedName(source, source.name)} (${users.map(describeUse).join(', ')})`];
  });
  if (missing.length > 0) {
    throw new CommandFailure(
      `New tasks could not start, because this does not exist or was deleted: ${missing.join('; ')}. ` +
        `This shows what to do: ${operatorCommands(environment).check}`,
    );
  }
}

async function usedSecret(
  { stores }: Session,
  declared: DeclaredSecret,
  stored: StoredSecret,
  since: Date,
): Promise<UsedSecret> {
  const { lastChanged, valueChangedThen, hidden } = stored;
  const needsVersions = !hidden && !valueChangedThen && (lastChanged === undefined || lastChanged > since);
  return { declared, stored, versions: needsVersions ? await stores.history(declared) : [] };
}

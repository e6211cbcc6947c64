import { describeUse } from '../../lib/environment/secret-inventory';
import { declaredAccount, declaredRegion, placedName } from '../../lib/secrets/secret-location';
import type { Session } from '../stores/session';
import { fetchMetadata, type KnownSecret } from './checks/fetch-metadata';
import { secretStates, type SecretState } from './checks/state';

export const STATE_STYLES = {
  missing: 'red',
  deleted: 'red',
  empty: 'red',
  placeholder: 'yellow',
  created: 'yellow',
  set: 'green',
  hidden: 'yellow',
} as const satisfies Record<SecretState, string>;

const FORM_TITLES = {
  variable: 'variable',
  file: 'file',
  logOption: 'log option',
  runtime: 'run time',
  registry: 'registry',
} as const;

/** Explains the state that does not explain itself. */
export const CREATED_LEGEND =
  'created: has the value it was created with, which could not be read: the placeholder, unless the deployment gave it one.';

export type ListedSecret = ReturnType<typeof listed>;

/** Every secret of an environment as `list` shows it. */
export async function listedSecrets(session: Session): Promise<ListedSecret[]> {
  const secrets = await fetchMetadata(session, session.inventory);
  const states = await secretStates(session, secrets);
  return secrets.map((secret) => listed(secret, states.get(secret) ?? 'missing'));
}

function listed({ declared, stored }: KnownSecret, state: SecretState) {
  const { source, storedName, uses } = declared;
  return {
    name: placedName(source, source.name),
    secret: placedName(source, storedName),
    store: source.store,
    ownership: source.ownership,
    region: declaredRegion(source),
    account: declaredAccount(source),
    generated: source.ownership === 'managed' && source.generate !== undefined,
    forms: [...new Set(uses.map(({ delivery }) => FORM_TITLES[delivery]))],
    usedBy: [...new Set(uses.map(({ workload }) => workload.name))],
    uses: uses.map(describeUse),
    state,
    version: stored?.version,
    lastChanged: stored?.lastChanged?.toISOString(),
    lastChangedBy: stored?.lastChangedBy,
  };
}

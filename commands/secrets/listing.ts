import { describeUse } from './findings';
import { lookUp, type KnownSecret } from './look-up';
import type { Session } from './session';
import { secretStates, type SecretState } from './state';

export const STATE_STYLES = {
  missing: 'red',
  deleted: 'red',
  empty: 'red',
  placeholder: 'yellow',
  created: 'yellow',
  set: 'green',
} as const satisfies Record<SecretState, string>;

export const STORE_TITLES = { 'parameter-store': 'Parameter Store', 'secrets-manager': 'Secrets Manager' } as const;

const FORM_TITLES = { variable: 'variable', file: 'file', runtime: 'run time' } as const;

/** Explains the state that is not plain. */
export const CREATED_LEGEND =
  'created: has the value it was created with, which could not be read: the placeholder, unless the deployment gave one.';

export type ListedSecret = ReturnType<typeof listed>;

/** Every secret of an environment as `list` shows it. */
export async function listedSecrets(session: Session): Promise<ListedSecret[]> {
  const secrets = await lookUp(session, session.inventory);
  const states = await secretStates(session, secrets);
  return secrets.map((secret) => listed(secret, states.get(secret) ?? 'missing'));
}

function listed({ declared, stored }: KnownSecret, state: SecretState) {
  const { source, storedName, uses } = declared;
  return {
    name: source.name,
    secret: storedName,
    store: source.store,
    ownership: source.ownership,
    forms: [...new Set(uses.map(({ delivery }) => FORM_TITLES[delivery]))],
    usedBy: [...new Set(uses.map(({ workload }) => workload.name))],
    uses: uses.map(describeUse),
    state,
    version: stored?.version,
    lastChanged: stored?.lastChanged?.toISOString(),
    lastChangedBy: stored?.lastChangedBy,
  };
}

/** The id of a secret's version by its first part, the number of a parameter's whole. */
export function shortVersion(version: string | undefined): string {
  return version?.split('-')[0] ?? '-';
}

/** The last part of an ARN: the user's name, or the name of an assumed role's session. */
export function shortPrincipal(principal = '-'): string {
  return principal.startsWith('arn:') ? principal.replace(/^.*[/:]/, '') : principal;
}

export function shortDate(date: string | undefined): string {
  return date === undefined ? '-' : `${date.slice(0, 16).replace('T', ' ')} UTC`;
}

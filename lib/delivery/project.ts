import type { EnvironmentConfig } from '../environment/environment-config';
import type { AccountConfig } from './account-config';

/** All that is configured. */
export interface Project {
  /** The environments, by name. */
  readonly environments: Readonly<Record<string, EnvironmentConfig>>;

  /** The accounts, by name. */
  readonly accounts: Readonly<Record<string, AccountConfig>>;
}

/** What to know of accounts to which nothing can be deployed yet, as their ids are not set: that is no mistake until then. */
export function missingAccountNotes({ environments, accounts }: Project): string[] {
  return Object.entries(accounts)
    .filter(([, { accountId }]) => accountId === undefined)
    .map(([name]) => {
      const members = Object.keys(environments).filter((environment) => environments[environment]?.account === name);
      return (
        `accounts.${name}.accountId: not set: write the 12 digits of the account; until then ` +
        (members.length === 0 ? 'nothing can be deployed to it' : `${members.join(', ')} can only be rehearsed`)
      );
    });
}

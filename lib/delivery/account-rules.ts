import type { EnvironmentConfig } from '../environment/environment-config';
import { chooseFrom, shown } from '../validation/messages';
import type { Problem } from '../validation/problems';
import type { AccountConfig } from './account-config';
import { gitHubProblems } from './github-rules';
import type { Project } from './project';

/** What is wrong with valid accounts and environments together. */
export function accountProblems({ environments, accounts }: Project): Problem[] {
  return [
    ...Object.entries(accounts).flatMap(([name, account]) => [
      ...(name in environments
        ? [
            {
              path: ['accounts', name],
              message: `${shown(name)} is also the name of an environment: rename one of them`,
            },
          ]
        : []),
      ...repeated(accounts, name, account),
      ...gitHubProblems({ environments, accounts }, name),
    ]),
    ...Object.entries(environments).flatMap(([name, environment]) =>
      environment.account === undefined
        ? []
        : membershipProblems(environment, environment.account, accounts).map(({ path, message }) => ({
            path: ['environments', name, ...path],
            message,
          })),
    ),
  ];
}

/** A bucket has one owner, and what is shared in an account is declared once. */
function repeated(accounts: Project['accounts'], name: string, account: AccountConfig): Problem[] {
  return (['accountId', 'stateBucket'] as const).flatMap((field) => {
    const rival = Object.keys(accounts).find((other) => other !== name && accounts[other]?.[field] === account[field]);
    return rival === undefined || account[field] === undefined
      ? []
      : [{ path: ['accounts', name, field], message: `${shown(account[field])} is also that of ${shown(rival)}` }];
  });
}

/** An environment repeats what its account says, so that each can be read alone. */
function membershipProblems(
  { accountId, region, stateBackend }: EnvironmentConfig,
  name: string,
  accounts: Project['accounts'],
): Problem[] {
  const account = Object.entries(accounts).find(([candidate]) => candidate === name)?.[1];
  if (account === undefined) {
    const message = `${shown(name)} is not one of the accounts${chooseFrom(name, Object.keys(accounts))}`;
    return [{ path: ['account'], message }];
  }
  const differs = (path: readonly string[], given: string | undefined, expected: string | undefined): Problem[] => {
    const start = given === undefined ? '' : `${shown(given)} `;
    const rule = expected === undefined ? 'must be left out, as' : `must be ${shown(expected)}, as`;
    return given === expected ? [] : [{ path, message: `${start}${rule} the account ${shown(name)} says` }];
  };
  return [
    ...differs(['accountId'], accountId, account.accountId),
    ...(stateBackend.type === 's3'
      ? [
          ...differs(['stateBackend', 'bucket'], stateBackend.bucket, account.stateBucket),
          ...differs(['stateBackend', 'region'], stateBackend.region ?? region, account.region),
        ]
      : []),
  ];
}

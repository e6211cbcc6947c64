import { accountIdProblem } from '../naming/place-rules';
import type { Check } from '../validation/fields';

/** What an environment says in the place of an account's id if it may be deployed to any. */
export const ANY = 'any';

/** The account of AWS's documentation, and of the embedded AWS: nobody deploys anything real to it. */
export const DOCUMENTATION_ACCOUNT = '123456789012';

/** The only account that an environment may be deployed to; nothing if it names none, because any will do or nothing was said. */
export function namedAccount({ accountId }: { readonly accountId?: string }): string | undefined {
  return accountId === ANY ? undefined : accountId;
}

/** What is wrong with what an environment says of its account. */
export const declaredAccountProblem: Check<string> = (account) => {
  const problem = account === ANY ? undefined : accountIdProblem(account);
  return problem === undefined || /^\d+$/.test(account) ? problem : `${problem}, or "${ANY}"`;
};

import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { problemsOf, problemsWith, unchecked } from '../../support/configuration-problems';
import { environmentConfig } from '../../support/environment-config';

const [one, other] = ['111111111111', '222222222222'];
const inAccount = (accountId: string | undefined, sharesAccount?: boolean) =>
  environmentConfig({ accountId, sharesAccount });
const advice = 'give it one of its own, or say sharesAccount: true in each of them';

describe('the account of an environment', () => {
  test('may be any as long as it is not named', () => {
    expect(problemsOf({ dev: inAccount(undefined), prod: inAccount(undefined) })).toEqual([]);
    expect(problemsOf({ dev: inAccount(undefined), prod: inAccount(one) })).toEqual([]);
  });

  test('may be any, which is not the same one', () => {
    expect(problemsOf({ dev: inAccount('any'), stg: inAccount('any'), prod: inAccount(one) })).toEqual([]);
  });

  test('may be one of its own', () => {
    expect(problemsOf({ dev: inAccount(one), prod: inAccount(other) })).toEqual([]);
    expect(problemsOf({ dev: inAccount(one, false), prod: inAccount(other, true) })).toEqual([]);
  });

  test('may be that of others if all of them say so', () => {
    expect(problemsOf({ dev: inAccount(one, true), stg: inAccount(one, true), prod: inAccount(other) })).toEqual([]);
  });

  test('may be that of others which name the same account of the project, and is not that of the rest', () => {
    const member = (account: string) => ({ ...inAccount(one), account });
    expect(problemsOf({ dev: member('shared'), stg: member('shared') })).toEqual([]);
    expect(problemsOf({ dev: member('shared'), stg: member('shared'), prod: member('other') })).toEqual([
      `environments.dev.accountId: "${one}" is also the account of "prod": ${advice}`,
      `environments.prod.accountId: "${one}" is also the account of "dev", "stg": ${advice}`,
      `environments.stg.accountId: "${one}" is also the account of "prod": ${advice}`,
    ]);
  });

  test.each([undefined, false])('is not that of another by mistake, where sharesAccount is %s', (sharesAccount) => {
    expect(problemsOf({ dev: inAccount(one, sharesAccount), prod: inAccount(one, sharesAccount) })).toEqual([
      `environments.dev.accountId: "${one}" is also the account of "prod": ${advice}`,
      `environments.prod.accountId: "${one}" is also the account of "dev": ${advice}`,
    ]);
  });

  test('is not that of others which share one among themselves', () => {
    expect(problemsOf({ dev: inAccount(one, true), stg: inAccount(one, true), prod: inAccount(one) })).toEqual([
      `environments.prod.accountId: "${one}" is also the account of "dev", "stg": ${advice}`,
    ]);
  });

  test('is shared or not, and nothing else', () => {
    expect(problemsWith(unchecked({ accountId: one, sharesAccount: 'yes' }))).toEqual([
      'sharesAccount: "yes" must be true or false',
    ]);
  });

  test('is compared with those that are known, whatever else is wrong', () => {
    const environments = { dev: unchecked<EnvironmentConfig>(null), stg: inAccount(one), prod: inAccount(one) };
    expect(problemsOf(environments)).toEqual([
      'environments.dev: must be an object, got null',
      `environments.prod.accountId: "${one}" is also the account of "stg": ${advice}`,
      `environments.stg.accountId: "${one}" is also the account of "prod": ${advice}`,
    ]);
  });
});

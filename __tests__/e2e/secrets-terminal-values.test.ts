import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CANARY, startAccount, type Account } from '../support/secrets/account';

let account: Account;

beforeAll(async () => {
  account = await startAccount();
});

afterAll(() => account.stop());

/** A file of values for `import`. */
function values(name: string, text: string): string {
  const file = join(account.directory, name);
  writeFileSync(file, text);
  return file;
}

describe('import at a terminal', () => {
  const QUESTION = 'Write these 2 values in account 123456789012, ap-northeast-1 (beta)?';
  const text = (suffix: string) => `API_TOKEN=${CANARY}-${suffix}\nsigning-key="${CANARY}-${suffix}"\n`;

  it.each([[[]], [['--json']]])('asks, and writes %j', async (options) => {
    const file = values('good.env', text(`imported${options.length}`));
    const { exitCode, stdout } = await account.atTerminal(['import', 'beta', file, ...options], [[QUESTION, 'y\r']]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('/shop/beta/api-token');
    await expect(account.parameterValue('/shop/beta/api-token')).resolves.toBe(`${CANARY}-imported${options.length}`);
    await expect(account.secretValue('shop/beta/signing-key')).resolves.toBe(`${CANARY}-imported${options.length}`);
  });

  it.each<[string, string | { signal: NodeJS.Signals }, number]>([
    ['the answer no', 'n\r', 2],
    ['Ctrl-C', '\u0003', 130],
    ['SIGINT', { signal: 'SIGINT' }, 130],
  ])('writes nothing after %s, and leaves no temporary file', async (_, keys, expected) => {
    const before = await account.parameterValue('/shop/beta/api-token');
    const file = values('stopped.env', text('stopped'));
    const { exitCode } = await account.atTerminal(['import', 'beta', file], [[QUESTION, keys]]);
    expect(exitCode).toBe(expected);
    expect(account.temporaryFiles()).toEqual([]);
    await expect(account.parameterValue('/shop/beta/api-token')).resolves.toBe(before);
  });

  it.each([
    ['a value of another format', `tls/key=${CANARY}\n`, 'contains no complete PEM block', 1],
    ['a line that is no assignment', `${CANARY}\n`, 'line 1 is not NAME=value', 1],
    ['an unknown name', `${CANARY}=${CANARY}\n`, 'line 1: beta declares no secret of that name', 2],
  ])('refuses %s', async (_, refused, message, expected) => {
    const file = values('refused.env', refused);
    for (const options of [[], ['--json']]) {
      const { exitCode, stdout } = await account.atTerminal(['import', 'beta', file, ...options], []);
      expect(exitCode).toBe(expected);
      expect(stdout).toContain(message);
    }
  });

  it('does not have values typed, which the terminal would show', async () => {
    const { exitCode, stdout } = await account.atTerminal(['import', 'beta'], []);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('Standard input is a terminal, which shows what is typed');
  });
});

describe('copy at a terminal', () => {
  const COPY = ['copy', 'alpha', 'api-token', '--from', 'beta'];
  const QUESTION = 'Write this value in account 123456789012, ap-northeast-1 (alpha)?';

  it.each([
    ['n\r', 2],
    ['\u0003', 130],
  ])('writes nothing after %j', async (keys, expected) => {
    expect((await account.atTerminal(COPY, [[QUESTION, keys]])).exitCode).toBe(expected);
    await expect(account.parameterValue('/shop/alpha/api-token')).resolves.not.toContain(CANARY);
  });

  it('asks, and writes', async () => {
    const { exitCode, stdout } = await account.atTerminal([...COPY, '--json'], [[QUESTION, 'y\r']]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('/shop/alpha/api-token, version 2');
    await expect(account.parameterValue('/shop/alpha/api-token')).resolves.toContain(CANARY);
  });

  it('refuses a value that does not fit, and one from another account', async () => {
    await account.secretsManager.send(
      new PutSecretValueCommand({ SecretId: 'shop/beta/database', SecretString: `{"user":"${CANARY}"` }),
    );
    const unfit = await account.atTerminal(['copy', 'alpha', 'database', '--from', 'beta'], []);
    expect([unfit.exitCode, unfit.stdout]).toEqual([
      1,
      expect.stringContaining('The new value of shop/alpha/database'),
    ]);
    const foreign = await account.atTerminal(['copy', 'alpha', '--from', 'elsewhere', '--json'], []);
    expect([foreign.exitCode, foreign.stdout]).toEqual([2, expect.stringContaining('account 999999999999')]);
  });
});

// The database of beta still is what copy refused.
describe('what only reads, at a terminal', () => {
  it.each<[string[], number, string]>([
    [['check', 'beta'], 1, '/shared/license does not exist'],
    [['check', 'beta', '--deep'], 1, 'shop/beta/database is not a JSON object'],
    [['check', 'beta', '--deep', '--json'], 1, 'is not a JSON object'],
    [['check', 'elsewhere', '--deep'], 2, 'elsewhere is in account 999999999999'],
    [['history', 'beta', 'API_TOKEN'], 0, 'current'],
    [['history', 'beta', 'database', '--json'], 0, 'AWSCURRENT'],
    [['history', 'beta', 'LICENSE'], 2, '/shared/license does not exist.'],
    [['history', 'beta', CANARY], 2, 'beta declares no secret of that name'],
    [['list', '--all'], 2, '? elsewhere: The credentials belong to account 123456789012'],
    [['list', '--all', '--json'], 2, '"signing-key"'],
    [['list', 'beta', '--json'], 0, '/shop/beta/api-token'],
  ])('%j ends with %i', async (args, expected, message) => {
    const { exitCode, stdout } = await account.atTerminal(args, [], { NO_COLOR: '1' });
    expect([exitCode, stdout]).toEqual([expected, expect.stringContaining(message)]);
  });
});

// Last, so that it sees what all the others made.
it('shows no value anywhere, and leaves none in a temporary file', () => {
  expect(account.leaks()).toEqual([]);
  expect(account.temporaryFiles()).toEqual([]);
});

import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { CANARY, startAccount, type Account } from '../support/secrets/account';

const PRIVATE_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

let account: Account;

beforeAll(async () => {
  account = await startAccount();
});

afterAll(() => account.stop());

/** Profiles of whoever is known here, and of a role in the account of `elsewhere`. */
function profilesFile(): string {
  const file = join(account.directory, 'credentials');
  const reader = `[reader]\naws_access_key_id = ${process.env.AWS_ACCESS_KEY_ID}\naws_secret_access_key = test\n`;
  const auditor = '[auditor]\nsource_profile = reader\nrole_arn = arn:aws:iam::999999999999:role/auditor\n';
  writeFileSync(file, reader + auditor);
  return file;
}

describe('an environment that was just deployed', () => {
  it('has every secret in the list, without a value', async () => {
    const { exitCode, stdout, stderr } = await account.secrets(['list', 'alpha', '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const listed = JSON.parse(stdout) as {
      secrets: { secret: string; state: string; forms: string[]; usedBy: string[] }[];
    };
    expect(
      listed.secrets.map(({ secret, state, forms, usedBy }) => [secret, state, forms.join(), usedBy.join()]),
    ).toEqual([
      ['/shared/license', 'missing', 'variable', 'web'],
      ['/shop/alpha/api-token', 'placeholder', 'variable', 'web'],
      ['/shop/alpha/settings/mode', 'placeholder', 'run time', 'web'],
      ['/shop/alpha/tls/key', 'placeholder', 'file', 'web'],
      ['shop/alpha/database', 'placeholder', 'variable', 'web,worker'],
      ['shop/alpha/signing-key', 'placeholder', 'variable', 'worker'],
    ]);
  });

  it.each([[[]], [['--deep']]])('is found to have no values by check %j', async (depth) => {
    const { exitCode, stdout } = await account.secrets(['check', 'alpha', ...depth]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('/shared/license does not exist.');
    expect(stdout).toContain(
      depth.length === 0 ? '/shop/alpha/api-token was never set' : '/shop/alpha/api-token is still the placeholder',
    );
    expect(stdout).toContain(
      'has no version with the staging label AWSPREVIOUS, which worker: DATABASE_BEFORE selects',
    );
  });

  it('has its generated values made by one command, which list and check name', async () => {
    const one = 'npm run secrets -- generate beta signing-key';
    const all = 'npm run secrets -- generate beta --missing';
    expect((await account.secrets(['list', 'beta'])).stdout).toContain(`This sets shop/beta/signing-key: ${all}\n`);
    expect((await account.secrets(['check', 'beta', '--deep'])).stdout).toContain(
      `shop/beta/signing-key is still the placeholder.\n  → ${one}\n`,
    );
    const { exitCode, stdout, stderr } = await account.secrets(['generate', 'beta', '--missing', '--yes']);
    expect(exitCode).toBe(0);
    const value = String(await account.secretValue('shop/beta/signing-key'));
    expect(value).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(stdout + stderr).not.toContain(value);
    expect((await account.secrets(['list', 'beta'])).stdout).not.toContain(all);
  });

  it('is beside the others in the matrix, and one in another account does not hide them', async () => {
    const { exitCode, stdout } = await account.secrets(['list', '--all']);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^api-token +Parameter Store( +placeholder +1 +\d{4}-\d\d-\d\d){3} +\?$/m);
    expect(stdout).toContain('? elsewhere: The credentials belong to account 123456789012');
    // Every environment declares the same.
    expect(stdout).not.toContain('not declared');
  });

  it('is in the matrix with one in another account, where a profile leads', async () => {
    const { exitCode, stdout } = await account.secrets(['list', '--all', '--profile', 'elsewhere=auditor'], '', {
      AWS_SHARED_CREDENTIALS_FILE: profilesFile(),
    });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^api-token +Parameter Store( +placeholder +1 +\d{4}-\d\d-\d\d){3} +missing +- +-$/m);
  });
});

describe('setting every value', () => {
  it('sets a parameter from standard input, without its last line break', async () => {
    const { exitCode, stdout } = await account.secrets(
      ['set', 'alpha', 'API_TOKEN', '--yes', '--json'],
      `${CANARY}-token\n`,
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      written: [{ secret: '/shop/alpha/api-token', before: '1', version: '2', repaired: [] }],
    });
    await expect(account.parameterValue('/shop/alpha/api-token')).resolves.toBe(`${CANARY}-token`);
  });

  it('keeps a value of several lines as it is', async () => {
    expect(await account.secrets(['set', 'alpha', 'tls/key', '--yes'], PRIVATE_KEY)).toMatchObject({ exitCode: 0 });
    await expect(account.parameterValue('/shop/alpha/tls/key')).resolves.toBe(PRIVATE_KEY);
  });

  it('has concurrent writers keep each other’s keys', async () => {
    const keys = ['user', 'password', 'host', 'port'];
    const ended = await Promise.all(
      keys.map((key) => account.secrets(['set', 'alpha', 'database', '--json-key', key, '--yes'], `${CANARY}-${key}`)),
    );
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    expect(JSON.parse((await account.secretValue('shop/alpha/database')) ?? '')).toEqual(
      Object.fromEntries(keys.map((key) => [key, `${CANARY}-${key}`])),
    );
  });

  it('imports the rest, and then has nothing more to write', async () => {
    const file = join(account.directory, 'values.env');
    writeFileSync(file, `settings/mode="${CANARY}-#mode"\nSIGNING_KEY='${CANARY}-signing'\n`);
    expect(await account.secrets(['import', 'alpha', file, '--yes'])).toMatchObject({ exitCode: 0 });
    expect(await account.secrets(['import', 'alpha', file, '--yes'])).toMatchObject({
      exitCode: 0,
      stdout: 'Nothing to write.\n',
    });
    await expect(account.parameterValue('/shop/alpha/settings/mode')).resolves.toBe(`${CANARY}-#mode`);
  });

  it('takes from a larger file what is declared, and names the rest', async () => {
    const input = `LOG_LEVEL=${CANARY}\nSIGNING_KEY=${CANARY}-signing\nURL=http://$HOST\n`;
    const { exitCode, stdout } = await account.secrets(
      ['import', 'alpha', '--skip-undeclared', '--yes', '--json'],
      input,
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      written: [],
      unchanged: ['shop/alpha/signing-key'],
      skipped: [
        { secret: 'LOG_LEVEL', reason: 'is not declared in alpha' },
        { secret: 'URL', reason: 'is not declared in alpha' },
      ],
    });
  });

  it('leaves nothing to be found once the owner of the existing one has set it', async () => {
    await account.ssm.send(new PutParameterCommand({ Name: '/shared/license', Value: CANARY, Type: 'SecureString' }));
    expect(await account.secrets(['check', 'alpha'])).toMatchObject({
      exitCode: 0,
      stdout: 'Nothing found in 6 secrets of alpha (metadata).\n',
    });
    expect(await account.secrets(['check', 'alpha', '--deep'])).toMatchObject({
      exitCode: 0,
      stdout: 'Nothing found in 6 secrets of alpha (metadata and values).\n',
    });
  });

  it('copies what is set to another environment, encrypted with that one’s key', async () => {
    const { exitCode, stdout } = await account.secrets(['copy', 'own-key', '--from', 'alpha', '--yes', '--json']);
    expect(exitCode).toBe(0);
    const { written, skipped } = JSON.parse(stdout) as { written: unknown[]; skipped: unknown[] };
    expect([written.length, skipped]).toEqual([5, []]);
    expect((await account.secrets(['check', 'own-key'])).exitCode).toBe(0);
    // Its version before the only one that was set.
    expect((await account.secrets(['check', 'own-key', '--deep'])).stdout).toContain(
      'shop/own-key/database is still the placeholder in its version AWSPREVIOUS.',
    );
  });

  it('reads what it copies with the credentials of another profile', async () => {
    const copy = (profile: string) =>
      account.secrets(['copy', 'own-key', '--from', 'alpha', '--from-profile', profile, '--yes'], '', {
        AWS_SHARED_CREDENTIALS_FILE: profilesFile(),
      });
    expect(await copy('reader')).toMatchObject({ exitCode: 0, stdout: 'Nothing to write.\n' });
    const misspelt = await copy('raeder');
    expect([misspelt.exitCode, misspelt.stderr]).toEqual([2, expect.stringContaining('profile: [raeder]')]);
  });

  it('has check --all --deep find the values that the protected environment now shares, beside what is wrong in others', async () => {
    const check = (...args: string[]) =>
      account.secrets(['check', '--all', '--profile', 'elsewhere=auditor', ...args], '', {
        AWS_SHARED_CREDENTIALS_FILE: profilesFile(),
      });
    const { exitCode, stdout } = await check('--deep', '--json');
    expect(exitCode).toBe(1);
    const { environments, notes } = JSON.parse(stdout) as {
      environments: {
        environment: string;
        account: string;
        findings: { problem: string; secret: string; message: string }[];
      }[];
      notes: string[];
    };
    expect(environments.map(({ environment, account: id }) => [environment, id])).toEqual([
      ['alpha', '123456789012'],
      ['beta', '123456789012'],
      ['own-key', '123456789012'],
      ['elsewhere', '999999999999'],
    ]);
    expect(notes).toEqual(['The values of own-key were compared with those of alpha, beta, elsewhere.']);
    const shared = environments.flatMap(({ environment, findings }) =>
      findings.flatMap(({ problem, secret, message }) =>
        problem === 'same-value' ? [`${environment}: ${secret} ${message.replace(/:.*/, '')}`] : [],
      ),
    );
    // Not the license, which is one parameter for all three.
    expect(shared).toEqual(
      ['/shop/%/api-token', '/shop/%/settings/mode', '/shop/%/tls/key', 'shop/%/database', 'shop/%/signing-key'].map(
        (name) =>
          `own-key: ${name.replace('%', 'own-key')} has the same value as ${name.replace('%', 'alpha')} in alpha`,
      ),
    );
    // No value is read without it, so none is compared.
    const shallow = await check();
    expect([shallow.exitCode, shallow.stdout]).toEqual([1, expect.not.stringContaining('same value')]);
    expect(shallow.stdout).toContain('Nothing found in 6 secrets of own-key (metadata).');
    expect(shallow.stdout).toContain('/shop/elsewhere/api-token does not exist.');
  });

  it('skips what is not set', async () => {
    const { exitCode, stderr } = await account.secrets(['copy', 'alpha', 'api-token', '--from', 'beta', '--yes']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('/shop/alpha/api-token: skipped, because it is not set as /shop/beta/api-token');
  });

  it('shows the versions of a parameter and of a secret', async () => {
    expect((await account.secrets(['history', 'alpha', 'api-token'])).stdout).toMatch(/^2 .*current\n1 /m);
    expect((await account.secrets(['history', 'alpha', 'DATABASE_USER'])).stdout).toMatch(/AWSCURRENT +current$/m);
  });
});

// The file that Linux has for a full disk: https://man7.org/linux/man-pages/man4/full.4.html
(process.platform === 'linux' ? describe : describe.skip)('on a full disk', () => {
  const ofBeta = ['api-token', 'signing-key'] as const;
  const importing = (redirection: string, value: string) =>
    account.redirected(
      redirection,
      ['import', 'beta', '--format', 'json', '--yes', '-'],
      JSON.stringify(Object.fromEntries(ofBeta.map((name) => [name, value]))),
    );
  const stored = () =>
    Promise.all([account.parameterValue('/shop/beta/api-token'), account.secretValue('shop/beta/signing-key')]);

  it('says on standard error what was written', async () => {
    const { exitCode, stderr } = await importing('>/dev/full', `${CANARY}-full-1`);
    expect([exitCode, await stored()]).toEqual([74, [`${CANARY}-full-1`, `${CANARY}-full-1`]]);
    expect(stderr).toMatch(/^written {2}\/shop\/beta\/api-token, version \d+ \(\d of 2\)$/m);
    expect(stderr).toMatch(/\nDone\. .*\nThe above could not be written to standard output \(ENOSPC\)\.\n$/);
  });

  it.each(['2>/dev/full', '>/dev/full 2>&1'])(
    'writes everything, too, where that cannot be said: %s',
    async (redirection) => {
      const value = `${CANARY}-${redirection.length}`;
      const { exitCode } = await importing(redirection, value);
      expect([exitCode, await stored()]).toEqual([74, [value, value]]);
    },
  );

  it('says in one line that what was only looked at could not be shown', async () => {
    const { exitCode, stderr } = await account.redirected('>/dev/full', ['list', 'beta']);
    expect([exitCode, stderr]).toEqual([74, 'The result could not be written to standard output (ENOSPC).\n']);
  });
});

// Last, so that it sees what all the others made.
it('shows no value anywhere, and leaves none in a temporary file', () => {
  expect(account.leaks()).toEqual([]);
});

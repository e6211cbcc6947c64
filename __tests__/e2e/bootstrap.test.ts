import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import {
  DeleteObjectCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { execa } from 'execa';
import { recoverClients, type RecoverClients } from '../../commands/recover/recover-clients';
import { accounts } from '../../environments/accounts';
import { environmentConfig } from '../support/environment-config';
import { startProjectCheckout, type CheckoutProcess, type ProjectCheckout } from './support/project-checkout';

const { stateBucket: Bucket, repositories } = accounts.account;

/** Without services, so that no role is there to show that the environment exists. */
const dev = environmentConfig({
  account: 'account',
  accountId: undefined,
  stateBackend: { type: 's3', bucket: Bucket },
  services: {},
});

let checkout: ProjectCheckout;
let clients: RecoverClients;

beforeAll(async () => {
  checkout = await startProjectCheckout({ dev });
  const { endpoint, credentials } = checkout.aws;
  clients = recoverClients({ endpoint, region: dev.region, credentials });
});
afterAll(() => checkout.stop());

const exists = (answer: Promise<unknown>) =>
  answer.then(
    () => true,
    () => false,
  );
const hasLifecycle = () => exists(clients.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })));
const hasRepositories = () =>
  exists(clients.ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [...repositories] })));

const bootstrap = (...args: readonly string[]) => checkout.command('bootstrap', 'account', '--yes', ...args);
const fileOf = (stack: string) => join(checkout.directory, '.terraform-state', `${stack}.tfstate`);
const keyOf = (stack: string) => `${dev.application}/${stack}.tfstate`;
const stateOf = async (stack: string) =>
  (await clients.s3.send(new GetObjectCommand({ Bucket, Key: keyOf(stack) }))).Body?.transformToString() ?? '';
const putState = (Body: string) => clients.s3.send(new PutObjectCommand({ Bucket, Key: keyOf('dev'), Body }));

/** In the stack as bootstrap has synthesized it. cdktf would do the same, and synthesize it again each time. */
const terraform = (...args: readonly string[]) =>
  outcome(
    execa(checkout.processEnvironment.TERRAFORM_BINARY_NAME ?? '', [...args, '-input=false', '-no-color'], {
      cwd: join(checkout.directory, 'cdktf.out', 'stacks', 'dev'),
      ...{ env: checkout.processEnvironment, extendEnv: false, reject: false, all: true },
    }),
  );

async function outcome(started: CheckoutProcess): Promise<{ exitCode: number | undefined; text: string }> {
  const { exitCode, all } = await started;
  // Terraform breaks lines where its frame ends.
  return { exitCode, text: all.replace(/[\s│╷╵]+/g, ' ') };
}
const saying = (exitCode: number, text: string | RegExp) => ({
  exitCode,
  text: expect.stringMatching(text) as string,
});

test('an account is brought from nothing to shared state by a run that is killed and a second one, and a third has nothing to do', async () => {
  const killed = bootstrap();
  // The provider watches a new lifecycle for almost a minute: what was created by then is in no state.
  while (!((await hasLifecycle()) && (await hasRepositories()))) {
    await delay(250);
  }
  killed.kill('SIGKILL');
  await killed;

  expect(await outcome(bootstrap())).toEqual(saying(0, 'Done.'));
  expect(await stateOf('account')).toContain('"aws_ecr_repository"');
  expect(existsSync(fileOf('account'))).toBe(false);

  expect(await outcome(bootstrap())).toEqual(saying(0, 'nothing to do'));
});

test('of two deployments at once one is refused, with the name of who holds the lock', async () => {
  await terraform('init');
  const first = terraform('apply', '-auto-approve');
  const Key = `${keyOf('dev')}.tflock`;
  while (!(await exists(clients.s3.send(new HeadObjectCommand({ Bucket, Key }))))) {
    await delay(20);
  }
  expect(await terraform('apply', '-auto-approve')).toEqual(saying(1, /Error acquiring the state lock.* Who: \S+@\S+/));
  expect(await first).toEqual(saying(0, 'Apply complete'));
});

test('a state that is lost, cut off or of another stack is refused by a plain plan, and the right one is not', async () => {
  const own = await stateOf('dev');
  await clients.s3.send(new DeleteObjectCommand({ Bucket, Key: keyOf('dev') }));
  expect(await terraform('plan')).toEqual(
    saying(1, `The VPC of ${dev.application}-dev exists, but this state does not contain it`),
  );
  await putState(own.slice(0, own.length / 2));
  expect(await terraform('plan')).toEqual(
    saying(1, 'Unsupported state file format The state file could not be parsed as JSON'),
  );
  await putState(await stateOf('account'));
  expect(await terraform('plan')).toEqual(
    saying(1, `This is the state of ${dev.application}/account, and not of ${dev.application}/dev`),
  );
  await putState(own);
  expect(await terraform('plan')).toEqual(saying(0, 'No changes.'));
});

test('undone, every state is in its file again, and nothing is left of the bucket', async () => {
  const own = await stateOf('dev');
  expect(await outcome(bootstrap('--undo'))).toEqual(saying(0, 'Undone.'));
  expect(await readFile(fileOf('dev'), 'utf8')).toBe(own);
  expect(await exists(clients.s3.send(new HeadBucketCommand({ Bucket })))).toBe(false);
  expect(await hasRepositories()).toBe(false);
});

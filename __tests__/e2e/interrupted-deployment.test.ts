import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { execa } from 'execa';
import { recoverClients } from '../../commands/recover/recover-clients';
import { parameter } from '../../lib/secrets/secret-source';
import { environmentConfig } from '../support/environment-config';
import { startExpiringCredentials } from './support/expiring-credentials';
import { startLosingReplies } from './support/lost-replies';
import { startProjectCheckout, type CheckoutProcess, type ProjectCheckout } from './support/project-checkout';

const Bucket = 'example-com-terraform-state';

/** Without services: what is interrupted is Terraform, and its state is in the bucket. */
const dev = environmentConfig({
  account: 'account',
  accountId: undefined,
  stateBackend: { type: 's3', bucket: Bucket },
  services: {},
});

/** More than Terraform creates at the same time. */
const parameters = Array.from({ length: 15 }, (_, index) => parameter(`setting-${index}`));

let checkout: ProjectCheckout;

beforeAll(async () => {
  checkout = await startProjectCheckout({ dev });
});
afterAll(() => checkout.stop());

const deploy = () => checkout.command('deploy', 'dev', '--yes', '--despite-findings');

/** Waits for the end of a deployment, and acts on it once Terraform has begun to create something. */
async function during(deploying: CheckoutProcess, says: RegExp, act: () => unknown) {
  let hasActed = false;
  deploying.all.on('data', (text: Buffer) => {
    if (!hasActed && says.test(text.toString())) {
      hasActed = true;
      act();
    }
  });
  const { exitCode, all } = await deploying;
  return { exitCode, all };
}

/** Types a command that a message says, and answers what Terraform would ask. */
async function type(command = '') {
  const { exitCode, all } = await execa('sh', ['-c', command.replace('force-unlock', 'force-unlock -force')], {
    ...{ cwd: checkout.directory, env: checkout.processEnvironment, extendEnv: false, reject: false, all: true },
  });
  return { exitCode, all };
}

test('before the account is bootstrapped, a review says how', async () => {
  const { exitCode, all } = await checkout.command('review', 'dev');
  expect([exitCode, all]).toEqual([2, expect.stringContaining('Create it: npm run bootstrap -- account')]);
  const { endpoint, credentials } = checkout.aws;
  const { s3 } = recoverClients({ endpoint, region: dev.region, credentials });
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-1' } }),
  );
});

/** With an address, of which AWS makes another if its reply is lost. */
const withNatGateway = {
  ...dev,
  network: {
    ...dev.network,
    privateSubnets: [
      { cidrBlock: '10.0.101.0/24', availabilityZone: 'ap-northeast-1a' },
      { cidrBlock: '10.0.102.0/24', availabilityZone: 'ap-northeast-1c' },
    ],
    natGateways: 'single',
  },
} as const;

test('after a deployment that was killed, the next one says how to release the lock and find what was created', async () => {
  const deploying = deploy();
  await during(deploying, /aws_vpc\S+: Creation complete/, () => deploying.kill('SIGKILL'));
  const { exitCode, all } = await deploy();
  expect([exitCode, all]).toEqual([2, expect.stringContaining('Error acquiring the state lock')]);
  const [remedy] = /terraform -chdir=\S+ force-unlock \S+ && .+$/m.exec(all) ?? [];
  const recovered = await type(`${remedy} --import --yes`);
  expect([recovered.exitCode, recovered.all]).toEqual([0, expect.stringContaining('successfully unlocked')]);
  await checkout.configure({ dev: withNatGateway });
  const aws = await startLosingReplies(checkout.aws.endpoint, ['AllocateAddress']);
  checkout.processEnvironment.AWS_ENDPOINT_URL = aws.endpoint;
  const continued = await deploy();
  checkout.processEnvironment.AWS_ENDPOINT_URL = checkout.aws.endpoint;
  aws.stop();
  expect([continued.exitCode, continued.all]).toEqual([1, expect.stringContaining('was applied.')]);
  const [lost] =
    /Elastic IP address eipalloc-\w+ has the tags of eipalloc-\w+ \(.*\), too, and nothing uses it/.exec(
      continued.all,
    ) ?? [];
  expect(lost).toBeDefined();
  const drift = await checkout.command('drift', 'dev');
  expect([drift.exitCode, drift.all]).toEqual([1, expect.stringContaining(lost ?? '')]);
});

test('a deployment whose credentials expire says so, and is continued after its state was brought to its place', async () => {
  await checkout.configure({ dev: { ...withNatGateway, parameters } });
  const aws = await startExpiringCredentials(checkout.aws.endpoint);
  const { processEnvironment } = checkout;
  processEnvironment.AWS_ENDPOINT_URL = aws.endpoint;
  const expired = await during(deploy(), /aws_ssm_parameter\S+: Creation complete/, () => aws.expire());
  processEnvironment.AWS_ENDPOINT_URL = checkout.aws.endpoint;
  aws.stop();
  expect([expired.exitCode, expired.all]).toEqual([
    2,
    expect.stringContaining(
      'The credentials expired during the deployment. Terraform could not save the state of dev.',
    ),
  ]);

  const [push, unlock] = ['state push .+tfstate(?=\\.)', 'force-unlock ID'].map(
    (command) => new RegExp(`terraform -chdir=\\S+ ${command}`).exec(expired.all)?.[0],
  );
  const locked = await type(push);
  const [, id = ''] = / ID: +(\S+)/.exec(locked.all) ?? [];
  expect(await type(unlock?.replace(/ID$/, id))).toMatchObject({ exitCode: 0 });
  expect(await type(push)).toMatchObject({ exitCode: 0 });

  const { exitCode, all } = await deploy();
  expect([exitCode, all]).toEqual([0, expect.stringContaining('was applied.')]);
});

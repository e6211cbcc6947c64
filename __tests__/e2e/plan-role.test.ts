import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { execa } from 'execa';
import { parameter, secretsManager } from '../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { isAllowed } from '../support/iam-evaluation';
import type { RecordedCall } from '../support/recorded-call';
import { workflowWorld } from '../support/workflow-world';
import { startProjectCheckout, type ProjectCheckout } from './support/project-checkout';
import { callsIn } from './support/recorded-terraform';

const bucket = 'example-com-terraform-state';
const dev = environmentConfig({
  application: 'shop',
  stateBackend: { type: 's3', bucket },
  services: {
    web: serviceDefinition({ secrets: { TOKEN: parameter('token'), DATABASE: secretsManager('database') } }),
  },
});

/** A request to AWS, as the action and resource that a policy is asked about. */
interface Call {
  readonly action: string;
  readonly resource: string;
}

let project: ProjectCheckout;

beforeAll(async () => {
  project = await startProjectCheckout({ dev });
  const s3 = new S3Client({
    endpoint: project.aws.endpoint,
    region: 'ap-northeast-1',
    credentials: project.aws.credentials,
    forcePathStyle: true,
  });
  await s3.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-1' } }),
  );
  s3.destroy();
  const synth = await project.cdktf('synth');
  expect([synth.exitCode, synth.all]).toEqual([0, expect.any(String)]);
  await terraform('init', '-input=false');
  // What a refresh would read the values of.
  const targets = ['aws_ssm_parameter', 'aws_secretsmanager_secret_version'].map(
    async (type) => `-target=${await addressOf(type)}`,
  );
  await terraform('apply', '-input=false', '-auto-approve', ...(await Promise.all(targets)));
});

afterAll(() => project.stop());

function stackDirectory(): string {
  return join(project.directory, 'cdktf.out', 'stacks', 'dev');
}

/** What Terraform and the provider ask AWS for. */
async function terraform(...args: readonly string[]): Promise<Call[]> {
  const log = join(project.directory, 'terraform.log');
  await rm(log, { force: true });
  await execa(project.processEnvironment.TERRAFORM_BINARY_NAME ?? 'terraform', args, {
    cwd: stackDirectory(),
    env: { ...project.processEnvironment, TF_LOG: 'DEBUG', TF_LOG_PATH: log },
    extendEnv: false,
    stdin: 'ignore',
  });
  return callsIn(await readFile(log, 'utf8')).map(asCall);
}

async function addressOf(type: string): Promise<string> {
  const { resource } = JSON.parse(await readFile(join(stackDirectory(), 'cdk.tf.json'), 'utf8')) as {
    resource: Record<string, Record<string, unknown>>;
  };
  return `${type}.${Object.keys(resource[type] ?? {})[0]}`;
}

function asCall({ service, operation, path }: RecordedCall): Call {
  if (service !== 's3') {
    return { action: `${service}:${operation}`, resource: '*' };
  }
  const action = operation.startsWith('List') ? 's3:ListBucket' : `s3:${operation.replace('HeadObject', 'GetObject')}`;
  return { action, resource: `arn:aws:s3:::${path.replace(/\/?(?:\?.*)?$/, '')}` };
}

const VALUES = ['ssm:GetParameter', 'secretsmanager:GetSecretValue'];

async function refused(id: string, asked: readonly Call[]): Promise<Call[]> {
  const role = workflowWorld({ dev }).roles.find((candidate) => candidate.id === id);
  const answers = asked.map(async (call) => {
    // Everybody may ask who they are.
    const isOpen = call.action === 'sts:GetCallerIdentity';
    const request = { principal: role?.arn ?? '', policies: role?.policies ?? [], ...call };
    return isOpen || (await isAllowed(request)) ? [] : [call];
  });
  return (await Promise.all(answers)).flat();
}

// Without this, the next test would also pass if nothing was recorded, or nothing was there to be read.
test('a plan that looks at what is deployed reads the values of secrets, and writes a lock', async () => {
  const asked = await terraform('plan', '-input=false');
  const actions = asked.map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining([...VALUES, 's3:PutObject', 's3:DeleteObject']));
  // What the role that deploys may do with the rest, the test of the example `production` says.
  const ofState = asked.filter(({ action }) => action.startsWith('s3:'));
  expect(await refused('deploy-dev', ofState)).toEqual([]);
  expect(await refused('plan', ofState)).not.toEqual([]);
});

test('a plan with -refresh=false and -lock=false asks for nothing that the role that plans may not do', async () => {
  const asked = await terraform('plan', '-input=false', '-refresh=false', '-lock=false');
  expect(asked).toContainEqual({ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/shop/dev.tfstate` });
  expect(asked.filter(({ action }) => VALUES.includes(action))).toEqual([]);
  expect(await refused('plan', asked)).toEqual([]);
});

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environments } from '../../environments';
import { startEmbeddedEnvironment, type EmbeddedEnvironment } from './support/embedded-environment';

/** Terraform that is killed, with its plugin, as soon as the VPC is in the state. */
const KILLED_TERRAFORM = `#!/bin/sh
if [ "$1" = apply ]; then
  (
    while kill -0 $$ && ! grep -q aws_vpc ../../../dev.tfstate; do sleep 0.1; done
    kill -9 $$ $(pgrep -P $$ -f terraform-provider)
  ) 2> /dev/null &
fi
exec terraform "$@"
`;

let directory: string;
let environment: EmbeddedEnvironment;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'killed-deployment-'));
  const terraform = join(directory, 'terraform');
  await writeFile(terraform, KILLED_TERRAFORM);
  await chmod(terraform, 0o755);
  process.env.TERRAFORM_BINARY_NAME = terraform;
  environment = await startEmbeddedEnvironment('dev', environments.dev);
  await environment.synthProject();
});
afterAll(async () => {
  await environment.stop();
  await rm(directory, { recursive: true });
});

// cdktf 0.21 itself ends with 0 when Terraform ends by a signal.
test('a deployment whose Terraform was killed is noticed, and what it did not do is a change to a plan', async () => {
  await expect(environment.deploy()).rejects.toThrow('Terraform was ended from outside, by signal 9.');
  // It fails if Terraform was just writing the state, and what is there of it cannot be read.
  const left = await environment.diff().catch((error: unknown) => [String(error)]);
  expect(left).not.toEqual([]);
});

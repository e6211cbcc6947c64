import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { awsProvider } from '../../commands/terraform/provider-mirror';
import { findTerraform, REGISTRY_HOSTS } from '../../commands/terraform/terraform-binary';

const projectDirectory = resolve(__dirname, '../..');
const terraformEnv = (...args: string[]) =>
  execa('npm', ['run', '--silent', 'terraform-env', '--', ...args], { cwd: projectDirectory, reject: false });

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'terraform-env-test-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('a shell that evaluates it finds the AWS provider', async () => {
  const terraform = await findTerraform(process.env);
  const { version } = awsProvider(projectDirectory, REGISTRY_HOSTS[terraform.product]);
  const configuration = { terraform: { required_providers: { aws: { source: 'aws', version } } } };
  await writeFile(join(directory, 'main.tf.json'), JSON.stringify(configuration));

  const script = `eval "$(npm run --silent terraform-env)" && cd "$DIRECTORY" && exec ${terraform.name} init -no-color`;
  const { stdout, stderr } = await execa('sh', ['-c', script], {
    cwd: projectDirectory,
    env: { DIRECTORY: directory, TF_CLI_CONFIG_FILE: join(directory, 'missing') },
  });
  expect(stdout).toContain(`Installed hashicorp/aws v${version}`);
  // The named file that does not exist, of which Terraform would warn.
  expect(`${stdout}${stderr}`).not.toContain('CLI configuration file');
});

test('it says the same as JSON', async () => {
  const { stdout } = await terraformEnv('--json');
  expect(JSON.parse(stdout)).toMatchObject({
    source: { kind: expect.stringMatching(/^(configured|mirror|registry)$/) as string },
    variables: { CHECKPOINT_DISABLE: '1' },
  });
});

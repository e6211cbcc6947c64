import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTerraform, isSupported, parseVersion } from '../../../commands/terraform/terraform-binary';

let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'path-'));
});
afterEach(() => rmSync(path, { recursive: true }));

function install(program: string, output: string, before = ':'): void {
  const file = join(path, program);
  writeFileSync(file, `#!/bin/sh\n${before}\ncat <<'END'\n${output}\nEND\n`);
  chmodSync(file, 0o755);
}

/** With the shell's own programs, and nothing else, behind what the test installs. */
const find = (environment: NodeJS.ProcessEnv = {}) => findTerraform({ PATH: `${path}:/bin`, ...environment });

test.each([
  ['Terraform v1.11.4\non linux_amd64\n', { product: 'Terraform', version: '1.11.4' }],
  ['Terraform v1.12.0-beta1\n', { product: 'Terraform', version: '1.12.0-beta1' }],
  ['OpenTofu v1.11.0\non darwin_arm64\n', { product: 'OpenTofu', version: '1.11.0' }],
  // What it says of an unreadable configuration file comes first.
  [
    '╷\n│ Warning: Unable to open CLI configuration file\n╵\nTerraform v1.11.4\n',
    { product: 'Terraform', version: '1.11.4' },
  ],
  ['command not found', undefined],
])('parseVersion reads %j', (output, expected) => {
  expect(parseVersion(output)).toEqual(expected);
});

test.each([
  ['1.10.5', false],
  ['1.11.0', true],
  ['1.11.0-rc1', true],
  ['1.9.0', false],
  ['2.0.0', true],
  ['0.15.5', false],
])('isSupported of %s is %s', (version, expected) => {
  expect(isSupported(version)).toBe(expected);
});

describe('findTerraform', () => {
  test('takes terraform before tofu', async () => {
    install('terraform', 'Terraform v1.11.4');
    install('tofu', 'OpenTofu v1.11.0');
    expect(await find()).toEqual({ name: 'terraform', product: 'Terraform', version: '1.11.4' });
  });

  test('takes tofu where terraform is too old', async () => {
    install('terraform', 'Terraform v1.5.7');
    install('tofu', 'OpenTofu v1.11.0');
    expect(await find()).toEqual({ name: 'tofu', product: 'OpenTofu', version: '1.11.0' });
  });

  test('takes the program that TERRAFORM_BINARY_NAME names, and no other', async () => {
    install('terraform', 'Terraform v1.11.4');
    install('terraform-next', 'Terraform v1.13.0');
    expect((await find({ TERRAFORM_BINARY_NAME: 'terraform-next' })).version).toBe('1.13.0');
    await expect(find({ TERRAFORM_BINARY_NAME: 'missing' })).rejects.toThrow(
      'TERRAFORM_BINARY_NAME names missing, which is not installed.',
    );
  });

  // https://developer.hashicorp.com/terraform/cli/config/environment-variables and .../cli/commands#upgrade-and-security-bulletin-checks
  test("asks without the caller's settings of Terraform, and without a call home", async () => {
    install('terraform', 'Terraform v1.11.4', 'env > "$(dirname "$0")/seen"');
    await find({
      TF_CLI_ARGS_version: '-json',
      TF_LOG: 'trace',
      tf_var_name: 'value',
      CHECKPOINT_DISABLE: '',
      HOME: path,
    });
    const variables = readFileSync(join(path, 'seen'), 'utf8').split('\n');
    expect(variables.filter((variable) => /^TF_/i.test(variable))).toEqual([]);
    expect(variables).toEqual(expect.arrayContaining(['CHECKPOINT_DISABLE=1', `HOME=${path}`]));
  });

  test('says what is too old, and what to install', async () => {
    install('terraform', 'Terraform v1.10.5');
    await expect(find()).rejects.toMatchObject({
      message: 'terraform is Terraform 1.10.5, which is too old.',
      remedy: expect.stringContaining('Install Terraform 1.11 or later') as string,
    });
  });

  test('says what is missing', async () => {
    await expect(find()).rejects.toThrow('Neither Terraform nor OpenTofu is installed.');
  });
});

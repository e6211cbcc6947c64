import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepUnfinished, unfinishedResources } from '../../../commands/recover/unfinished-resources';
import { parseState } from '../../../commands/terraform/terraform-state';
import { environments } from '../../../environments';
import { synthesize } from '../../support/synthesized-stack';

let directory: string;
let declared: readonly string[];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'unfinished-'));
  const [prod] = synthesize(environments).filter(({ name }) => name === 'prod');
  writeFileSync(join(directory, 'cdk.tf.json'), prod?.text ?? '');
  const { resource } = prod?.terraform as { resource: Readonly<Record<string, object>> };
  declared = Object.entries(resource).flatMap(([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** What Terraform writes of resources. */
function state(addresses: readonly string[], status?: 'tainted') {
  const resources = addresses.map((address) => {
    const [type, name] = address.split('.');
    return { mode: 'managed', type, name, instances: [{ status, attributes: {} }] };
  });
  return parseState(JSON.stringify({ version: 4, serial: 1, resources }), '1.11.4');
}

/** The types of what would be unfinished, if the creation of everything had been interrupted. */
async function unfinishedTypes(): Promise<string[]> {
  const unfinished = await unfinishedResources({ directory }, state(declared, 'tainted'));
  return [...new Set(unfinished.map((address) => address.split('.')[0] ?? ''))];
}

test('what is refused to be created as long as it exists, or protected from being destroyed, is unfinished', async () => {
  expect(await unfinishedTypes()).toEqual(
    expect.arrayContaining(['aws_vpc', 'aws_iam_role', 'aws_ssm_parameter', 'aws_cloudwatch_log_group', 'aws_kms_key']),
  );
});

// https://developer.hashicorp.com/terraform/cli/state/taint
test('what Terraform may create again is left to it', async () => {
  const unfinished = await unfinishedTypes();
  // A service whose first deployment failed is deployed again only if it is.
  for (const type of ['aws_ecs_service', 'aws_subnet', 'aws_lb_target_group']) {
    expect(declared.some((address) => address.startsWith(`${type}.`))).toBe(true);
    expect(unfinished).not.toContain(type);
  }
});

test('what was created to its end is not unfinished, nor what is no longer declared', async () => {
  expect(await unfinishedResources({ directory }, state(declared))).toEqual([]);
  expect(await unfinishedResources({ directory }, state(['aws_vpc.undeclared'], 'tainted'))).toEqual([]);
});

test('what is kept is no longer tainted', async () => {
  const run = jest.fn((_: readonly string[]) => Promise.resolve(''));
  await keepUnfinished({ run }, ['aws_vpc.network', 'aws_iam_role.web']);
  expect(run.mock.calls.map(([args]) => args)).toEqual([
    ['untaint', '-no-color', 'aws_vpc.network'],
    ['untaint', '-no-color', 'aws_iam_role.web'],
  ]);
});

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateVpcCommand } from '@aws-sdk/client-ec2';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { recordedOutput, type RecordedOutput } from '../../commands/cli/recorded-output';
import { findUnknown } from '../../commands/recover/find-unknown';
import { recover } from '../../commands/recover/recover';
import { recoverClients, type RecoverClients } from '../../commands/recover/recover-clients';
import { declaredResources, Search, type DeclaredResource } from '../../commands/recover/search';
import type { StackTerraform } from '../../commands/terraform/stack-terraform';
import { generatedValues } from '../../commands/rehearsal/generated-values';
import { createExisting } from '../../commands/rehearsal/set-values';
import { connect } from '../../commands/stores/session';
import { knownResources, parseState } from '../../commands/terraform/terraform-state';
import { examples } from '../../examples';
import { defaultTags, identityTags } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { readState, startEmbeddedEnvironment, type EmbeddedEnvironment } from './support/embedded-environment';

// Resources of every type that the stacks create; a unit test holds that each type is searched for.
const { everything, production } = examples;
const { web } = everything.services;
const config = {
  ...everything,
  network: { ...production.network, securityGroups: undefined },
  loadBalancer: production.loadBalancer,
  services: { ...everything.services, ...(web && { web: { ...web, route: production.services.web?.route } }) },
};
const identity = { ...config, name: 'dev' };
const OPERATORS_VALUE = 'canary-operator-5e0c11ab';

let environment: EmbeddedEnvironment;
let clients: RecoverClients;
let stack: StackTerraform;
let declared: DeclaredResource[];
/** With the data sources, and what is in the state only: they are not searched for. */
let all: DeclaredResource[];

beforeAll(async () => {
  environment = await startEmbeddedEnvironment('dev', config);
  const { aws } = environment;
  const credentials = await environment.clients.ecs.config.credentials();
  clients = recoverClients({ endpoint: aws.endpoint, region: config.region, credentials });
  await createExisting(await connect({ ...config, name: 'dev' }, environment.clients), generatedValues);
  await environment.synthInstead(config);
  await environment.deploy();
  await clients.ssm.send(
    new PutParameterCommand({ Name: '/everything/dev/session-key', Value: OPERATORS_VALUE, Overwrite: true }),
  );
  stack = await environment.terraform();
  all = await declaredResources(join(stack.directory, 'cdk.tf.json'));
  declared = all.filter(({ type }) => !type.startsWith('data.') && type !== 'terraform_data');
});
afterAll(() => environment.stop());

const runRecover = async (confirmImport?: () => Promise<void>): Promise<{ code: number; output: RecordedOutput }> => {
  const output = recordedOutput();
  const commands = operatorCommands(identity);
  const code = await recover({ stack, clients, identityTags: identityTags(identity), commands, output, confirmImport });
  return { code, output };
};
const addresses = () => declared.map(({ address }) => address).sort();

// A reply that was lost leaves any one of them: what is created is not in the state.
test('finds each resource that alone is missing in the state, as what it is', async () => {
  const known = knownResources(parseState(await readState(environment), '1.11.0'));
  for (const { address } of declared) {
    const others = new Map([...known].filter(([other]) => other !== address));
    const search = new Search(clients, identityTags(identity), new Map(all.map((one) => [one.address, one])), others);
    const unknown = await findUnknown(declared, search);
    expect(unknown.map((found) => found.address)).toEqual([address]);
    expect(search.remarks).toEqual([]);
  }
});

test('finds nothing, and ends with 0, where the state is complete', async () => {
  const { code, output } = await runRecover();
  expect([code, output.text()]).toEqual([0, 'Everything that is declared and exists is in the state.']);
});

test('imports everything into an empty state, so that nothing is left to change, and no value gets into it', async () => {
  await rm(environment.workspace.stateFile('dev'));
  const shown = await runRecover();
  expect(shown.code).toBe(1);
  for (const address of addresses()) {
    expect(shown.output.text()).toContain(address);
  }

  const imported = await runRecover(() => Promise.resolve());
  expect(imported.code).toBe(0);
  const state = await readState(environment);
  const known = [...knownResources(parseState(state, '1.11.0')).keys()];
  expect(known.filter((address) => !address.startsWith('terraform_data.')).sort()).toEqual(addresses());
  expect(state).not.toContain(OPERATORS_VALUE);
  expect(await environment.diff()).toEqual([]);
  expect(await readState(environment)).not.toContain(OPERATORS_VALUE);
});

test('tells of a second VPC with the name and tags of the environment, and which of them is in the state', async () => {
  const tags = Object.entries({ ...defaultTags(identity), Name: 'everything-dev' });
  const { Vpc } = await clients.ec2.send(
    new CreateVpcCommand({
      CidrBlock: config.network.vpcCidrBlock,
      TagSpecifications: [{ ResourceType: 'vpc', Tags: tags.map(([Key, Value]) => ({ Key, Value })) }],
    }),
  );
  const { code, output } = await runRecover();
  expect(code).toBe(1);
  const known = knownResources(parseState(await readFile(environment.workspace.stateFile('dev'), 'utf8'), '1.11.0'));
  const [own] = [...known].filter(([address]) => address.startsWith('aws_vpc.')).map(([, { id }]) => String(id));
  expect(output.text()).toContain(`The state contains ${own}, with 4 subnets; ${Vpc?.VpcId} has 0.`);
});

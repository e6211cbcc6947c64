import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteInternetGatewayCommand, DeleteVpcCommand, ReleaseAddressCommand } from '@aws-sdk/client-ec2';
import { ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { recordedOutput, type RecordedOutput } from '../../commands/cli/recorded-output';
import { findDuplicates } from '../../commands/duplicates/find-duplicates';
import { findUnknown } from '../../commands/recover/find-unknown';
import { recover } from '../../commands/recover/recover';
import { recoverClients, type RecoverClients } from '../../commands/recover/recover-clients';
import { declaredResources, Search, type DeclaredResource } from '../../commands/recover/search';
import type { StackTerraform } from '../../commands/terraform/stack-terraform';
import { generatedValues } from '../../commands/rehearsal/generated-values';
import { createExisting } from '../../commands/rehearsal/set-values';
import { overrideStacks } from '../../commands/rehearsal/workspace';
import { connect } from '../../commands/stores/session';
import { knownResources, parseState } from '../../commands/terraform/terraform-state';
import { examples } from '../../examples';
import { identityTags } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { readState, startEmbeddedEnvironment, type EmbeddedEnvironment } from './support/embedded-environment';
import { startLosingReplies } from './support/lost-replies';

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
/** The requests that create what has neither a name nor a token. */
const CREATIONS = {
  VPC: 'CreateVpc',
  'internet gateway': 'CreateInternetGateway',
  'Elastic IP address': 'AllocateAddress',
  key: 'CreateKey',
};
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
  const losing = await startLosingReplies(aws.endpoint, Object.values(CREATIONS));
  await overrideStacks(environment.workspace, { ...aws, endpoint: losing.endpoint });
  await environment.deploy();
  losing.stop();
  await overrideStacks(environment.workspace, aws);
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

// The provider asks again, and the deployment is green.
test('what AWS has created twice, because a reply was lost, is found by its tags, and how to remove it', async () => {
  const duplicates = await findDuplicates(await connect(identity, environment.clients));
  const { code, output } = await runRecover();
  expect([code, duplicates.map(({ resource }) => resource.replace(/ \S+$/, ''))]).toEqual([1, Object.keys(CREATIONS)]);
  const known = knownResources(parseState(await readState(environment), '1.11.0'));
  const ids = [...known.values()].map(({ id }) => id);
  for (const { resource, remedy } of duplicates) {
    expect(ids).not.toContain(resource.split(' ').at(-1));
    const removal = remedy.slice(remedy.indexOf('aws '));
    expect(output.text()).toContain(removal);
    await remove(removal);
  }
});

/** Does what a command of the AWS CLI does, which need not be installed here. */
async function remove(command: string): Promise<unknown> {
  const [, operation = '', id = ''] = /^aws \w+ ([\w-]+) --[\w-]+ (\S+) /.exec(command) ?? [];
  const { ec2, kms } = clients;
  switch (operation) {
    case 'delete-vpc':
      return ec2.send(new DeleteVpcCommand({ VpcId: id }));
    case 'delete-internet-gateway':
      return ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId: id }));
    case 'release-address':
      return ec2.send(new ReleaseAddressCommand({ AllocationId: id }));
    case 'schedule-key-deletion':
      return kms.send(new ScheduleKeyDeletionCommand({ KeyId: id }));
    default:
      throw new Error(`${command} is none that is known here.`);
  }
}

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

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { z } from 'zod';
import { findDrift } from '../../commands/drift/find-drift';
import { sessionWith } from '../../commands/stores/session';
import type { StackTerraform } from '../../commands/terraform/stack-terraform';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { isAllowed } from '../support/iam-evaluation';
import { requestedAccess } from '../support/requested-access';
import { billing, billingIn, shop } from '../support/shared-load-balancer';
import { stateResources } from '../support/state-resources';
import { workflowWorld } from '../support/workflow-world';
import { readState, startEmbeddedEnvironment, type EmbeddedEnvironment } from './support/embedded-environment';
import { callsIn } from './support/recorded-terraform';

const outputSchema = z.object({ vpcId: z.string(), publicSubnetIds: z.array(z.string()) });

let environment: EmbeddedEnvironment;
let shopStack: StackTerraform;
let billingStack: StackTerraform;
/** Of what the provider asks AWS for. */
let log: string;
let deployed: EnvironmentConfig;
let states: string[];

const synth = (config: EnvironmentConfig) => environment.synthInstead(shop, { billing: config });
const apply = (stack: StackTerraform, ...options: string[]) => stack.run(['apply', '-auto-approve', ...options]);
/** Fails if it would change anything. */
const planNothing = (stack: StackTerraform) => stack.run(['plan', '-detailed-exitcode']);

beforeAll(async () => {
  environment = await startEmbeddedEnvironment('shop', shop);
  await synth(billing);
  shopStack = await environment.terraform();
  log = join(environment.workspace.directory, 'provider.log');
  billingStack = await environment.beside('billing').terraform({ TF_LOG_PROVIDER: 'DEBUG', TF_LOG_PATH: log });
});
afterAll(() => environment.stop());

test('a plan says what is missing while the environment with the load balancer is not deployed', async () => {
  const refusal: unknown = await billingStack.run(['plan', '-no-color']).catch((error: unknown) => error);
  expect(String(refusal).replace(/\s+/g, ' ')).toContain('Deploy shop with its load balancer first');
});

test('a stack of its own adds its services to the load balancer of another one, whose plan stays empty', async () => {
  await apply(shopStack);
  const output: unknown = JSON.parse(await shopStack.run(['output', '-json', 'existing_vpc']));
  const { vpcId, publicSubnetIds } = outputSchema.parse(output);
  deployed = billingIn({ vpcId, publicSubnetIds });
  await synth(deployed);
  await apply(billingStack);

  const { clients } = environment;
  const { services: [service] = [] } = await clients.ecs.send(
    new DescribeServicesCommand({ cluster: 'growth-billing', services: ['growth-billing-invoices'] }),
  );
  expect(service?.loadBalancers).toHaveLength(1);
  await Promise.all([shopStack, billingStack].map(planNothing));
  states = await Promise.all([environment, environment.beside('billing')].map(readState));

  const location = { partition: 'aws', region: shop.region, accountId: '123456789012' };
  const [owner, sharer] = [
    { ...shop, name: 'shop' },
    { ...deployed, name: 'billing' },
  ];
  const drift = await findDrift(sessionWith(owner, location, clients), [sharer]);
  expect([...drift, ...(await findDrift(sessionWith(sharer, location, clients)))]).toEqual([]);
});

test('is destroyed while the other one stays', async () => {
  await apply(billingStack, '-destroy');
  expect((await billingStack.run(['state', 'list'])).trim()).toBe('');
});

// Of each role by its own policies. Who has changed the priority of a rule is not in it: SetRulePriorities.
test('the roles that deploy and plan it may do all that Terraform has asked for', async () => {
  const { roles } = workflowWorld({ shop, billing: deployed });
  const resources = states.flatMap(stateResources);
  const balancer = resources.find(({ tags }) => tags.Name === 'growth-shop-load-balancer')?.arn;
  // AWS asks for the group that gets a rule, and not for the one that the rule names, which the log does not tell apart.
  const asked = (await requestedAccess(callsIn(await readFile(log, 'utf8')), resources)).filter(
    ({ action, resource }) => action !== 'ec2:AuthorizeSecurityGroupIngress' || resource !== balancer,
  );
  const refused = async (id: string, requests: typeof asked) => {
    const { arn: principal = '', policies = [] } = roles.find((role) => role.id === id) ?? {};
    const answers = requests.map(async (request) =>
      (await isAllowed({ principal, policies, ...request })) ? [] : [`${request.action} on ${request.resource}`],
    );
    return (await Promise.all(answers)).flat();
  };
  const lookUps = asked.filter(({ action }) => /:Describe(?:LoadBalancer|Listener|SecurityGroups|Tags)/.test(action));
  expect(asked.map(({ action }) => action)).toContain('elasticloadbalancing:CreateRule');
  expect(lookUps.map(({ action }) => action)).toContain('elasticloadbalancing:DescribeListeners');
  expect([await refused('deploy-billing', asked), await refused('plan', lookUps)]).toEqual([[], []]);
});

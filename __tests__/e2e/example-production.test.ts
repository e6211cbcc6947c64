import { findTerraform } from '../../commands/terraform/terraform-binary';
import { generatedValues } from '../../commands/rehearsal/generated-values';
import { production } from '../../examples/production';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import type { PolicyDocument } from '../../lib/aws/policy-document';
import { parameter } from '../../lib/secrets/secret-source';
import { isAllowed } from '../support/iam-evaluation';
import { requestedAccess, type Asked } from '../support/requested-access';
import { stateResources } from '../support/state-resources';
import { KEY_POLICY, workflowWorld } from '../support/workflow-world';
import { recordedTerraform, type RecordedTerraform } from './support/recorded-terraform';
import { rehearseExample, type RehearsedExample } from './support/rehearsed-example';

/** As much as can be changed in place. The new tag is one of everything. */
const changed: EnvironmentConfig = {
  ...production,
  tags: { 'cost-center': '4711' },
  logRetentionDays: 14,
  encryptionKey: { rotationPeriodDays: 180, deletionWindowDays: 30 },
  loadBalancer: production.loadBalancer?.scheme && {
    ...production.loadBalancer,
    accessLogs: { retentionDays: 30 },
    ingressCidrBlocks: ['192.0.2.0/24'],
  },
  services: Object.fromEntries(
    Object.entries(production.services).map(([name, { scaling, ...service }]) => [
      name,
      {
        ...service,
        route: service.route && { ...service.route, priority: service.route.priority + 1, healthCheck: { path: '/' } },
        scaling: scaling && { ...scaling, maximum: 8, scheduled: undefined },
        secrets:
          name === 'api' ? { API_KEY: parameter('api-key', { description: 'Key of the API' }) } : service.secrets,
      },
    ]),
  ),
  scheduledTasks: Object.fromEntries(
    Object.entries(production.scheduledTasks ?? {}).map(([name, task]) => [name, { ...task, timeZone: 'UTC' }]),
  ),
};

let terraform: RecordedTerraform;
let example: RehearsedExample;
const states: string[] = [];

beforeAll(async () => {
  terraform = await recordedTerraform((await findTerraform(process.env)).name);
  example = await rehearseExample('production', generatedValues, {
    ...process.env,
    TERRAFORM_BINARY_NAME: terraform.program,
  });
  states.push(await example.state());
});
afterAll(async () => {
  await example.stop();
  await terraform.remove();
});

// That a second diff is empty is a step of the rehearsal, which would have failed.
test('is deployed, and its services and its scheduled task run', () => {
  expect(example.rehearsal.services.map(({ name }) => name)).toEqual(['api', 'web']);
  expect(example.rehearsal.scheduledTasks).toMatchObject([{ name: 'report', output: 'reported' }]);
});

test('is changed, and destroyed without a trace', async () => {
  await example.change(changed);
  states.push(await example.state());
  expect(await example.destroy()).toEqual([]);
});

describe('the role that deploys it', () => {
  const role = workflowWorld({ dev: production }).roles.find(({ id }) => id === 'deploy-dev');
  const policies = role?.policies ?? [];
  let asked: Asked[];

  beforeAll(async () => {
    asked = await requestedAccess(await terraform.calls(), states.flatMap(stateResources));
  });

  async function refused(by: readonly PolicyDocument[], requests = asked): Promise<string[]> {
    const answers = requests.map(async ({ action, resource, context }) => {
      const resourcePolicy = /^arn:aws:kms:.*:key\//.test(resource) ? KEY_POLICY : undefined;
      const request = { principal: role?.arn ?? '', policies: by, action, resource, context, resourcePolicy };
      return (await isAllowed(request)) ? [] : [`${action} on ${resource} ${JSON.stringify(context)}`];
    });
    return (await Promise.all(answers)).flat();
  }

  test('may do all that Terraform has asked for, to deploy, to change and to destroy it', async () => {
    const actions = new Set(asked.map(({ action }) => action));
    for (const action of [
      'ecs:CreateService',
      'ecs:UpdateService',
      'ecs:DeleteService',
      'iam:PassRole',
      'ec2:CreateTags',
    ]) {
      expect(actions).toContain(action);
    }
    expect(await refused(policies)).toEqual([]);
  });

  // Without this, the test before would also pass if everything were allowed.
  test('could not without any of its statements, but those for what Terraform does not ask for by itself', async () => {
    const allowing = policies.flatMap(({ Statement }) => Statement).filter(({ Effect }) => Effect === 'Allow');
    const spare: string[] = [];
    for (const { Sid, Action } of allowing) {
      const without = policies.map((policy) => ({
        ...policy,
        Statement: policy.Statement.filter((statement) => statement.Sid !== Sid),
      }));
      const concerned = asked.filter(({ action }) => Action.includes(action));
      if ((await refused(without, concerned)).length === 0) {
        spare.push(Sid);
      }
    }
    expect(spare.sort()).toEqual(
      [
        // The backend, which is local here: __tests__/e2e/plan-role.test.ts.
        ...['ListStates', 'LockState', 'WriteState'],
        // The commands before and after a deployment.
        ...['ListTasks', 'PushImages', 'ReadImages', 'ReadServices'],
        // Secrets of Secrets Manager, log files and changed trust, none of which there is in it.
        ...['ChangeTrust', 'EmptyAccessLogs', 'ManageSecrets', 'ReadSecretMetadata'],
        // What AWS asks for besides, and logs of requests do not show.
        ...['CreateServiceRoles', 'NameEndpoints'],
      ].sort(),
    );
  });
});

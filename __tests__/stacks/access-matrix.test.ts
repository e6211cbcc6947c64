import { environments } from '../../environments';
import { examples } from '../../examples';
import type { PolicyDocument, PolicyStatement } from '../../lib/aws/policy-document';
import { parameter, secretsManager } from '../../lib/secrets/secret-source';
import { accessViolations, type AccessViolation } from '../support/access-check';
import { questions } from '../support/access-questions';
import { accessWorld } from '../support/access-world';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { isAllowed } from '../support/iam-evaluation';
import { maximalEnvironment } from '../support/maximal-environment';
import { alsoAllowing, alsoOn, mutatedRole, withoutCondition, type Mutation } from '../support/policy-mutations';
import { workflowWorld } from '../support/workflow-world';

const world = accessWorld({
  ...environments,
  full: maximalEnvironment({ rotationPeriodDays: 365, deletionWindowDays: 7 }),
  // Its name begins like another's, in the same account.
  full2: environmentConfig({
    application: 'shop',
    services: { api: serviceDefinition({ secrets: { A: parameter('api'), B: secretsManager('db') } }) },
  }),
});
const awsManagedWorld = accessWorld({ full: maximalEnvironment('aws-managed') });
const exampleWorld = accessWorld(...Object.values(examples).map((dev) => ({ dev })));

describe('the access of every role', () => {
  it.each(world.roles)('as $name is what is declared, among all secrets of all environments', async (role) => {
    await expect(accessViolations(world, role)).resolves.toEqual([]);
  });

  it.each(awsManagedWorld.roles)('as $name is what is declared where AWS manages the key', async (role) => {
    await expect(accessViolations(awsManagedWorld, role)).resolves.toEqual([]);
  });

  it.each(exampleWorld.roles)('as $name is what is declared, among all secrets of all examples', async (role) => {
    await expect(accessViolations(exampleWorld, role)).resolves.toEqual([]);
  });

  it('is asked about roles and secrets of every kind', () => {
    const count = (of: readonly { readonly environment: string }[], name: string) =>
      of.filter(({ environment }) => environment === name).length;
    expect(count(world.roles, 'dev')).toBeGreaterThan(1);
    // Three services and two tasks with two roles each, the role that starts the scheduled task, and that of the flow logs.
    expect(count(world.roles, 'full')).toBe(12);
    expect(new Set(world.secrets.map(({ key, store }) => `${store} ${key.owner}`))).toEqual(
      new Set(
        ['ssm', 'secretsmanager'].flatMap((store) =>
          ['environment', 'aws', 'somebody else'].map((key) => `${store} ${key}`),
        ),
      ),
    );
  });
});

const ACCOUNT = '123456789012';

/** Widenings that somebody might make, and what the check must then say. */
const MUTATIONS: readonly {
  readonly title: string;
  readonly role: string;
  readonly sid: string;
  readonly widen: Mutation;
  readonly expected: Partial<AccessViolation> & Pick<AccessViolation, 'action'>;
}[] = [
  {
    title: 'every resource',
    role: 'shop-full-api-execution',
    sid: 'ReadExistingParameters',
    widen: (statement) => ({ ...statement, Resource: ['*'] }),
    expected: { action: 'ssm:GetParameters', resource: parameterArn('shop/full/api2') },
  },
  {
    title: 'a resource by the beginning of its name, and its tags unseen',
    role: 'shop-full-api-execution',
    sid: 'ReadParameters',
    widen: ({ Condition: _tags, ...statement }) => ({ ...statement, Resource: [parameterArn('shop/full/api*')] }),
    expected: { action: 'ssm:GetParameters', resource: parameterArn('shop/full/api2') },
  },
  {
    title: 'a path without its closing slash',
    role: 'shop-full-log-shipper-task',
    sid: 'ReadParametersByPath',
    widen: (statement) => ({ ...statement, Resource: [parameterArn('shop/full/database*')] }),
    expected: { action: 'ssm:GetParametersByPath', resource: parameterArn('shop/full/database2') },
  },
  {
    title: 'a whole hierarchy, where only the tags keep what is the environment’s',
    role: 'shop-full-api-execution',
    sid: 'ReadParameters',
    widen: (statement) => ({ ...statement, Resource: [parameterArn('*')] }),
    expected: { action: 'ssm:GetParameters', resource: parameterArn('shop/full/unused') },
  },
  {
    title: 'a secret whatever its tags',
    role: 'shop-full-nightly-execution',
    sid: 'ReadSecrets',
    widen: ({ Condition: _tags, ...statement }) => statement,
    expected: { action: 'secretsmanager:GetSecretValue', resource: secretArn('shop/full/gcp') },
  },
  {
    title: 'a parameter of the application in any environment',
    role: 'ecs_parameter_store-prod-web-execution',
    sid: 'ReadParameters',
    widen: (statement) => withoutCondition(statement, 'aws:ResourceTag/environment'),
    expected: { action: 'ssm:GetParameters', resource: parameterArn('ecs_parameter_store/prod/MY_PARAM_2') },
  },
  {
    title: 'a parameter of any application that has an environment of this name',
    role: 'ecs_parameter_store-prod-web-execution',
    sid: 'ReadParameters',
    widen: (statement) => withoutCondition(statement, 'aws:ResourceTag/application'),
    expected: { action: 'ssm:GetParameters', resource: parameterArn('ecs_parameter_store/prod/MY_PARAM_2') },
  },
  {
    title: 'another service’s parameter',
    role: 'shop-full-api-execution',
    sid: 'ReadParameters',
    widen: (statement) => alsoOn(statement, parameterArn('shop/full/api2')),
    expected: { action: 'ssm:GetParameters', resource: parameterArn('shop/full/api2') },
  },
  {
    title: 'another service’s secret',
    role: 'shop-full-nightly-execution',
    sid: 'ReadSecrets',
    widen: (statement) => alsoOn(statement, secretArn('shop/full/db')),
    expected: { action: 'secretsmanager:GetSecretValue', resource: secretArn('shop/full/db') },
  },
  {
    title: 'another environment’s parameter, whatever its tags',
    role: 'ecs_parameter_store-dev-web-execution',
    sid: 'ReadParameters',
    widen: ({ Condition: _tags, ...statement }) =>
      alsoOn(statement, parameterArn('ecs_parameter_store/prod/MY_PARAM_1')),
    expected: { action: 'ssm:GetParameters', resource: parameterArn('ecs_parameter_store/prod/MY_PARAM_1') },
  },
  ...[
    { place: 'Region', here: 'ap-northeast-1', there: 'eu-west-1' },
    { place: 'account', here: ACCOUNT, there: '210987654321' },
  ].flatMap(({ place, here, there }) => {
    const inEvery = (statement: PolicyStatement) =>
      alsoOn(statement, ...(statement.Resource ?? []).map((resource) => resource.replace(here, '*')));
    const another = (arn: string) => arn.replace(here, there);
    return [
      {
        title: `the same path in every ${place}`,
        role: 'shop-full-log-shipper-task',
        sid: 'ReadParametersByPath',
        widen: inEvery,
        expected: { action: 'ssm:GetParametersByPath', resource: another(parameterArn('shop/full/database')) },
      },
      {
        title: `an existing parameter of the same name in every ${place}`,
        role: 'shop-full-api-execution',
        sid: 'ReadExistingParameters',
        widen: inEvery,
        expected: { action: 'ssm:GetParameters', resource: another(parameterArn('shared/license-key')) },
      },
      {
        title: `a secret of the same name and tags in every ${place}`,
        role: 'shop-full-api-execution',
        sid: 'ReadSecrets',
        widen: inEvery,
        expected: { action: 'secretsmanager:GetSecretValue', resource: another(secretArn('shop/full/db')) },
      },
      {
        title: `decryption with the same key in every ${place}`,
        role: 'ecs_parameter_store-stg-web-execution',
        sid: 'DecryptParameters',
        widen: inEvery,
        expected: { action: 'kms:Decrypt', resource: another(keyArn('ecs_parameter_store/stg/MY_PARAM_1')) },
      },
    ];
  }),
  {
    title: 'decryption through the store of any Region, for what is read at run time',
    role: 'shop-full-log-shipper-task',
    sid: 'DecryptParametersByPath',
    widen: throughAnyRegion,
    expected: { action: 'kms:Decrypt', resource: parameterArn('shop/full/database/host') },
  },
  {
    title: 'decryption through the store of any Region, for what is injected',
    role: 'shop-full-nightly-execution',
    sid: 'DecryptSecrets',
    widen: throughAnyRegion,
    expected: { action: 'kms:Decrypt', resource: secretArn('shop/full/gcp') },
  },
  {
    title: 'decryption with any key of the account',
    role: 'ecs_parameter_store-stg-web-execution',
    sid: 'DecryptParameters',
    widen: (statement) => ({ ...statement, Resource: [`arn:aws:kms:ap-northeast-1:${ACCOUNT}:key/*`] }),
    expected: { action: 'kms:Decrypt', resource: parameterArn('ecs_parameter_store/stg/MY_PARAM_1') },
  },
  ...[
    ['ReadParameters', 'ssm:GetParameterHistory', parameterArn('shop/full/api')],
    ['ReadParameters', 'ssm:DeleteParameters', parameterArn('shop/full/api')],
    ['ReadParameters', 'ssm:AddTagsToResource', parameterArn('shop/full/api')],
    ['ReadSecrets', 'secretsmanager:TagResource', secretArn('shop/full/db')],
    ['ReadSecrets', 'secretsmanager:ReplicateSecretToRegions', secretArn('shop/full/db')],
    ['ReadSecrets', 'secretsmanager:RestoreSecret', secretArn('shop/full/db')],
    ['DecryptParameters1', 'kms:ReEncryptFrom', parameterArn('shared/license-key')],
    ['DecryptParameters1', 'kms:GenerateDataKeyWithoutPlaintext', parameterArn('shared/license-key')],
  ].map(([sid = '', action = '', resource = '']) => ({
    title: `${action} besides`,
    role: 'shop-full-api-execution',
    sid,
    widen: (statement: PolicyStatement) => alsoAllowing(statement, action),
    expected: { action, resource },
  })),
  {
    title: 'the deletion of a key',
    role: 'shop-full-api-execution',
    sid: 'DecryptSecrets2',
    widen: ({ Condition: _conditions, ...statement }) => alsoAllowing(statement, 'kms:ScheduleKeyDeletion'),
    expected: { action: 'kms:ScheduleKeyDeletion', problem: 'allowed, but not declared' },
  },
  {
    title: 'everything to what starts a scheduled task',
    role: 'shop-full-nightly-schedule',
    sid: 'RunTask',
    widen: ({ Condition: _cluster, ...statement }) => ({ ...statement, Action: ['*'], Resource: ['*'] }),
    expected: { action: 'secretsmanager:GetSecretValue', resource: secretArn('shop/full/gcp') },
  },
  {
    title: 'writing',
    role: 'shop-full-api2-execution',
    sid: 'ReadSecrets',
    widen: (statement) => ({ ...statement, Action: ['secretsmanager:*'] }),
    expected: { action: 'secretsmanager:PutSecretValue', resource: secretArn('shop/full/db-admin') },
  },
  {
    title: 'a secret by the beginning of its name',
    role: 'shop-full-api-execution',
    sid: 'ReadSecrets',
    widen: (statement) => ({ ...statement, Resource: [secretArn('shop/full/db').replace(/.{6}$/, '*')] }),
    expected: { action: 'secretsmanager:GetSecretValue', resource: secretArn('shop/full/db-admin') },
  },
  {
    title: 'decryption by the role itself',
    role: 'shop-full-api-execution',
    sid: 'DecryptSecrets1',
    widen: (statement) => withoutCondition(statement, 'kms:ViaService'),
    expected: { action: 'kms:Decrypt', problem: 'allowed, but not declared' },
  },
  {
    title: 'decryption of everything that the key encrypts',
    role: 'ecs_parameter_store-stg-web-execution',
    sid: 'DecryptParameters',
    widen: (statement) => withoutCondition(statement, 'kms:EncryptionContext:PARAMETER_ARN'),
    expected: { action: 'kms:Decrypt', problem: 'allowed, but not declared' },
  },
  {
    title: 'decryption with every key',
    role: 'shop-full-nightly-task',
    sid: 'DecryptParametersByPath',
    widen: (statement) => ({ ...statement, Resource: ['*'], Condition: {} }),
    expected: { action: 'kms:Decrypt', resource: parameterArn('ecs_parameter_store/prod/MY_PARAM_1') },
  },
  {
    title: 'less than is declared',
    role: 'ecs_parameter_store-dev-web-execution',
    sid: 'ReadParameters',
    widen: (statement) => ({ ...statement, Resource: (statement.Resource ?? []).slice(1) }),
    expected: { action: 'ssm:GetParameters', problem: 'declared, but not allowed' },
  },
  {
    title: 'another environment’s tags',
    role: 'ecs_parameter_store-dev-web-execution',
    sid: 'ReadParameters',
    widen: (statement) => ({ ...statement, Condition: { StringEquals: { 'aws:ResourceTag/environment': 'prod' } } }),
    expected: { action: 'ssm:GetParameters', problem: 'declared, but not allowed' },
  },
];

describe('a policy that somebody changes', () => {
  it.each(MUTATIONS)('to allow $title is found out', async ({ role, sid, widen, expected }) => {
    const violations = await accessViolations(world, mutatedRole(world.roles, role, sid, widen), expected.action);
    expect(violations).toContainEqual(expect.objectContaining({ role, ...expected }));
  });

  it('to allow what is another example’s is found out', async () => {
    const resource = secretArn('gcp_credentials/dev/google-service-account');
    const widen: Mutation = ({ Condition: _tags, ...statement }) => alsoOn(statement, resource);
    const role = mutatedRole(exampleWorld.roles, 'everything-dev-report-execution', 'ReadSecrets', widen);
    const violations = await accessViolations(exampleWorld, role);
    expect(violations).toContainEqual(
      expect.objectContaining({
        action: 'secretsmanager:GetSecretValue',
        resource,
        problem: 'allowed, but not declared',
      }),
    );
  });
});

const workflows = workflowWorld({
  ...environments,
  full: maximalEnvironment({ rotationPeriodDays: 365, deletionWindowDays: 7 }),
  full2: environmentConfig({ application: 'shop' }),
});

/** Reading a value, in one way or another. */
const READS = [
  ...['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParameterHistory', 'ssm:GetParametersByPath'],
  ...['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue', 'kms:Decrypt'],
];

/** As if somebody gave the role the right to everything. */
const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Everything', Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
};

describe.each(workflows.roles.filter(({ id }) => ['check', 'plan'].includes(id)))(
  'the role with which workflows $id',
  (role) => {
    it('can do nothing with any secret, key or path of any environment but list them', async () => {
      const violations = await accessViolations(world, role);
      const allowed = violations.filter(({ problem }) => problem === 'allowed, but not declared');
      expect(allowed.filter(({ action }) => action !== 'ssm:DescribeParameters')).toEqual([]);
    });

    it('reads no value, even if other policies allow everything', async () => {
      const asked = questions(world, role).filter(({ action }) => READS.includes(action));
      expect(new Set(asked.map(({ action }) => action))).toEqual(new Set(READS));
      for (const { about, declared: _declared, ...request } of asked) {
        const policies = [...role.policies, EVERYTHING];
        const answer = await isAllowed({ principal: role.arn, ...request, policies });
        expect([request.action, about, answer]).toEqual([request.action, about, false]);
      }
    });
  },
);

describe.each(workflows.roles.filter(({ id }) => id.startsWith('deploy-')))(
  'the role with which workflows $id',
  (role) => {
    it('reads the values that its environment manages, as the provider does, and no others', async () => {
      const environment = role.id.replace('deploy-', '');
      for (const { store, arn, tags } of world.secrets) {
        const action = store === 'ssm' ? 'ssm:GetParameter' : 'secretsmanager:GetSecretValue';
        const answer = await isAllowed({ principal: role.arn, action, resource: arn, policies: role.policies });
        expect([arn, answer]).toEqual([arn, tags.environment === environment]);
      }
    });
  },
);

function throughAnyRegion(statement: PolicyStatement): PolicyStatement {
  const { 'kms:ViaService': store = '', ...others } = statement.Condition?.StringEquals ?? {};
  const anyStore = { 'kms:ViaService': String(store).replace('ap-northeast-1', '*') };
  const StringLike = { ...statement.Condition?.StringLike, ...anyStore };
  return { ...statement, Condition: { StringEquals: others, StringLike } };
}

function parameterArn(name: string): string {
  return `arn:aws:ssm:ap-northeast-1:${ACCOUNT}:parameter/${name}`;
}

function keyArn(parameterName: string): string {
  return world.secrets.find(({ arn }) => arn === parameterArn(parameterName))?.key.arn ?? '';
}

function secretArn(name: string): string {
  return `arn:aws:secretsmanager:ap-northeast-1:${ACCOUNT}:secret:${name}-AbCdEf`;
}

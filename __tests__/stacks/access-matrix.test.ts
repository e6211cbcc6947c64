import { environments } from '../../environments';
import { examples } from '../../examples';
import type { PolicyDocument, PolicyStatement } from '../../lib/iam/policy-document';
import { accessViolations, accessWorld, type AccessViolation } from '../support/access-check';
import type { DeployedRole } from '../support/deployed-access';
import { maximalEnvironment } from '../support/maximal-environment';

const world = accessWorld({
  ...environments,
  full: maximalEnvironment({ rotationPeriodDays: 365, deletionWindowDays: 7 }),
  full2: maximalEnvironment('aws-managed'),
});

describe('the access of every role', () => {
  it.each(world.roles)('as $name is what is declared, among all secrets of all environments', async (role) => {
    await expect(accessViolations(world, [role])).resolves.toEqual([]);
  });

  it.each(Object.entries(examples))('is what it declares in the example %s', async (_name, dev) => {
    await expect(accessViolations(accessWorld({ dev }))).resolves.toEqual([]);
  });

  it('is asked about roles and secrets of every kind', () => {
    const count = (of: readonly { readonly environment: string }[], name: string) =>
      of.filter(({ environment }) => environment === name).length;
    expect(count(world.roles, 'dev')).toBe(2);
    // Three services and a scheduled task with two roles each, and the role that starts the task.
    expect(count(world.roles, 'full')).toBe(9);
    expect(new Set(world.secrets.map(({ key, store }) => `${store} ${key.owner}`))).toEqual(
      new Set(
        ['ssm', 'secretsmanager'].flatMap((store) =>
          ['environment', 'aws', 'somebody else'].map((key) => `${store} ${key}`),
        ),
      ),
    );
  });
});

/** Widenings that somebody might make, and what the check must then say. */
const MUTATIONS: readonly {
  readonly title: string;
  readonly role: string;
  readonly sid: string;
  readonly widen: (statement: PolicyStatement) => PolicyStatement;
  readonly expected: Partial<AccessViolation>;
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
    title: 'one more action',
    role: 'ecs_parameter_store-prod-web-execution',
    sid: 'ReadParameters',
    widen: (statement) => ({ ...statement, Action: [...statement.Action, 'ssm:GetParameterHistory'] }),
    expected: { action: 'ssm:GetParameterHistory', resource: parameterArn('ecs_parameter_store/prod/MY_PARAM_1') },
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
    const original = world.roles.find(({ name }) => name === role);
    const mutated = original && withStatement(original, sid, widen);
    expect(mutated).toBeDefined();
    const violations = await accessViolations(world, mutated && [mutated]);
    expect(violations).toContainEqual(expect.objectContaining({ role, ...expected }));
  });
});

function withStatement(
  role: DeployedRole,
  sid: string,
  widen: (statement: PolicyStatement) => PolicyStatement,
): DeployedRole {
  const sids = role.policies.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));
  expect(sids).toContain(sid);
  const mutate = (policy: PolicyDocument): PolicyDocument => ({
    ...policy,
    Statement: policy.Statement.map((statement) => (statement.Sid === sid ? widen(statement) : statement)),
  });
  return { ...role, policies: role.policies.map(mutate) };
}

function withoutCondition(statement: PolicyStatement, dropped: string): PolicyStatement {
  const entries = Object.entries(statement.Condition?.StringEquals ?? {}).filter(([key]) => key !== dropped);
  return { ...statement, Condition: { StringEquals: Object.fromEntries(entries) } };
}

function parameterArn(name: string): string {
  return `arn:aws:ssm:ap-northeast-1:123456789012:parameter/${name}`;
}

function secretArn(name: string): string {
  return `arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:${name}-AbCdEf`;
}

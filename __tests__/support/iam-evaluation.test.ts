import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument, PolicyStatement } from '../../lib/aws/policy-document';
import { isAllowed } from './iam-evaluation';
import { lintPolicy, parsePolicy } from './policy-lint';

const ROLE = 'arn:aws:iam::123456789012:role/web';
const KEY = 'arn:aws:kms:ap-northeast-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef';
const PARAMETER = 'arn:aws:ssm:ap-northeast-1:123456789012:parameter/shop/dev/token';

function policy(...statements: readonly Partial<PolicyStatement>[]): PolicyDocument {
  const Statement = statements.map((statement, index): PolicyStatement => ({
    Sid: `S${index}`,
    Effect: 'Allow',
    Action: ['ssm:GetParameters'],
    Resource: [PARAMETER],
    ...statement,
  }));
  return { Version: '2012-10-17', Statement };
}

const keyPolicy = policy({
  Principal: { AWS: 'arn:aws:iam::123456789012:root' },
  Action: ['kms:*'],
  Resource: ['*'],
});

describe('the evaluator', () => {
  const decrypt = (operator: string, pattern: string, encryptionContext?: string) =>
    isAllowed({
      principal: ROLE,
      action: 'kms:Decrypt',
      resource: KEY,
      context: encryptionContext === undefined ? {} : { 'kms:EncryptionContext:PARAMETER_ARN': encryptionContext },
      policies: [
        policy({
          Action: ['kms:Decrypt'],
          Resource: [KEY],
          Condition: { [operator]: { 'kms:EncryptionContext:PARAMETER_ARN': [pattern] } },
        }),
      ],
      resourcePolicy: keyPolicy,
    });

  it('compares the encryption context, which runSimulation drops', async () => {
    await expect(decrypt('StringEquals', PARAMETER, PARAMETER)).resolves.toBe(true);
    await expect(decrypt('StringEquals', PARAMETER, `${PARAMETER}2`)).resolves.toBe(false);
    await expect(decrypt('StringEquals', PARAMETER)).resolves.toBe(false);
    await expect(decrypt('StringLike', `${PARAMETER}/*`, `${PARAMETER}/user`)).resolves.toBe(true);
    await expect(decrypt('StringLike', `${PARAMETER}/*`, `${PARAMETER}2/user`)).resolves.toBe(false);
    await expect(decrypt('StringLike', `${PARAMETER}/*`)).resolves.toBe(false);
  });

  it('asks the key policy too', async () => {
    const request = { principal: ROLE, action: 'kms:Decrypt', resource: KEY };
    const policies = [policy({ Action: ['kms:Decrypt'], Resource: [KEY] })];
    await expect(isAllowed({ ...request, policies, resourcePolicy: keyPolicy })).resolves.toBe(true);
    await expect(isAllowed({ ...request, policies })).resolves.toBe(false);
    await expect(isAllowed({ ...request, resourcePolicy: keyPolicy })).resolves.toBe(false);
  });

  it.each([
    ['aws:ResourceTag/environment', 'dev'],
    ['aws:resourcetag/environment', 'dev'],
    ['aws:ResourceTag/Environment', 'dev'],
    ['aws:ResourceTag/environment', 'DEV'],
  ])('agrees with runSimulation about %s of %s', async (key, value) => {
    const tagged = policy({ Condition: { StringEquals: { 'aws:ResourceTag/environment': 'dev' } } });
    const context = { [key]: value };
    const simulated = await runSimulation(
      {
        request: {
          principal: ROLE,
          action: 'ssm:GetParameters',
          resource: { resource: PARAMETER, accountId: '123456789012' },
          contextVariables: context,
        },
        identityPolicies: [{ name: 'policy', policy: tagged }],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
    const allowed = await isAllowed({
      principal: ROLE,
      action: 'ssm:GetParameters',
      resource: PARAMETER,
      context,
      policies: [tagged],
    });
    expect(simulated).toMatchObject({ resultType: 'single', overallResult: allowed ? 'Allowed' : 'ImplicitlyDenied' });
  });

  it.each([
    ['an action that does not exist', 'ssm:ReadParameters', PARAMETER, {}, 'does not exist'],
    ['a resource of another kind', 'ssm:GetParameters', KEY, {}, 'No resource types found'],
    ['a resource that the action does not know', 'ecr:GetAuthorizationToken', KEY, {}, 'knows no resource'],
    ['everything at once', 'ssm:GetParameters', '*', {}, 'needs a resource'],
    [
      'a condition key of another action',
      'ssm:GetParameters',
      PARAMETER,
      { 'kms:ViaService': 'ssm' },
      'has no kms:ViaService',
    ],
    [
      'a condition key that does not exist',
      'kms:Decrypt',
      KEY,
      { 'kms:EncryptionContxt:A': 'x' },
      'has no kms:EncryptionContxt:A',
    ],
  ])('refuses a question about %s', async (_what, action, resource, context, message) => {
    await expect(isAllowed({ principal: ROLE, action, resource, context })).rejects.toThrow(message);
  });

  it('allows an action that knows no resource by nothing but *', async () => {
    const logIn = (resource: string) =>
      isAllowed({
        principal: ROLE,
        action: 'ecr:GetAuthorizationToken',
        resource: '*',
        policies: [policy({ Action: ['ecr:GetAuthorizationToken'], Resource: [resource] })],
      });
    await expect(logIn('*')).resolves.toBe(true);
    await expect(logIn('arn:aws:ecr:ap-northeast-1:123456789012:repository/*')).resolves.toBe(false);
  });

  it.each([
    ['*', true],
    ['ssm:*', true],
    ['SSM:getparameters', true],
    ['ssm:GetParameter?', true],
    ['ssm:GetParameter', false],
    ['ssm:GetParameters?', false],
    ['kms:*', false],
  ])('reads the action %s as AWS does', async (pattern, allowed) => {
    const policies = [policy({ Action: ['kms:Decrypt'], Resource: [KEY] }, { Action: ['ssm:PutParameter', pattern] })];
    const request = { principal: ROLE, action: 'ssm:GetParameters', resource: PARAMETER, policies };
    await expect(isAllowed(request)).resolves.toBe(allowed);
  });

  it('refuses what is not a policy', async () => {
    const wrong = policy({ Resource: ['parameter/shop'] });
    for (const action of ['ssm:GetParameters', 'ssm:PutParameter']) {
      const request = { principal: ROLE, action, resource: PARAMETER, policies: [wrong] };
      await expect(isAllowed(request)).rejects.toThrow('not a policy');
    }
  });
});

describe('the lint', () => {
  it.each<[string, Partial<PolicyStatement>, string[]]>([
    ['nothing in a good policy', {}, []],
    ['an unknown action', { Action: ['ssm:GetParametrs'] }, ['S0 has an unknown action ssm:GetParametrs']],
    ['actions by a pattern', { Action: ['ssm:Get*'] }, ['S0 has an unknown action ssm:Get*']],
    [
      'an unknown operator',
      { Condition: { StringEqual: { 'aws:SourceAccount': '1' } } },
      ['S0 has an unknown operator StringEqual'],
    ],
    [
      'an unknown condition key',
      { Condition: { StringEquals: { 'kms:ViaServce': 'ssm' } } },
      ['S0 knows no condition key kms:ViaServce'],
    ],
    ['every resource', { Resource: ['*'] }, ['S0 is open to every resource']],
    ['every resource of a service', { Resource: ['arn:aws:ssm:*:*:*'] }, ['S0 is open to every resource']],
    [
      'every resource of a type',
      { Action: ['iam:PassRole'], Resource: ['arn:aws:iam::123456789012:role/*'] },
      ['S0 is open to every resource'],
    ],
    [
      'every log group',
      { Action: ['logs:PutLogEvents'], Resource: ['arn:aws:logs:ap-northeast-1:123456789012:log-group:*'] },
      ['S0 is open to every resource'],
    ],
    ['nothing in what is below a name', { Resource: ['arn:aws:ssm:ap-northeast-1:123456789012:parameter/shop/*'] }, []],
    ['nothing in the objects of a bucket', { Action: ['s3:PutObject'], Resource: ['arn:aws:s3:::uploads/*'] }, []],
    [
      'a resource for an action that knows none',
      { Action: ['ecr:GetAuthorizationToken'] },
      ['S0 names a resource for an action that knows none'],
    ],
    [
      'nothing in every resource of an environment, by its tags',
      { Resource: ['*'], Condition: { StringEquals: { 'aws:ResourceTag/environment': 'dev' } } },
      [],
    ],
    ['nothing in what denies everything', { Effect: 'Deny', Action: ['ssm:*'], Resource: ['*'] }, []],
    ['nothing in an action that knows no resource', { Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] }, []],
  ])('finds %s', async (_what, statement, problems) => {
    await expect(lintPolicy(policy(statement), 'principal')).resolves.toEqual(problems);
  });

  it('finds a Sid that is there twice', async () => {
    await expect(lintPolicy(policy({ Sid: 'A' }, { Sid: 'A' }), 'principal')).resolves.toEqual(['A is there twice']);
  });

  it.each([
    { Effect: 'Deny', Principal: { AWS: '*' } },
    { Principal: '*' },
    { NotResource: ['*'] },
    { Sid: 'with space' },
    { Action: 'ssm:GetParameters' },
  ])('refuses %j, which this project does not write', (statement) => {
    const [known] = policy({}).Statement;
    expect(() => parsePolicy({ Version: '2012-10-17', Statement: [{ ...known, ...statement }] })).toThrow();
  });
});

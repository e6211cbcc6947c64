import { checkSecrets } from '../../../../commands/secrets/checks/check-secrets';
import { deepCheck } from '../../../../commands/secrets/checks/deep-check';
import { fetchMetadata } from '../../../../commands/secrets/checks/fetch-metadata';
import { defaultTags } from '../../../../lib/naming/names';
import { existingSecret, parameter, select } from '../../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../../../support/environment-config';
import { awsError, fakeSession, type Answers } from '../../../support/secrets/fake-aws';

const environment = {
  ...environmentConfig({
    application: 'shop',
    encryptionKey: { rotationPeriodDays: 365, deletionWindowDays: 7 },
    services: {
      web: {
        image: 'shop:1',
        size: { cpu: 256, memoryMiB: 512 },
        desiredCount: 1,
        secrets: { TOKEN: parameter('token') },
        runtimeParameters: 'settings',
      },
    },
    parameters: [parameter('settings/mode')],
  }),
  name: 'dev',
};

const KEY = 'arn:aws:kms:ap-northeast-1:123456789012:key/k';
const tags = Object.entries(defaultTags(environment)).map(([Key, Value]) => ({ Key, Value }));
const stored = ['/shop/dev/token', '/shop/dev/settings/mode'].map((Name) => ({
  ...{ Name, Version: 2, Type: 'SecureString', KeyId: KEY, Tags: tags, Tier: 'Standard' },
}));

const REGISTRY_ARN = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:shared/registry-AbCdEf';

const refuse =
  (name: string, message = '') =>
  () => {
    throw awsError(name, message);
  };

/** The answer of IAM: one result for the action, in it one for each resource where there are several. */
const simulation =
  (decide: (action: string, resource: string) => string) =>
  ({ ActionNames, ResourceArns }: Readonly<Record<string, unknown>>) => {
    const action = String(ActionNames);
    const resources = Array.isArray(ResourceArns) ? ResourceArns.map(String) : [];
    const decisions = resources.map((EvalResourceName) => ({
      EvalResourceName,
      EvalResourceDecision: decide(action, EvalResourceName),
    }));
    const [first] = decisions;
    return {
      EvaluationResults: [
        {
          EvalActionName: action,
          EvalResourceName: resources.length === 1 ? first?.EvalResourceName : '*',
          EvalDecision: decisions.every(({ EvalResourceDecision }) => EvalResourceDecision === 'allowed')
            ? 'allowed'
            : 'implicitDeny',
          ...(resources.length > 1 && { ResourceSpecificResults: decisions }),
        },
      ],
    };
  };

/** An account as on AWS, where nobody but ECS may assume the roles. */
const account: Answers = {
  DescribeKeyCommand: () => ({ KeyMetadata: { Arn: KEY } }),
  DescribeParametersCommand: () => ({ Parameters: stored }),
  GetParametersCommand: ({ Names }) => ({
    Parameters: (Names as string[]).map((ARN) => ({ ARN, Name: '/shop/dev/token', Value: 'canary' })),
  }),
  GetParametersByPathCommand: () => ({ Parameters: [{ Name: '/shop/dev/settings/mode', Value: 'canary' }] }),
  AssumeRoleCommand: refuse('AccessDenied', 'User: x is not authorized to perform: sts:AssumeRole on resource: y'),
  SimulatePrincipalPolicyCommand: simulation(() => 'allowed'),
};

async function check(answers: Answers) {
  const { calls, session } = fakeSession(environment, { ...account, ...answers });
  const result = await deepCheck(session, await fetchMetadata(session, session.inventory));
  return { ...result, calls };
}

describe('deepCheck, where the roles trust only ECS', () => {
  it('reads with the credentials of the operator, and asks IAM for each permission that the roles need', async () => {
    const { findings, unchecked, notes, calls } = await check({});
    expect({ findings, unchecked }).toEqual({ findings: [], unchecked: [] });
    expect(notes).toEqual([
      'shop-dev-web-execution trusts only ECS, so the values were read with your own credentials, and IAM simulated what the role may read.',
      'shop-dev-web-task trusts only ECS, so the values were read with your own credentials, and IAM simulated what the role may read.',
    ]);
    const asked = calls
      .filter(({ command }) => command === 'SimulatePrincipalPolicyCommand')
      .map(({ input }) => JSON.stringify(input));
    expect(asked).toHaveLength(4);
    expect(asked[0]).toContain('ssm:GetParameters');
    expect(asked[0]).toContain('"aws:ResourceTag/environment","ContextKeyType":"string","ContextKeyValues":["dev"]');
    expect(asked[1]).toContain('kms:EncryptionContext:PARAMETER_ARN');
    expect(asked[2]).toContain('ssm:GetParametersByPath');
    expect(asked[2]).toContain('arn:aws:ssm:ap-northeast-1:123456789012:parameter/shop/dev/settings');
  });

  it('finds a permission that a role lacks', async () => {
    const { findings } = await check({
      SimulatePrincipalPolicyCommand: simulation((action) => (action === 'kms:Decrypt' ? 'implicitDeny' : 'allowed')),
    });
    expect(findings.map(({ secret, message }) => `${secret} ${message}`)).toEqual([
      `/shop/dev/token cannot be read by the role shop-dev-web-execution: it lacks kms:Decrypt on ${KEY}`,
      `/shop/dev/settings/mode cannot be read by the role shop-dev-web-task: it lacks kms:Decrypt on ${KEY}`,
    ]);
  });

  it('shows which of several secrets a role may not read', async () => {
    const several = {
      ...environment,
      encryptionKey: 'aws-managed' as const,
      parameters: [],
      services: {
        web: serviceDefinition({ secrets: { TOKEN: parameter('token'), KEY: parameter('key') } }),
      },
    };
    const { session } = fakeSession(several, {
      ...account,
      DescribeParametersCommand: () => ({
        Parameters: ['/shop/dev/token', '/shop/dev/key'].map((Name) => ({ ...stored[0], Name, KeyId: undefined })),
      }),
      GetParametersCommand: () => ({
        Parameters: ['/shop/dev/token', '/shop/dev/key'].map((Name) => ({ Name, Value: 'canary' })),
      }),
      SimulatePrincipalPolicyCommand: simulation((_action, resource) =>
        resource.endsWith('/key') ? 'implicitDeny' : 'allowed',
      ),
    });
    const { findings } = await deepCheck(session, await fetchMetadata(session, session.inventory));
    expect(findings.filter(({ problem }) => problem === 'unreadable').map(({ secret }) => secret)).toEqual([
      '/shop/dev/key',
    ]);
  });

  it('finds a role that does not exist', async () => {
    const { findings } = await check({ SimulatePrincipalPolicyCommand: refuse('NoSuchEntityException') });
    expect(findings.map(({ problem, message }) => `${problem}: ${message}`)).toEqual([
      'role: is needed by web: TOKEN, whose role shop-dev-web-execution does not exist',
      'role: is needed by web: run time, whose role shop-dev-web-task does not exist',
    ]);
  });

  it('finds a key that is disabled, which hinders every role', async () => {
    const disabled = refuse('InvalidKeyId', `${KEY} is disabled.`);
    const { findings, unchecked } = await check({
      GetParametersCommand: disabled,
      GetParametersByPathCommand: disabled,
    });
    expect(unchecked).toEqual([]);
    expect(findings.map(({ secret, problem, message }) => `${secret} ${message} ${problem}`)).toEqual([
      '/shop/dev/token cannot be decrypted: its key is disabled or pending deletion (InvalidKeyId) key',
      '/shop/dev/settings/mode cannot be decrypted: its key is disabled or pending deletion (InvalidKeyId) key',
    ]);
  });

  it('reports such a key once, in the words of KMS where KMS says why', async () => {
    const { session } = fakeSession(environment, {
      ...account,
      DescribeKeyCommand: () => ({ KeyMetadata: { Arn: KEY, KeyState: 'Disabled' } }),
      GetParametersCommand: refuse('InvalidKeyId'),
      GetParametersByPathCommand: refuse('InvalidKeyId'),
    });
    const { findings } = await checkSecrets(session, true);
    expect(findings.map(({ secret, message }) => `${secret} ${message}`)).toEqual([
      '/shop/dev/settings/mode cannot be decrypted: its key is in the state Disabled',
      '/shop/dev/token cannot be decrypted: its key is in the state Disabled',
    ]);
  });

  // "Simulation of resource-based policies isn't supported for IAM roles", says the model of SimulatePrincipalPolicy.
  it('says what of a secret of another account it could not see, read or simulate', async () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:444455556666:secret:payment-AbCdEf';
    const foreign = existingSecret(arn, { accountId: '444455556666', keyArn: 'not looked at' });
    const secrets = { TOKEN: parameter('token'), PAYMENT: select(foreign, { versionStage: 'AWSPREVIOUS' }) };
    const denied = refuse('AccessDeniedException');
    const { calls, session } = fakeSession(
      { ...environment, parameters: [], services: { web: serviceDefinition({ secrets }) } },
      { ...account, DescribeSecretCommand: denied, GetSecretValueCommand: denied },
    );
    const { findings, unchecked, notes } = await checkSecrets(session, true);
    expect(findings).toEqual([]);
    expect(unchecked).toEqual([
      `the metadata of ${arn}: its resource policy does not let these credentials secretsmanager:DescribeSecret`,
      `${arn} cannot be read by these credentials, for web: PAYMENT: AWS denied access. The credentials need secretsmanager:GetSecretValue.`,
    ]);
    expect(notes).toContain(
      `It was not simulated whether shop-dev-web-execution may read ${arn}: that is also for the policies of its owner to say.`,
    );
    expect(JSON.stringify(calls.filter(({ command }) => command.startsWith('Simulate')))).not.toContain('444455556666');
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
  it.each([
    ['{"username":"shop","password":"canary"}', []],
    [
      '{"username":"shop","secret":"canary"}',
      ['shared/registry lacks "password", with which ECS logs in to the registry'],
    ],
  ])('reads as the execution role what ECS logs in to a registry with: %s', async (value, problems) => {
    const web = serviceDefinition({
      image: 'registry.example.com/shop:1',
      registryCredentials: existingSecret('shared/registry'),
      secrets: {},
    });
    const { calls, session } = fakeSession(
      { ...environmentConfig({ application: 'shop', services: { web } }), name: 'dev' },
      {
        ...account,
        DescribeSecretCommand: () => ({
          Name: 'shared/registry',
          ARN: REGISTRY_ARN,
          VersionIdsToStages: { v: ['AWSCURRENT'] },
        }),
        GetSecretValueCommand: () => ({ SecretString: value }),
      },
    );
    const { findings, unchecked } = await deepCheck(session, await fetchMetadata(session, session.inventory));
    expect(findings.map(({ secret, message }) => `${secret} ${message}`)).toEqual(problems);
    expect(unchecked).toEqual([]);
    const asked = calls.filter(({ command }) => command === 'SimulatePrincipalPolicyCommand');
    expect(asked.map(({ input }) => [input.PolicySourceArn, input.ActionNames, input.ResourceArns])).toEqual([
      ['arn:aws:iam::123456789012:role/shop-dev-web-execution', ['secretsmanager:GetSecretValue'], [REGISTRY_ARN]],
    ]);
  });

  it('says what it could not check', async () => {
    const denied = refuse('AccessDeniedException');
    const { findings, unchecked } = await check({
      GetParametersCommand: denied,
      GetParametersByPathCommand: denied,
      SimulatePrincipalPolicyCommand: denied,
    });
    expect(findings).toEqual([]);
    expect(unchecked).toEqual([
      '/shop/dev/token cannot be read by these credentials, for web: TOKEN: AWS denied access. The credentials need ssm:GetParameters.',
      'whether the role shop-dev-web-execution may read its secrets: AWS denied access. The credentials need iam:SimulatePrincipalPolicy.',
      '/shop/dev/settings/mode cannot be read by these credentials, for web: run time: AWS denied access. The credentials need ssm:GetParametersByPath.',
      'whether the role shop-dev-web-task may read its secrets: AWS denied access. The credentials need iam:SimulatePrincipalPolicy.',
    ]);
  });
});

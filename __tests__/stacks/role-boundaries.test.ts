import { z } from 'zod';
import { environments } from '../../environments';
import { accessWorld } from '../support/access-world';
import { deployedKeys, deployedRoles, type DeployedRole } from '../support/deployed-access';
import { isAllowed, type AccessRequest } from '../support/iam-evaluation';
import { maximalEnvironment } from '../support/maximal-environment';
import { lintPolicy, parsePolicy } from '../support/policy-lint';
import { synthesize } from '../support/synthesized-stack';

const configurations = {
  ...environments,
  full: maximalEnvironment({ rotationPeriodDays: 365, deletionWindowDays: 7 }),
};
const stacks = synthesize(configurations);
const world = accessWorld(configurations);

const ACCOUNT = '123456789012';
const HERE = `ap-northeast-1:${ACCOUNT}`;
const TAGS = { 'aws:ResourceTag/application': 'shop', 'aws:ResourceTag/environment': 'full' };

function role(name: string): DeployedRole {
  const found = world.roles.find((candidate) => candidate.name === name);
  if (found === undefined) {
    throw new Error(`no role ${name}`);
  }
  return found;
}

function may(name: string, action: string, resource: string, context?: AccessRequest['context']): Promise<boolean> {
  const { arn, policies } = role(name);
  const key = stacks.flatMap(deployedKeys).find((candidate) => candidate.arn === resource);
  return isAllowed({
    principal: arn,
    action,
    resource,
    policies,
    ...(context && { context }),
    ...(key && { resourcePolicy: key.policy }),
  });
}

describe('an execution role', () => {
  const READS = [
    ['ssm:GetParameters', `arn:aws:ssm:${HERE}:parameter/shop/full/api`],
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${HERE}:secret:shop/full/db-AbCdEf`],
  ] as const;

  it.each(READS)('needs the tags of its application and environment for %s', async (action, resource) => {
    const tagged = (context: AccessRequest['context']) => may('shop-full-api-execution', action, resource, context);
    await expect(tagged(TAGS)).resolves.toBe(true);
    await expect(tagged({ ...TAGS, 'aws:ResourceTag/cost-center': '4711' })).resolves.toBe(true);
    await expect(tagged({})).resolves.toBe(false);
    await expect(tagged({ 'aws:ResourceTag/application': 'shop' })).resolves.toBe(false);
    await expect(tagged({ ...TAGS, 'aws:ResourceTag/environment': 'prod' })).resolves.toBe(false);
    await expect(tagged({ ...TAGS, 'aws:ResourceTag/environment': 'Full' })).resolves.toBe(false);
    await expect(tagged({ ...TAGS, 'aws:ResourceTag/application': 'shop2' })).resolves.toBe(false);
  });

  it.each(READS)('reaches no other Region, account or partition with %s', async (action, resource) => {
    for (const [from, to] of [
      ['ap-northeast-1', 'us-east-1'],
      [ACCOUNT, '210987654321'],
      ['arn:aws:', 'arn:aws-cn:'],
    ] as const) {
      await expect(may('shop-full-api-execution', action, resource.replace(from, to), TAGS)).resolves.toBe(false);
    }
  });

  it('reads what somebody else owns without the tags', async () => {
    const license = `arn:aws:ssm:${HERE}:parameter/shared/license-key`;
    await expect(may('shop-full-nightly-execution', 'ssm:GetParameters', license)).resolves.toBe(true);
    await expect(may('shop-full-api2-execution', 'ssm:GetParameters', license)).resolves.toBe(false);
  });

  it('decrypts with its own environment’s key, through the stores of its own Region, and no more', async () => {
    const key = (name: string) => stacks.filter((stack) => stack.name === name).flatMap(deployedKeys)[0]?.arn ?? '';
    const decrypt = (environment: string, via: string, parameter: string) =>
      may('ecs_parameter_store-stg-web-execution', 'kms:Decrypt', key(environment), {
        'kms:ViaService': via,
        'kms:EncryptionContext:PARAMETER_ARN': `arn:aws:ssm:${HERE}:parameter/ecs_parameter_store/${parameter}`,
      });
    await expect(decrypt('stg', 'ssm.ap-northeast-1.amazonaws.com', 'stg/MY_PARAM_1')).resolves.toBe(true);
    await expect(decrypt('stg', 'ssm.us-east-1.amazonaws.com', 'stg/MY_PARAM_1')).resolves.toBe(false);
    await expect(decrypt('stg', 'ssm.ap-northeast-1.amazonaws.com', 'stg/MY_PARAM_12')).resolves.toBe(false);
    await expect(decrypt('prod', 'ssm.ap-northeast-1.amazonaws.com', 'stg/MY_PARAM_1')).resolves.toBe(false);
    await expect(decrypt('prod', 'ssm.ap-northeast-1.amazonaws.com', 'prod/MY_PARAM_1')).resolves.toBe(false);
  });

  it('pulls only its own image', async () => {
    const repository = (name: string) => `arn:aws:ecr:${HERE}:repository/${name}`;
    const pull = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
    for (const action of pull) {
      await expect(may('shop-full-api-execution', action, repository('shop/api'))).resolves.toBe(true);
      await expect(may('shop-full-api-execution', action, repository('shop/api2'))).resolves.toBe(false);
      await expect(may('shop-full-api-execution', action, repository('shop/api/other'))).resolves.toBe(false);
      await expect(may('shop-full-log-shipper-execution', action, repository('shop/api'))).resolves.toBe(false);
    }
    await expect(may('shop-full-api-execution', 'ecr:PutImage', repository('shop/api'))).resolves.toBe(false);
    await expect(may('shop-full-api-execution', 'ecr:GetAuthorizationToken', '*')).resolves.toBe(true);
    await expect(may('shop-full-log-shipper-execution', 'ecr:GetAuthorizationToken', '*')).resolves.toBe(false);
  });

  it('writes only its own log', async () => {
    const stream = (group: string) => `arn:aws:logs:${HERE}:log-group:/ecs/shop/${group}:log-stream:ecs/api/1`;
    const put = (group: string) => may('shop-full-api-execution', 'logs:PutLogEvents', stream(group));
    await expect(put('full/api')).resolves.toBe(true);
    await expect(put('full/api2')).resolves.toBe(false);
    await expect(put('full/nightly')).resolves.toBe(false);
    await expect(put('full2/api')).resolves.toBe(false);
    await expect(may('shop-full-api-execution', 'logs:GetLogEvents', stream('full/api'))).resolves.toBe(false);
  });

  it('is given to the containers whose secrets it reads, and to no others', () => {
    const containers = z.array(z.object({ secrets: z.array(z.object({ valueFrom: z.string() })).default([]) }));
    const injected = stacks.flatMap((stack) =>
      stack.resources('aws_ecs_task_definition').map((task) => {
        const valuesFrom = containers.parse(task.json('container_definitions')).flatMap(({ secrets }) => secrets);
        // Behind the seventh colon of a secret's ARN is what is selected of it.
        const arns = valuesFrom.map(({ valueFrom }) => valueFrom.split(':').slice(0, 7).join(':'));
        return [task.text('execution_role_arn').replace(/^.*\//, ''), new Set(arns)] as const;
      }),
    );
    expect(new Map(injected)).toEqual(world.declared.injected);
  });
});

describe('a task role', () => {
  it('does what is declared for its own container, and nothing of another’s', async () => {
    const upload = (bucket: string) => `arn:aws:s3:::${bucket}/1.png`;
    await expect(may('shop-full-api-task', 's3:PutObject', upload('shop-uploads/api'))).resolves.toBe(true);
    await expect(may('shop-full-api-task', 's3:PutObject', upload('shop-uploads/api2'))).resolves.toBe(false);
    await expect(may('shop-full-api-task', 's3:GetObject', upload('shop-uploads/api'))).resolves.toBe(false);
    await expect(may('shop-full-log-shipper-task', 's3:PutObject', upload('shop-uploads/api'))).resolves.toBe(false);
    await expect(may('shop-full-log-shipper-task', 'cloudwatch:PutMetricData', '*')).resolves.toBe(true);
    await expect(may('shop-full-api-task', 'cloudwatch:PutMetricData', '*')).resolves.toBe(false);
  });

  it('opens the channels of ECS Exec only where the environment allows it', async () => {
    const open = (name: string) => may(name, 'ssmmessages:OpenDataChannel', '*');
    await expect(open('ecs_parameter_store-dev-web-task')).resolves.toBe(true);
    await expect(open('ecs_parameter_store-prod-web-task')).resolves.toBe(false);
    await expect(open('ecs_parameter_store-dev-web-execution')).resolves.toBe(false);
  });
});

describe('every policy', () => {
  const policies = stacks.flatMap((stack) =>
    stack.resources().flatMap((resource) =>
      ['policy', 'assume_role_policy'].flatMap((attribute) =>
        attribute in resource.attributes
          ? [
              {
                name: `${stack.name}.${resource.address}`,
                of: resource.type === 'aws_iam_role_policy' ? ('principal' as const) : ('resource' as const),
                policy: parsePolicy(resource.json(attribute)),
              },
            ]
          : [],
      ),
    ),
  );

  it.each(policies)('of $name says only what AWS knows, and of a named resource', async ({ policy, of }) => {
    await expect(lintPolicy(policy, of)).resolves.toEqual([]);
  });

  it('is one of a role of this project', () => {
    expect(policies.filter(({ of }) => of === 'principal').length).toBeGreaterThan(10);
    expect(stacks.flatMap(deployedRoles).length).toBe(world.roles.length);
  });
});

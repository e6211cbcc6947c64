import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { environments } from '../../environments';
import type { PolicyDocument } from '../../lib/aws/policy-document';
import { codeBlocks } from '../docs/markdown';
import { accessWorld } from '../support/access-world';
import { deployedKeys, deployedRoles, type DeployedRole } from '../support/deployed-access';
import type { DeployedResource } from '../support/deployed-values';
import { isAllowed, type AccessRequest } from '../support/iam-evaluation';
import { maximalEnvironment } from '../support/maximal-environment';
import { lintPolicy, parsePolicy } from '../support/policy-lint';

const world = accessWorld({
  ...environments,
  full: maximalEnvironment({ rotationPeriodDays: 365, deletionWindowDays: 7 }),
});
const { stacks } = world;

const ACCOUNT = '123456789012';
const OTHER_ACCOUNT = '210987654321';
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
      [ACCOUNT, OTHER_ACCOUNT],
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

  it('pulls from another account and Region exactly its own image, where the owner has the policy of docs/tasks.md', async () => {
    const [policy = ''] = codeBlocks(readFileSync('docs/tasks.md', 'utf8'), 'json');
    const ofOwner = parsePolicy(JSON.parse(policy.replaceAll('shop-prod-app', 'shop-full-api2')));
    const pull = (repository: string, roleName = 'shop-full-api2-execution', resourcePolicy = ofOwner) =>
      isAllowed({
        principal: role(roleName).arn,
        action: 'ecr:BatchGetImage',
        resource: `arn:aws:ecr:${repository}`,
        policies: role(roleName).policies,
        resourcePolicy,
        context: { 'aws:PrincipalArn': role(roleName).arn },
      });
    const app = `eu-west-1:${OTHER_ACCOUNT}:repository/team/app`;
    await expect(pull(app)).resolves.toBe(true);
    await expect(pull(`${app}2`)).resolves.toBe(false);
    await expect(pull(app.replace('eu-west-1', 'ap-northeast-1'))).resolves.toBe(false);
    await expect(pull(app, 'shop-full-api-execution')).resolves.toBe(false);
    await expect(pull(app, 'shop-full-api2-execution', parsePolicy(JSON.parse(policy)))).resolves.toBe(false);
    await expect(may('shop-full-api2-execution', 'ecr:GetAuthorizationToken', '*')).resolves.toBe(true);
  });

  it('fills the cache of exactly its own image, if that is below a declared prefix', async () => {
    const repository = (name: string) => `arn:aws:ecr:${HERE}:repository/${name}`;
    for (const action of ['ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage', 'ecr:CreateRepository']) {
      const fill = (name: string) => may('shop-full-nightly-execution', action, repository(name));
      await expect(fill('docker-hub/library/busybox')).resolves.toBe(true);
      await expect(fill('docker-hub/library/nginx')).resolves.toBe(false);
      await expect(fill('docker-hub/library/busybox/other')).resolves.toBe(false);
      await expect(fill('shop/api')).resolves.toBe(false);
    }
    for (const action of ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository']) {
      await expect(may('shop-full-api-execution', action, repository('shop/api'))).resolves.toBe(false);
      await expect(may('shop-full-api2-execution', action, repository('team/app'))).resolves.toBe(false);
    }
    await expect(
      may('shop-full-nightly-execution', 'ecr:TagResource', repository('docker-hub/library/busybox')),
    ).resolves.toBe(false);
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
    const secretsSchema = z.array(z.object({ valueFrom: z.string() })).default([]);
    const containers = z.array(
      z.object({
        secrets: secretsSchema,
        logConfiguration: z.object({ secretOptions: secretsSchema }),
        repositoryCredentials: z.object({ credentialsParameter: z.string() }).optional(),
      }),
    );
    const injected = stacks.flatMap((stack) =>
      stack.resources('aws_ecs_task_definition').map((task) => {
        const valuesFrom = containers
          .parse(task.json('container_definitions'))
          .flatMap(({ secrets, logConfiguration, repositoryCredentials }) => [
            ...[...secrets, ...logConfiguration.secretOptions].map(({ valueFrom }) => valueFrom),
            ...(repositoryCredentials ? [repositoryCredentials.credentialsParameter] : []),
          ]);
        // Behind the seventh colon of a secret's ARN is what is selected of it.
        const arns = valuesFrom.map((valueFrom) => valueFrom.split(':').slice(0, 7).join(':'));
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

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging
  it.each(['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'])(
    'writes the sessions of ECS Exec to the log of its own environment with %s, and to no other log',
    async (action) => {
      // A list of streams is asked for as one without a name.
      const stream = `:log-stream:${action === 'logs:DescribeLogStreams' ? '' : 'ecs-execute-command-1'}`;
      const record = (name: string, group: string) =>
        may(name, action, `arn:aws:logs:${HERE}:log-group:${group}${stream}`);
      await expect(record('ecs_parameter_store-stg-web-task', '/ecs-exec/ecs_parameter_store/stg')).resolves.toBe(true);
      await expect(record('ecs_parameter_store-stg-web-task', '/ecs-exec/ecs_parameter_store/dev')).resolves.toBe(
        false,
      );
      await expect(record('ecs_parameter_store-stg-web-task', '/ecs/ecs_parameter_store/stg/web')).resolves.toBe(false);
      await expect(record('ecs_parameter_store-prod-web-task', '/ecs-exec/ecs_parameter_store/prod')).resolves.toBe(
        false,
      );
      await expect(record('shop-full-nightly-task', '/ecs-exec/shop/full')).resolves.toBe(false);
      await expect(record('shop-full-migrate-task', '/ecs-exec/shop/full')).resolves.toBe(true);
    },
  );

  it('finds the log of the sessions, and reads none', async () => {
    const [web, log] = [
      'ecs_parameter_store-stg-web-task',
      `arn:aws:logs:${HERE}:log-group:/ecs-exec/ecs_parameter_store/stg`,
    ];
    await expect(may(web, 'logs:DescribeLogGroups', '*')).resolves.toBe(true);
    await expect(may('ecs_parameter_store-prod-web-task', 'logs:DescribeLogGroups', '*')).resolves.toBe(false);
    await expect(may(web, 'logs:GetLogEvents', `${log}:log-stream:ecs-execute-command-1`)).resolves.toBe(false);
    await expect(may(web, 'logs:FilterLogEvents', log)).resolves.toBe(false);
    await expect(may(web, 'logs:DeleteLogStream', `${log}:log-stream:ecs-execute-command-1`)).resolves.toBe(false);
  });

  it('decrypts with the environment’s key only what was encrypted for a session of its own cluster', async () => {
    const [key] = stacks.filter(({ name }) => name === 'stg').flatMap(deployedKeys);
    const decrypt = (name: string, context: AccessRequest['context']) =>
      may(name, 'kms:Decrypt', key?.arn ?? '', context);
    const session = (target: string) => ({ 'kms:EncryptionContext:aws:ssm:TargetId': target });
    const web = 'ecs_parameter_store-stg-web-task';
    await expect(decrypt(web, session('ecs:ecs_parameter_store-stg_task_runtime'))).resolves.toBe(true);
    await expect(decrypt(web, session('ecs:ecs_parameter_store-stg2_task_runtime'))).resolves.toBe(false);
    await expect(decrypt(web, session('i-0123456789abcdef0'))).resolves.toBe(false);
    await expect(decrypt(web, {})).resolves.toBe(false);
    await expect(
      decrypt('ecs_parameter_store-prod-web-task', session('ecs:ecs_parameter_store-stg_1_2')),
    ).resolves.toBe(false);
    await expect(
      decrypt('ecs_parameter_store-stg-web-execution', session('ecs:ecs_parameter_store-stg_1_2')),
    ).resolves.toBe(false);
  });
});

// https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
describe('the role of the flow logs', () => {
  const does = (action: string, group: string) =>
    may('shop-full-flow-logs', action, `arn:aws:logs:${HERE}:log-group:${group}`);

  it('writes what it records to its own log group', async () => {
    const stream = '/vpc/shop/full/flow-logs:log-stream:eni-1-reject';
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
      await expect(does(action, stream)).resolves.toBe(true);
      await expect(does(action, stream.replace('/full/', '/full2/'))).resolves.toBe(false);
      await expect(does(action, '/ecs/shop/full/api:log-stream:ecs/api/1')).resolves.toBe(false);
    }
    await expect(may('shop-full-flow-logs', 'logs:DescribeLogGroups', '*')).resolves.toBe(true);
    await expect(does('logs:GetLogEvents', stream)).resolves.toBe(false);
    await expect(does('logs:CreateLogGroup', '/vpc/shop/full/flow-logs')).resolves.toBe(false);
  });
});

const TASK = `arn:aws:ecs:ap-northeast-1:${ACCOUNT}:task/shop-full/1`;
const FLOW_LOG = `arn:aws:ec2:ap-northeast-1:${ACCOUNT}:vpc-flow-log/fl-1`;
const GROUP = `arn:aws:scheduler:ap-northeast-1:${ACCOUNT}:schedule-group/shop-full`;

interface Source {
  readonly principal: string;
  readonly account?: string;
  readonly arn?: string;
}

describe.each(world.roles.filter(({ environment }) => environment === 'full'))(
  'the trust policy of $name',
  ({ name, arn, trustPolicy }) => {
    const scheduled = name.endsWith('-schedule');
    const rightful = {
      account: ACCOUNT,
      ...(scheduled
        ? { principal: 'scheduler.amazonaws.com', arn: GROUP }
        : name.endsWith('-flow-logs')
          ? { principal: 'vpc-flow-logs.amazonaws.com', arn: FLOW_LOG }
          : { principal: 'ecs-tasks.amazonaws.com', arn: TASK }),
    };

    const assume = ({ principal, account, arn: source }: Source) =>
      isAllowed({
        principal,
        action: 'sts:AssumeRole',
        resource: arn,
        context: {
          ...(account !== undefined && { 'aws:SourceAccount': account }),
          ...(source !== undefined && { 'aws:SourceArn': source }),
        },
        resourcePolicy: trustPolicy,
        // Were a principal of the account itself trusted, this would let it in.
        policies: principal.startsWith('arn:') ? [EVERYTHING] : [],
      });

    it('lets the service assume the role that needs it', async () => {
      await expect(assume(rightful)).resolves.toBe(true);
    });

    it.each<[string, Source]>([
      ['the service on behalf of another account', { ...rightful, account: OTHER_ACCOUNT }],
      ['what is in another account', { ...rightful, arn: rightful.arn.replace(ACCOUNT, OTHER_ACCOUNT) }],
      ['what is in another Region', { ...rightful, arn: rightful.arn.replace('ap-northeast-1', 'us-east-1') }],
      ['the service for something of another kind', { ...rightful, arn: `arn:aws:s3:::${ACCOUNT}` }],
      ['the service that does not say for whom', { principal: rightful.principal }],
      ['the service that names only an account', { principal: rightful.principal, account: ACCOUNT }],
      [
        'the other service',
        { ...rightful, principal: scheduled ? 'ecs-tasks.amazonaws.com' : 'scheduler.amazonaws.com' },
      ],
      ['a service that the project does not use', { ...rightful, principal: 'ec2.amazonaws.com' }],
      ['a role of the same account', { ...rightful, principal: `arn:aws:iam::${ACCOUNT}:role/somebody` }],
      ['a role of another account', { ...rightful, principal: `arn:aws:iam::${OTHER_ACCOUNT}:role/somebody` }],
    ])('keeps out %s', async (_who, source) => {
      await expect(assume(source)).resolves.toBe(false);
    });

    if (scheduled) {
      it('keeps out the schedules of another group', async () => {
        await expect(assume({ ...rightful, arn: `${GROUP}2` })).resolves.toBe(false);
      });
    }
  },
);

describe('the environment’s key', () => {
  const [key] = stacks.filter(({ name }) => name === 'full').flatMap(deployedKeys);
  const use = (principal: string, action: string, context: AccessRequest['context'] = {}) =>
    isAllowed({
      principal,
      action,
      resource: key?.arn ?? '',
      context,
      policies: principal.startsWith('arn:') ? [EVERYTHING] : [],
      ...(key && { resourcePolicy: key.policy }),
    });
  const group = (name: string, account = ACCOUNT) => ({
    'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:ap-northeast-1:${account}:log-group:${name}`,
  });

  it('leaves it to the policies of its own account who may use it', async () => {
    await expect(use(`arn:aws:iam::${ACCOUNT}:role/administrator`, 'kms:Decrypt')).resolves.toBe(true);
    await expect(use(`arn:aws:iam::${OTHER_ACCOUNT}:role/administrator`, 'kms:Decrypt')).resolves.toBe(false);
  });

  it('encrypts the logs of its own environment', async () => {
    const logs = 'logs.ap-northeast-1.amazonaws.com';
    await expect(use(logs, 'kms:GenerateDataKey', group('/ecs/shop/full/api'))).resolves.toBe(true);
    await expect(use(logs, 'kms:Decrypt', group('/ecs/shop/full/api'))).resolves.toBe(true);
    await expect(use(logs, 'kms:Decrypt', group('/ecs/shop/full2/api'))).resolves.toBe(false);
    await expect(use(logs, 'kms:GenerateDataKey', group('/ecs-exec/shop/full'))).resolves.toBe(true);
    await expect(use(logs, 'kms:GenerateDataKey', group('/ecs-exec/shop/full2'))).resolves.toBe(false);
    await expect(use(logs, 'kms:Decrypt', group('/ecs/shop/full/api', OTHER_ACCOUNT))).resolves.toBe(false);
    await expect(use(logs, 'kms:Decrypt')).resolves.toBe(false);
    await expect(use('logs.us-east-1.amazonaws.com', 'kms:Decrypt', group('/ecs/shop/full/api'))).resolves.toBe(false);
    await expect(use('sns.amazonaws.com', 'kms:Decrypt', group('/ecs/shop/full/api'))).resolves.toBe(false);
    await expect(use(logs, 'kms:GenerateDataKey', group('/vpc/shop/full/flow-logs'))).resolves.toBe(true);
    await expect(use(logs, 'kms:GenerateDataKey', group('/vpc/shop/full2/flow-logs'))).resolves.toBe(false);
  });

  it.each(['kms:PutKeyPolicy', 'kms:CreateGrant', 'kms:ScheduleKeyDeletion'])(
    'does not let CloudWatch %s',
    async (action) => {
      await expect(use('logs.ap-northeast-1.amazonaws.com', action)).resolves.toBe(false);
    },
  );
});

const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Everything', Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
};

describe('every policy', () => {
  // That of a VPC endpoint grants nothing: it is AWS's own, which keeps nothing from passing.
  const isGrant = ({ type }: DeployedResource) => type !== 'aws_vpc_endpoint';
  const policies = stacks.flatMap((stack) =>
    stack
      .resources()
      .filter(isGrant)
      .flatMap((resource) =>
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

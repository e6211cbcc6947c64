import type { PolicyDocument } from '../../../lib/aws/policy-document';
import { loadBalancerName, namePrefix, secretHierarchy, type EnvironmentIdentity } from '../../../lib/naming/names';
import { environmentConfig } from '../../support/environment-config';
import { DEPLOYMENT_ACTIONS, type DeploymentActions } from '../../support/deployment-actions';
import { isAllowed, type AccessRequest } from '../../support/iam-evaluation';
import { maximalEnvironment } from '../../support/maximal-environment';
import { billing, shop } from '../../support/shared-load-balancer';
import { KEY_POLICY, LOCATION, REPOSITORY_ARN, workflowWorld } from '../../support/workflow-world';

const full = maximalEnvironment({ rotationPeriodDays: 365, deletionWindowDays: 7 });
const { permissionsBoundaryArn: _named, ...bounded } = full;
const { roles, boundaries } = workflowWorld({ dev: bounded, prod: bounded, other: full });

const BOUNDARY = 'arn:aws:iam::123456789012:policy/delivery/shop-dev-boundary';
const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Everything', Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
};

function deployer(environment: string) {
  const role = roles.find(({ id }) => id === `deploy-${environment}`);
  if (role === undefined) {
    throw new Error(`nobody deploys ${environment}`);
  }
  return role;
}

/** Without what is denied, each permission must be as narrow by itself. */
function withoutDenials({ Statement, ...policy }: PolicyDocument): PolicyDocument {
  return { ...policy, Statement: Statement.filter(({ Effect }) => Effect === 'Allow') };
}

const { arn: principal, policies } = deployer('dev');

type Context = AccessRequest['context'];

function ask(own: readonly PolicyDocument[], action: string, resource: string, context: Context): Promise<boolean> {
  const isKey = resource.startsWith('arn:aws:kms:') && resource.includes(':key/');
  return isAllowed({
    ...{ principal, action, resource, context, policies: own },
    ...(isKey && { resourcePolicy: KEY_POLICY }),
  });
}

function may(action: string, resource: string, context: Context = {}): Promise<boolean> {
  return ask(policies.map(withoutDenials), action, resource, context);
}

/** Whatever another policy of the role allows. */
function couldEver(action: string, resource: string, context: Context = {}): Promise<boolean> {
  return ask([...policies, EVERYTHING], action, resource, context);
}

function arnOf({ resource }: DeploymentActions, environment: EnvironmentIdentity): string {
  const filled = resource
    .replaceAll('<prefix>', namePrefix(environment))
    .replaceAll('<hierarchy>', secretHierarchy(environment))
    .replaceAll('<load-balancer>', loadBalancerName(environment));
  const [service, name] = filled.split(' ');
  const { partition, region, accountId } = LOCATION;
  return name === undefined ? filled : ['arn', partition, service, region, accountId, name].join(':');
}

const dev = { application: 'shop', name: 'dev' };
const PROD = { application: 'shop', name: 'prod' };
const OTHERS: readonly EnvironmentIdentity[] = [PROD, { application: 'shop2', name: 'dev' }];

const tags = (when: 'Request' | 'Resource', { application, name }: EnvironmentIdentity) => ({
  [`aws:${when}Tag/application`]: application,
  [`aws:${when}Tag/environment`]: name,
});

const split = (actions = '') => actions.split(' ').filter((action) => action !== '');

describe('the role that deploys an environment', () => {
  const cases = Object.entries(DEPLOYMENT_ACTIONS).flatMap(([type, all]) => all.map((asked) => ({ type, ...asked })));

  it.each(cases)('may do with its $type ($resource) what Terraform does', async (asked) => {
    const own = arnOf(asked, dev);
    for (const action of [...split(asked.named), ...split(asked.open)]) {
      expect([action, await may(action, own, asked.context)]).toEqual([action, true]);
    }
    for (const action of split(asked.created)) {
      expect([action, await may(action, own, { ...tags('Request', dev), ...asked.context })]).toEqual([action, true]);
    }
    for (const action of split(asked.tagged)) {
      expect([action, await may(action, own, { ...tags('Resource', dev), ...asked.context })]).toEqual([action, true]);
    }
  });

  it.each(cases)('does none of it with the $type ($resource) of another environment, or of nobody', async (asked) => {
    const { context } = asked;
    for (const other of OTHERS) {
      for (const action of split(asked.named)) {
        expect([action, await may(action, arnOf(asked, other), context)]).toEqual([action, false]);
      }
      for (const action of split(asked.created)) {
        const taken = { ...tags('Request', other), ...context };
        expect([action, await may(action, arnOf(asked, dev), taken)]).toEqual([action, false]);
      }
      for (const action of split(asked.tagged)) {
        const theirs = { ...tags('Resource', other), ...context };
        expect([action, await may(action, arnOf(asked, dev), theirs)]).toEqual([action, false]);
      }
    }
    for (const action of [...split(asked.created), ...split(asked.tagged)]) {
      expect([action, await may(action, arnOf(asked, dev), context)]).toEqual([action, false]);
    }
  });

  it('creates a network only inside its own', async () => {
    const vpc = 'arn:aws:ec2:ap-northeast-1:123456789012:vpc/vpc-1';
    const subnet = 'arn:aws:ec2:ap-northeast-1:123456789012:subnet/subnet-1';
    const group = 'arn:aws:ec2:ap-northeast-1:123456789012:security-group/sg-1';
    // A new subnet has the tags of dev; the VPC is that of prod.
    await expect(may('ec2:CreateSubnet', vpc, tags('Resource', PROD))).resolves.toBe(false);
    await expect(may('ec2:CreateNatGateway', subnet, tags('Resource', PROD))).resolves.toBe(false);
    await expect(may('ec2:AuthorizeSecurityGroupIngress', group, tags('Resource', PROD))).resolves.toBe(false);
  });

  // Who may tag could make another environment's resources their own.
  it.each([
    ['ec2:CreateTags', 'arn:aws:ec2:ap-northeast-1:123456789012:security-group/sg-1'],
    ['kms:TagResource', 'arn:aws:kms:ap-northeast-1:123456789012:key/1'],
    ['acm:AddTagsToCertificate', 'arn:aws:acm:ap-northeast-1:123456789012:certificate/1'],
  ])('takes over nothing of another environment with %s', async (action, resource) => {
    const taken = { ...tags('Request', dev), ...tags('Resource', PROD) };
    await expect(may(action, resource, taken)).resolves.toBe(false);
    await expect(may(action, resource, tags('Request', dev))).resolves.toBe(true);
  });

  // What bears no tag of an environment, and is somebody else's all the same. What can be taken, docs/delivery.md says.
  describe('that belongs to no environment', () => {
    const arnOfOther = (service: string, resource: string) =>
      `arn:aws:${service}:ap-northeast-1:123456789012:${resource}`;
    const existingVpc = { vpcId: 'vpc-0123456789abcdef0', publicSubnetIds: ['subnet-1', 'subnet-2'] };
    const small = workflowWorld({
      dev: environmentConfig({ application: 'shop', network: { existingVpc, ingress: [], egress: [] } }),
    }).roles.find(({ id }) => id === 'deploy-dev');
    const smallMay = (action: string, resource: string, context: Context) =>
      isAllowed({ principal, policies: small?.policies ?? [], action, resource, context });

    it('takes over no target group', async () => {
      const group = arnOfOther('elasticloadbalancing', 'targetgroup/other/1');
      const add = (context: Context) => may('elasticloadbalancing:AddTags', group, context);
      const created = { ...tags('Request', dev), 'elasticloadbalancing:CreateAction': 'CreateTargetGroup' };
      await expect(add(created)).resolves.toBe(true);
      await expect(add(tags('Request', dev))).resolves.toBe(false);
      await expect(add({ ...created, 'elasticloadbalancing:CreateAction': 'CreateLoadBalancer' })).resolves.toBe(false);
    });

    it('takes over no key that has an alias', async () => {
      const key = arnOfOther('kms', 'key/1');
      await expect(may('kms:TagResource', key, tags('Request', dev))).resolves.toBe(true);
      const named = { ...tags('Request', dev), 'kms:ResourceAliases': 'alias/other' };
      await expect(may('kms:TagResource', key, named)).resolves.toBe(false);
    });

    it('gives namespaces other tags', async () => {
      const tag = (context: Context) => may('servicediscovery:TagResource', '*', context);
      await expect(tag({ 'aws:RequestTag/cost-center': '4711' })).resolves.toBe(true);
      await expect(tag({ 'aws:RequestTag/environment': 'prod' })).resolves.toBe(false);
    });

    it('scales nothing but services', async () => {
      const target = arnOfOther('application-autoscaling', 'scalable-target/1');
      const policy = (namespace: string, dimension: string) =>
        may('application-autoscaling:PutScalingPolicy', target, {
          ...tags('Resource', dev),
          'application-autoscaling:service-namespace': namespace,
          'application-autoscaling:scalable-dimension': dimension,
        });
      await expect(policy('ecs', 'ecs:service:DesiredCount')).resolves.toBe(true);
      await expect(policy('dynamodb', 'dynamodb:table:ReadCapacityUnits')).resolves.toBe(false);
    });

    it('has certificates of its own domain only', async () => {
      const request = (name: string) =>
        may('acm:RequestCertificate', '*', { ...tags('Request', dev), 'acm:DomainNames': name });
      await expect(request('shop.example.com')).resolves.toBe(true);
      await expect(request('*.example.com')).resolves.toBe(true);
      await expect(request('www.example.com')).resolves.toBe(false);
    });

    it('tags only kinds of things that the environment has', async () => {
      const created = tags('Request', dev);
      const asked: [string, string][] = [
        ['servicediscovery:TagResource', '*'],
        ['acm:AddTagsToCertificate', arnOfOther('acm', 'certificate/1')],
        ['ec2:CreateTags', arnOfOther('ec2', 'security-group/sg-1')],
      ];
      for (const [action, resource] of asked) {
        expect([action, await may(action, resource, created)]).toEqual([action, true]);
        expect([action, await smallMay(action, resource, created)]).toEqual([action, false]);
      }
    });
  });

  it('tags what EC2 creates, when it creates it', async () => {
    const vpc = 'arn:aws:ec2:ap-northeast-1:123456789012:vpc/vpc-1';
    const created = { ...tags('Request', dev), 'ec2:CreateAction': 'CreateVpc' };
    await expect(may('ec2:CreateTags', vpc, created)).resolves.toBe(true);
    await expect(may('ec2:CreateTags', vpc, { ...created, 'ec2:CreateAction': 'RunInstances' })).resolves.toBe(false);
    await expect(may('ec2:CreateTags', vpc, tags('Request', dev))).resolves.toBe(false);
  });

  it('decrypts in the stores, with its own key, and nothing else', async () => {
    const key = 'arn:aws:kms:ap-northeast-1:123456789012:key/1';
    const via = (service: string, environment = dev) => ({
      ...tags('Resource', environment),
      'kms:ViaService': `${service}.ap-northeast-1.amazonaws.com`,
    });
    await expect(may('kms:Decrypt', key, via('ssm'))).resolves.toBe(true);
    await expect(may('kms:Decrypt', key, via('secretsmanager'))).resolves.toBe(true);
    await expect(may('kms:Decrypt', key, via('ssm', PROD))).resolves.toBe(false);
    await expect(may('kms:Decrypt', key, via('s3'))).resolves.toBe(false);
    await expect(couldEver('kms:Decrypt', key, via('s3'))).resolves.toBe(false);
    await expect(couldEver('kms:Decrypt', key, tags('Resource', dev))).resolves.toBe(false);
  });

  it('changes the records of its domain, and those that prove who owns it, and no others', async () => {
    const change = (name: string) =>
      may('route53:ChangeResourceRecordSets', 'arn:aws:route53:::hostedzone/Z1', {
        'route53:ChangeResourceRecordSetsNormalizedRecordNames': name,
      });
    await expect(change('shop.example.com')).resolves.toBe(true);
    await expect(change('_0123456789abcdef.shop.example.com')).resolves.toBe(true);
    await expect(change('\\052.example.com')).resolves.toBe(true);
    await expect(change('www.example.com')).resolves.toBe(false);
    await expect(change('example.com')).resolves.toBe(false);
  });

  it('has its state and its lock, and those of no other stack', async () => {
    const object = (key: string) => `arn:aws:s3:::example-com-terraform-state/shop/${key}`;
    await expect(may('s3:GetObject', object('dev.tfstate'))).resolves.toBe(true);
    await expect(may('s3:PutObject', object('dev.tfstate'))).resolves.toBe(true);
    await expect(may('s3:DeleteObject', object('dev.tfstate'))).resolves.toBe(false);
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']) {
      await expect(may(action, object('dev.tfstate.tflock'))).resolves.toBe(true);
      for (const key of ['prod.tfstate', 'prod.tfstate.tflock', 'account.tfstate', 'dev2.tfstate']) {
        await expect(may(action, object(key))).resolves.toBe(false);
      }
    }
  });

  it('pushes images to the repositories of its account, and removes none', async () => {
    await expect(may('ecr:PutImage', REPOSITORY_ARN)).resolves.toBe(true);
    await expect(may('ecr:PutImage', `${REPOSITORY_ARN}2`)).resolves.toBe(false);
    await expect(may('ecr:BatchDeleteImage', REPOSITORY_ARN)).resolves.toBe(false);
    await expect(may('ecr:PutImageTagMutability', REPOSITORY_ARN)).resolves.toBe(false);
  });
});

describe('the rights that it can give', () => {
  const role = 'arn:aws:iam::123456789012:role/shop-dev-web-task';
  const bounded = { 'iam:PermissionsBoundary': BOUNDARY };
  const FOREIGN: readonly Context[] = [
    {},
    { 'iam:PermissionsBoundary': 'arn:aws:iam::123456789012:policy/delivery/shop-prod-boundary' },
  ];

  it.each(['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary'])(
    'are within the boundary of its environment with %s',
    async (action) => {
      await expect(may(action, role, bounded)).resolves.toBe(true);
      await expect(may(action, role.replace('dev', 'prod'), bounded)).resolves.toBe(false);
      for (const context of FOREIGN) {
        await expect(may(action, role, context)).resolves.toBe(false);
        await expect(couldEver(action, role, context)).resolves.toBe(false);
      }
    },
  );

  it('change nobody else’s trust, and no role without the boundary', async () => {
    await expect(may('iam:UpdateAssumeRolePolicy', role, bounded)).resolves.toBe(true);
    await expect(may('iam:UpdateAssumeRolePolicy', role)).resolves.toBe(false);
    await expect(may('iam:UpdateAssumeRolePolicy', role.replace('dev', 'prod'), bounded)).resolves.toBe(false);
  });

  it.each([
    ['iam:DeleteRolePermissionsBoundary', role, bounded],
    ['iam:AttachRolePolicy', role, {}],
    ['iam:CreatePolicyVersion', BOUNDARY, {}],
    ['iam:DeletePolicyVersion', BOUNDARY, {}],
    ['iam:SetDefaultPolicyVersion', BOUNDARY, {}],
    ['iam:DeletePolicy', BOUNDARY, {}],
    ['iam:CreatePolicyVersion', 'arn:aws:iam::123456789012:policy/delivery/shop-account-deploy-dev-roles', {}],
    ['iam:PutRolePolicy', 'arn:aws:iam::123456789012:role/delivery/shop-account-deploy-dev', bounded],
    ['iam:UpdateAssumeRolePolicy', 'arn:aws:iam::123456789012:role/delivery/shop-account-deploy-prod', {}],
    ['iam:DetachRolePolicy', 'arn:aws:iam::123456789012:role/delivery/shop-account-plan', {}],
  ])('never include %s on %s, whatever else is allowed', async (action, resource, context) => {
    await expect(may(action, resource, context)).resolves.toBe(false);
    await expect(couldEver(action, resource, context)).resolves.toBe(false);
  });

  it('are limited by the boundary that an environment names', async () => {
    const other = deployer('other');
    const create = (boundary: string) =>
      isAllowed({
        principal: other.arn,
        policies: other.policies,
        action: 'iam:CreateRole',
        resource: 'arn:aws:iam::123456789012:role/shop-other-web-task',
        context: { 'iam:PermissionsBoundary': boundary },
      });
    await expect(create('arn:aws:iam::aws:policy/PowerUserAccess')).resolves.toBe(true);
    await expect(create(BOUNDARY)).resolves.toBe(false);
    expect(boundaries.map(({ environment }) => environment)).toEqual(['dev', 'prod']);
  });

  it.each([
    ['shop-dev-web-task', 'ecs-tasks.amazonaws.com'],
    ['shop-dev-web-execution', 'ecs-tasks.amazonaws.com'],
    ['shop-dev-report-schedule', 'scheduler.amazonaws.com'],
    ['shop-dev-flow-logs', 'vpc-flow-logs.amazonaws.com'],
  ])('are handed on with %s to %s, and to nobody else', async (name, service) => {
    const pass = (passed: string, to?: string) =>
      may(
        'iam:PassRole',
        `arn:aws:iam::123456789012:role/${passed}`,
        to === undefined ? {} : { 'iam:PassedToService': to },
      );
    await expect(pass(name, service)).resolves.toBe(true);
    await expect(pass(name)).resolves.toBe(false);
    for (const other of ['ec2.amazonaws.com', 'lambda.amazonaws.com', 'cloudformation.amazonaws.com']) {
      await expect(pass(name, other)).resolves.toBe(false);
    }
    await expect(pass(name.replace('dev', 'prod'), service)).resolves.toBe(false);
    for (const foreign of ['delivery/shop-account-deploy-prod', 'administrator', 'service-role/shop-dev']) {
      await expect(pass(foreign, service)).resolves.toBe(false);
    }
  });

  it('make AWS create only the roles that its services need', async () => {
    const create = (service: string) =>
      may('iam:CreateServiceLinkedRole', `arn:aws:iam::123456789012:role/aws-service-role/${service}/X`, {
        'iam:AWSServiceName': service,
      });
    await expect(create('ecs.amazonaws.com')).resolves.toBe(true);
    await expect(create('organizations.amazonaws.com')).resolves.toBe(false);
  });
});

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
describe('the role that deploys an environment with the load balancer of another one', () => {
  const { policies: own } = workflowWorld({ shop, billing }).roles.find(({ id }) => id === 'deploy-billing') ?? {
    policies: [],
  };
  const arn = (resource: string) => `arn:aws:${resource.replace(' ', ':ap-northeast-1:123456789012:')}`;
  const [owner, sharer] = ['shop', 'billing'].map((name) => ({ application: 'growth', name })) as [
    EnvironmentIdentity,
    EnvironmentIdentity,
  ];
  const listener = arn('elasticloadbalancing listener/app/growth-shop/1/2');
  const rule = arn('elasticloadbalancing listener-rule/app/growth-shop/1/2/3');
  const named = (Name: string, identity = owner) => ({ ...tags('Resource', identity), 'aws:ResourceTag/Name': Name });
  const allows = (action: string, resource: string, context: Context) =>
    ask(own.map(withoutDenials), action, resource, context);

  it('adds its own rules to the listener, and changes no others', async () => {
    await expect(allows('elasticloadbalancing:CreateRule', listener, tags('Request', sharer))).resolves.toBe(true);
    await expect(allows('elasticloadbalancing:CreateRule', listener, tags('Request', owner))).resolves.toBe(false);
    const created = { ...tags('Request', sharer), 'elasticloadbalancing:CreateAction': 'CreateRule' };
    await expect(allows('elasticloadbalancing:AddTags', rule, created)).resolves.toBe(true);
    await expect(allows('elasticloadbalancing:AddTags', rule, tags('Request', sharer))).resolves.toBe(false);
    for (const action of ['DeleteRule', 'ModifyRule']) {
      const of = (identity: EnvironmentIdentity) =>
        allows(`elasticloadbalancing:${action}`, rule, tags('Resource', identity));
      await expect(of(sharer)).resolves.toBe(true);
      await expect(of(owner)).resolves.toBe(false);
    }
    await expect(allows('elasticloadbalancing:SetRulePriorities', rule, {})).resolves.toBe(true);
  });

  it.each([
    ['ModifyListener', listener],
    ['DeleteListener', listener],
    ['DeleteLoadBalancer', arn('elasticloadbalancing loadbalancer/app/growth-shop/1')],
    ['SetSecurityGroups', arn('elasticloadbalancing loadbalancer/app/growth-shop/1')],
  ])('leaves the rest to its owner: %s', async (action, resource) => {
    await expect(allows(`elasticloadbalancing:${action}`, resource, tags('Resource', owner))).resolves.toBe(false);
  });

  it('lets the load balancer out to its tasks, and opens no other group of its owner', async () => {
    const group = arn('ec2 security-group/sg-1');
    const balancer = named('growth-shop-load-balancer');
    await expect(allows('ec2:AuthorizeSecurityGroupEgress', group, balancer)).resolves.toBe(true);
    await expect(allows('ec2:RevokeSecurityGroupEgress', group, balancer)).resolves.toBe(true);
    await expect(allows('ec2:AuthorizeSecurityGroupIngress', group, balancer)).resolves.toBe(false);
    await expect(allows('ec2:AuthorizeSecurityGroupEgress', group, named('growth-shop-app'))).resolves.toBe(false);
  });
});

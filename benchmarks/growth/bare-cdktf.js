const { App, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable, Token } = require('cdktf');
const { CloudwatchLogGroup } = require('@cdktf/provider-aws/lib/cloudwatch-log-group');
const { DataAwsCallerIdentity } = require('@cdktf/provider-aws/lib/data-aws-caller-identity');
const { DataAwsIamRoles } = require('@cdktf/provider-aws/lib/data-aws-iam-roles');
const { DataAwsPartition } = require('@cdktf/provider-aws/lib/data-aws-partition');
const { DefaultSecurityGroup } = require('@cdktf/provider-aws/lib/default-security-group');
const { EcsCluster } = require('@cdktf/provider-aws/lib/ecs-cluster');
const { EcsClusterCapacityProviders } = require('@cdktf/provider-aws/lib/ecs-cluster-capacity-providers');
const { EcsService } = require('@cdktf/provider-aws/lib/ecs-service');
const { EcsTaskDefinition } = require('@cdktf/provider-aws/lib/ecs-task-definition');
const { IamRole } = require('@cdktf/provider-aws/lib/iam-role');
const { IamRolePoliciesExclusive } = require('@cdktf/provider-aws/lib/iam-role-policies-exclusive');
const { IamRolePolicy } = require('@cdktf/provider-aws/lib/iam-role-policy');
const { IamRolePolicyAttachmentsExclusive } = require('@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive');
const { InternetGateway } = require('@cdktf/provider-aws/lib/internet-gateway');
const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');
const { Route } = require('@cdktf/provider-aws/lib/route');
const { RouteTable } = require('@cdktf/provider-aws/lib/route-table');
const { RouteTableAssociation } = require('@cdktf/provider-aws/lib/route-table-association');
const { SecurityGroup } = require('@cdktf/provider-aws/lib/security-group');
const { SsmParameter } = require('@cdktf/provider-aws/lib/ssm-parameter');
const { Subnet } = require('@cdktf/provider-aws/lib/subnet');
const { Vpc } = require('@cdktf/provider-aws/lib/vpc');
const { VpcSecurityGroupEgressRule } = require('@cdktf/provider-aws/lib/vpc-security-group-egress-rule');
const { VpcSecurityGroupIngressRule } = require('@cdktf/provider-aws/lib/vpc-security-group-ingress-rule');

/** The resources of project.ts, made by cdktf alone: nothing is validated, and nothing is derived from a declaration. */
const count = Number(process.argv[2]);

const region = 'ap-northeast-1';
const tags = { application: 'growth', environment: 'dev' };

const app = new App();
const stack = new TerraformStack(app, 'dev');
stack.addOverride('terraform.required_version', '>= 1.11.0');
new LocalBackend(stack, { path: '../../../.terraform-state/dev.tfstate' });
new AwsProvider(stack, 'aws', { region, defaultTags: [{ tags: { ...tags, 'managed-by': 'cdktf' } }] });
const { accountId } = new DataAwsCallerIdentity(stack, 'identity', {});
const { partition, dnsSuffix } = new DataAwsPartition(stack, 'partition', {});
const existingRoles = new DataAwsIamRoles(stack, 'existing-roles', { nameRegex: '^growth-dev-' });

const vpc = new Vpc(stack, 'vpc', {
  cidrBlock: '10.0.0.0/16',
  enableDnsHostnames: true,
  enableDnsSupport: true,
  tags: { Name: 'growth-dev' },
});
new DefaultSecurityGroup(stack, 'default-security-group', {
  vpcId: vpc.id,
  ingress: [],
  egress: [],
  tags: { Name: 'growth-dev-default' },
});
const gateway = new InternetGateway(stack, 'internet-gateway', { vpcId: vpc.id, tags: { Name: 'growth-dev' } });
const routeTable = new RouteTable(stack, 'route-table', { vpcId: vpc.id, tags: { Name: 'growth-dev-public' } });
const route = new Route(stack, 'default-route', {
  routeTableId: routeTable.id,
  destinationCidrBlock: '0.0.0.0/0',
  gatewayId: gateway.id,
});
const subnets = ['a', 'c'].map((zone, index) => {
  const subnet = new Subnet(stack, `subnet-${zone}`, {
    vpcId: vpc.id,
    cidrBlock: `10.0.${index + 1}.0/24`,
    availabilityZone: `${region}${zone}`,
    tags: { Name: `growth-dev-public-${region}${zone}` },
  });
  const association = new RouteTableAssociation(stack, `route-table-association-${zone}`, {
    subnetId: subnet.id,
    routeTableId: routeTable.id,
  });
  return { subnet, association };
});

const securityGroup = new SecurityGroup(stack, 'security-group', {
  name: 'growth-dev-app',
  description: 'Security Group for Application',
  vpcId: vpc.id,
  tags: { Name: 'growth-dev-app' },
});
const toItself = {
  securityGroupId: securityGroup.id,
  referencedSecurityGroupId: securityGroup.id,
  ipProtocol: '-1',
};
const rules = [
  new VpcSecurityGroupIngressRule(stack, 'self-ingress', { ...toItself, description: 'Allow from itself' }),
  new VpcSecurityGroupEgressRule(stack, 'self-egress', { ...toItself, description: 'Allow to itself' }),
  new VpcSecurityGroupEgressRule(stack, 'egress', {
    securityGroupId: securityGroup.id,
    description: 'Allow to any HTTPS',
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    cidrIpv4: '0.0.0.0/0',
  }),
];
const network = [route, ...subnets.map(({ association }) => association), ...rules];

const cluster = new EcsCluster(stack, 'cluster', {
  name: 'growth-dev',
  setting: [{ name: 'containerInsights', value: 'enabled' }],
});
new EcsClusterCapacityProviders(stack, 'capacity-providers', {
  clusterName: cluster.name,
  capacityProviders: ['FARGATE'],
  defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
});

const services = Array.from({ length: count }, (_, index) => createService(`service-${index}`));

new TerraformOutput(stack, 'cluster_name', { value: cluster.name });
new TerraformOutput(stack, 'service_names', { value: services.map(({ service }) => service.name) });
new TerraformOutput(stack, 'log_group_names', { value: services.map(({ logGroupName }) => logGroupName) });
new TerraformOutput(stack, 'secret_names', { value: services.flatMap(({ parameters }) => parameters) });
new TerraformOutput(stack, 'next_steps', {
  value: [
    'See which secrets have no value yet: npm run secrets -- check dev',
    'Set one: npm run secrets -- set dev NAME',
    ...services.map(({ logGroupName }) => `Follow the log: aws logs tail ${logGroupName} --follow --region ${region}`),
  ],
});
app.synth();
console.log(process.resourceUsage().maxRSS);

function createService(name) {
  const [password, user] = ['password', 'user'].map((parameter) => createParameter(name, parameter));
  const logGroup = new CloudwatchLogGroup(stack, `${name}-log-group`, {
    name: `/ecs/growth/dev/${name}`,
    retentionInDays: 7,
    lifecycle: { preventDestroy: false },
  });
  const [executionRole, taskRole] = ['execution', 'task'].map((role) => createRole(`${name}-${role}`));
  const policy = new IamRolePolicy(stack, `${name}-policy`, {
    name: 'access',
    role: executionRole.name,
    policy: JSON.stringify(executionPolicy(name, [password.arn, user.arn])),
  });
  for (const [role, inline] of [
    [executionRole, [policy]],
    [taskRole, []],
  ]) {
    const { node, name: roleName } = role;
    const policyNames = inline.map((each) => each.name);
    new IamRolePoliciesExclusive(stack, `${node.id}-exclusive-policies`, { roleName, policyNames });
    new IamRolePolicyAttachmentsExclusive(stack, `${node.id}-exclusive-attachments`, { roleName, policyArns: [] });
  }
  const container = {
    name,
    image: `${accountId}.dkr.ecr.${region}.${dnsSuffix}/growth:1.0.0`,
    essential: true,
    portMappings: [{ containerPort: 80 }],
    systemControls: [{ namespace: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
    secrets: [
      { name: 'PASSWORD', valueFrom: password.arn },
      { name: 'USER', valueFrom: user.arn },
    ],
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': `/ecs/growth/dev/${name}`,
        'awslogs-region': region,
        'awslogs-stream-prefix': 'ecs',
        'max-buffer-size': '25m',
        mode: 'non-blocking',
      },
    },
  };
  const taskDefinition = new EcsTaskDefinition(stack, `${name}-task-definition`, {
    family: `growth-dev-${name}`,
    cpu: '256',
    memory: '512',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    executionRoleArn: executionRole.arn,
    taskRoleArn: taskRole.arn,
    containerDefinitions: JSON.stringify([container]),
    dependsOn: [logGroup],
    lifecycle: { createBeforeDestroy: true },
  });
  const service = new EcsService(stack, `${name}-service`, {
    name: `growth-dev-${name}`,
    cluster: cluster.arn,
    taskDefinition: taskDefinition.arn,
    desiredCount: 1,
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 1, weight: 1 }],
    forceNewDeployment: true,
    platformVersion: 'LATEST',
    availabilityZoneRebalancing: 'ENABLED',
    deploymentCircuitBreaker: { enable: true, rollback: true },
    deploymentMaximumPercent: 200,
    deploymentMinimumHealthyPercent: 100,
    enableEcsManagedTags: true,
    enableExecuteCommand: false,
    propagateTags: 'SERVICE',
    waitForSteadyState: true,
    networkConfiguration: {
      assignPublicIp: true,
      securityGroups: [securityGroup.id],
      subnets: subnets.map(({ subnet }) => subnet.id),
    },
    timeouts: { create: '15m', update: '20m' },
    dependsOn: [policy, ...network],
    lifecycle: {
      postcondition: [
        {
          condition: `\${self.task_definition == ${taskDefinition.fqn}.arn}`,
          errorMessage: `The deployment of growth-dev-${name} failed and was rolled back.`,
        },
      ],
    },
  });
  const parameters = [password, user].map((_parameter, index) => `/growth/dev/${name}/${['password', 'user'][index]}`);
  return { service, parameters, logGroupName: `/ecs/growth/dev/${name}` };
}

function createParameter(service, name) {
  const value = new TerraformVariable(stack, `parameter_${service}_${name}`, {
    type: 'string',
    description: `First value of ${service}/${name}`,
    default: 'PLACEHOLDER',
    nullable: false,
    sensitive: true,
  });
  value.addOverride('ephemeral', true);
  return new SsmParameter(stack, `${service}-parameter-${name}`, {
    name: `/growth/dev/${service}/${name}`,
    type: 'SecureString',
    tier: 'Standard',
    valueWo: value.stringValue,
    valueWoVersion: 1,
    lifecycle: {
      ignoreChanges: ['allowed_pattern', 'description', 'tier', 'key_id', 'value_wo', 'value_wo_version'],
      preventDestroy: false,
    },
  });
}

function createRole(name) {
  const trustPolicy = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: ['sts:AssumeRole'],
        Condition: {
          StringEquals: { 'aws:SourceAccount': accountId },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:${region}:${accountId}:*` },
        },
      },
    ],
  };
  return new IamRole(stack, `${name}-role`, {
    name: `growth-dev-${name}`,
    assumeRolePolicy: JSON.stringify(trustPolicy),
    tags: Token.asStringMap(
      `\${contains(data.aws_iam_roles.${existingRoles.friendlyUniqueId}.names, "growth-dev-${name}") ? { exists = "true" } : null}`,
    ),
    lifecycle: {
      ignoreChanges: ['tags["exists"]'],
      postcondition: [
        { condition: '${!can(self.tags["exists"])}', errorMessage: `The role growth-dev-${name} exists already.` },
      ],
    },
  });
}

function executionPolicy(name, parameterArns) {
  const allow = (Sid, Action, Resource) => ({ Sid, Effect: 'Allow', Action, Resource });
  return {
    Version: '2012-10-17',
    Statement: [
      allow(
        'PullImage',
        ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        [`arn:${partition}:ecr:${region}:${accountId}:repository/growth`],
      ),
      allow('LogInToRegistry', ['ecr:GetAuthorizationToken'], ['*']),
      allow(
        'WriteLog',
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        [`arn:${partition}:logs:${region}:${accountId}:log-group:/ecs/growth/dev/${name}:*`],
      ),
      {
        ...allow('ReadParameters', ['ssm:GetParameters'], parameterArns),
        Condition: {
          StringEquals: {
            'aws:ResourceTag/application': tags.application,
            'aws:ResourceTag/environment': tags.environment,
          },
        },
      },
    ],
  };
}

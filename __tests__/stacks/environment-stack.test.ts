import { environments } from '../../environments';
import { examples } from '../../examples';
import { file } from '../../lib/secrets/secret-file';
import { existingParameter, existingSecret, parameter, secretsManager } from '../../lib/secrets/secret-source';
import { harmless } from '../../lib/validation/harmless-text';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { onlyResource, synthesize } from '../support/synthesized-stack';

const { web = serviceDefinition() } = environments.dev.services;
const secrets = Object.fromEntries(
  Object.entries(web.secrets ?? {}).filter(([name]) => ['MY_PARAM_1', 'MY_PARAM_2'].includes(name)),
);
/** What the main source describes, without what a team has added to it. */
const [dev] = synthesize({
  dev: { ...environments.dev, services: { web: { ...web, secrets } }, scheduledTasks: {}, parameters: [] },
});
if (dev === undefined) {
  throw new Error('dev was not synthesized');
}

describe('the dev environment', () => {
  test('has a VPC with DNS, two public subnets in two zones, and a route to the internet', () => {
    expect(onlyResource(dev, 'aws_vpc').attributes).toMatchObject({
      cidr_block: '10.0.0.0/16',
      enable_dns_support: true,
      enable_dns_hostnames: true,
    });
    expect(
      dev.resources('aws_subnet').map(({ attributes }) => [attributes.cidr_block, attributes.availability_zone]),
    ).toEqual([
      ['10.0.1.0/24', 'ap-northeast-1a'],
      ['10.0.2.0/24', 'ap-northeast-1c'],
    ]);
    expect(onlyResource(dev, 'aws_route').attributes).toMatchObject({ destination_cidr_block: '0.0.0.0/0' });
    expect(onlyResource(dev, 'aws_route').text('gateway_id')).toBe(onlyResource(dev, 'aws_internet_gateway').address);
    expect(dev.resources('aws_route_table_association')).toHaveLength(2);
  });

  // No expression of Terraform tells what is in the state; __tests__/e2e/vanished-state.test.ts shows what these lines do.
  test('stops a plan that would create a role that exists', () => {
    const roles = dev.resources('aws_iam_role');
    expect(roles).toHaveLength(2);
    for (const { attributes } of roles) {
      expect(attributes.tags).toMatch(
        /^\$\{contains\(data\.aws_iam_roles\.\S+\.names, "ecs_parameter_store-dev-\S+"\) \?/,
      );
      expect(attributes.lifecycle).toMatchObject({
        ignore_changes: ['tags["exists"]'],
        postcondition: [{ error_message: expect.stringContaining('npm run recover -- dev') as string }],
      });
    }
  });

  // The same for what every environment has, also one without services.
  test('stops a plan that would create a VPC, or a group in an existing one, which exists', () => {
    const recoverable = {
      postcondition: [{ error_message: expect.stringContaining('npm run recover -- dev') as string }],
    };
    const vpc = onlyResource(dev, 'aws_vpc').attributes;
    expect(vpc.tags).toMatch(
      /^\$\{merge\(\{"Name":"ecs_parameter_store-dev"\}, length\(data\.aws_vpcs\.\S+\.ids\) > 0 \?/,
    );
    expect(vpc.lifecycle).toMatchObject({ ignore_changes: ['tags["exists"]'], ...recoverable });
    expect(onlyResource(dev, 'data.aws_vpcs').attributes.tags).toEqual({
      application: 'ecs_parameter_store',
      environment: 'dev',
      'managed-by': 'cdktf',
    });
    const existingVpc = {
      vpcId: 'vpc-0123456789abcdef0',
      publicSubnetIds: ['subnet-0a', 'subnet-0b'].map((id) => `${id}123456789abcdef`),
    };
    const [inExisting] = synthesize({
      dev: environmentConfig({ network: { existingVpc, ingress: [], egress: environmentConfig().network.egress } }),
    });
    const group = onlyResource(inExisting, 'aws_security_group').attributes;
    expect(group.tags).toMatch(/length\(data\.aws_security_groups\.\S+\.ids\) > 0 \?/);
    expect(group.lifecycle).toMatchObject({
      create_before_destroy: true,
      ignore_changes: ['tags["exists"]'],
      ...recoverable,
    });
  });

  test('stops a plan with the state of another stack, whatever that was at first', () => {
    expect(onlyResource(dev, 'terraform_data').attributes).toMatchObject({
      input: 'ecs_parameter_store/dev',
      lifecycle: {
        ignore_changes: ['input'],
        postcondition: [{ condition: '${self.input == "ecs_parameter_store/dev"}' }],
      },
    });
  });

  // Only what is written down as empty is kept empty: https://developer.hashicorp.com/terraform/language/attr-as-blocks
  test('keeps the default security group of the VPC empty', () => {
    expect(onlyResource(dev, 'aws_default_security_group').attributes).toMatchObject({ ingress: [], egress: [] });
  });

  test('lets tasks reach each other, anyone reach port 80, and tasks reach HTTPS', () => {
    const group = onlyResource(dev, 'aws_security_group').address;
    const rules = (type: string) =>
      dev
        .resources(type)
        .map((rule) => [
          rule.attributes.ip_protocol,
          rule.attributes.from_port ?? 'all',
          rule.optionalText('referenced_security_group_id') ?? rule.optionalText('cidr_ipv4'),
        ]);
    expect(rules('aws_vpc_security_group_ingress_rule')).toEqual(
      expect.arrayContaining([
        ['-1', 'all', group],
        ['tcp', 80, '0.0.0.0/0'],
      ]),
    );
    expect(rules('aws_vpc_security_group_egress_rule')).toEqual(
      expect.arrayContaining([
        ['-1', 'all', group],
        ['tcp', 443, '0.0.0.0/0'],
      ]),
    );
  });

  test('runs on a cluster with Container Insights and FARGATE as the default', () => {
    expect(onlyResource(dev, 'aws_ecs_cluster').attributes).toMatchObject({
      setting: [{ name: 'containerInsights', value: 'enabled' }],
    });
    expect(onlyResource(dev, 'aws_ecs_cluster_capacity_providers').attributes).toMatchObject({
      capacity_providers: ['FARGATE', 'FARGATE_SPOT'],
      default_capacity_provider_strategy: [{ capacity_provider: 'FARGATE' }],
    });
  });

  test('creates its parameters as SecureStrings whose values come from ephemeral variables', () => {
    const parameters = dev.resources('aws_ssm_parameter');
    expect(parameters.map(({ attributes }) => attributes.name)).toEqual([
      '/ecs_parameter_store/dev/MY_PARAM_1',
      '/ecs_parameter_store/dev/MY_PARAM_2',
    ]);
    for (const { attributes } of parameters) {
      expect(attributes).toMatchObject({
        type: 'SecureString',
        value_wo: expect.stringMatching(/^\$\{var\.\w+\}$/) as string,
      });
      expect(attributes).not.toHaveProperty('value');
    }
    for (const variable of Object.values(dev.variables)) {
      expect(variable).toMatchObject({ ephemeral: true, sensitive: true });
    }
    // Terraform itself evaluates these in the end-to-end tests.
    expect(dev.variables.parameter_MY_PARAM_1).toMatchObject({
      validation: [
        { condition: '${(length(var.parameter_MY_PARAM_1) >= 1)}' },
        { condition: '${!can(regex("[{][{](?s:.*)[}][}]", var.parameter_MY_PARAM_1))}' },
      ],
    });
  });

  test('gives the container its parameters by full ARN', () => {
    const [container] = onlyResource(dev, 'aws_ecs_task_definition').json('container_definitions') as [object];
    expect(container).toMatchObject({
      name: 'web',
      image: '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/ecs_parameter_store:latest',
      portMappings: [{ containerPort: 80 }],
      secrets: [
        {
          name: 'MY_PARAM_1',
          valueFrom: 'arn:aws:ssm:ap-northeast-1:123456789012:parameter/ecs_parameter_store/dev/MY_PARAM_1',
        },
        {
          name: 'MY_PARAM_2',
          valueFrom: 'arn:aws:ssm:ap-northeast-1:123456789012:parameter/ecs_parameter_store/dev/MY_PARAM_2',
        },
      ],
    });
  });

  test('runs the service as the source describes', () => {
    expect(onlyResource(dev, 'aws_ecs_task_definition').attributes).toMatchObject({
      cpu: '256',
      memory: '512',
      network_mode: 'awsvpc',
      requires_compatibilities: ['FARGATE'],
    });
    expect(onlyResource(dev, 'aws_ecs_service').attributes).toMatchObject({
      capacity_provider_strategy: [{ base: 1, capacity_provider: 'FARGATE', weight: 1 }],
      force_new_deployment: true,
      platform_version: 'LATEST',
      desired_count: 1,
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      deployment_circuit_breaker: { enable: true, rollback: true },
      availability_zone_rebalancing: 'ENABLED',
      propagate_tags: 'SERVICE',
      enable_execute_command: true,
      wait_for_steady_state: true,
      network_configuration: { assign_public_ip: true },
    });
  });

  test('starts no task before its roles may do what it needs', () => {
    const { depends_on: dependencies } = onlyResource(dev, 'aws_ecs_service').attributes;
    expect(dependencies).toEqual(
      expect.arrayContaining(dev.resources('aws_iam_role_policy').map(({ address }) => address)),
    );
  });

  test('starts no task before it can reach the internet, where its image and its secrets are', () => {
    const { depends_on: dependencies } = onlyResource(dev, 'aws_ecs_service').attributes;
    const types = ['aws_route', 'aws_route_table_association', 'aws_vpc_security_group_egress_rule'];
    expect(dependencies).toEqual(
      expect.arrayContaining(types.flatMap((type) => dev.resources(type).map(({ address }) => address))),
    );
  });

  test('turns a rollback into a failed deployment', () => {
    const { lifecycle } = onlyResource(dev, 'aws_ecs_service').attributes;
    expect(lifecycle).toMatchObject({
      postcondition: [
        { condition: `\${self.task_definition == ${onlyResource(dev, 'aws_ecs_task_definition').address}.arn}` },
      ],
    });
  });
});

describe('what deploying prints as next steps', () => {
  const dev = { dev: environmentConfig({ application: 'shop' }) };
  const nextSteps = (example?: string) =>
    synthesize({ ...dev }, example).map(({ terraform }) => (terraform as Outputs).output.next_steps.value);
  const log = 'Follow the log: aws logs tail /ecs/shop/dev/web --follow --region ap-northeast-1';

  test('are commands as they are typed', () => {
    expect(nextSteps()).toEqual([
      [
        'See which secrets have no value yet: npm run secrets -- check dev',
        'Set one: npm run secrets -- set dev NAME',
        log,
      ],
    ]);
  });

  test('name the example that was deployed', () => {
    expect(nextSteps('everything')).toEqual([
      [
        'See which secrets have no value yet: npm run secrets -- check dev --example everything',
        'Set one: npm run secrets -- set dev NAME --example everything',
        log,
      ],
    ]);
  });
});

interface Outputs {
  readonly output: { readonly next_steps: { readonly value: readonly string[] } };
}

describe('an environment', () => {
  describe('is deployed to', () => {
    const guards = (accountId: string | undefined) => {
      const [stack] = synthesize({ dev: environmentConfig({ accountId }) });
      const { lifecycle } = onlyResource(stack, 'data.aws_caller_identity').attributes;
      return { allowed: stack?.provider.allowed_account_ids, lifecycle };
    };

    test('the account that it names', () => {
      expect(guards('210987654321')).toEqual({ allowed: ['210987654321'], lifecycle: undefined });
    });

    test('any account if it says so', () => {
      expect(guards('any')).toEqual({ allowed: undefined, lifecycle: undefined });
    });

    // The account of AWS's documentation: https://docs.aws.amazon.com/general/latest/gr/docconventions.html
    test('no account but that of the embedded AWS if it says nothing', () => {
      expect(guards(undefined)).toEqual({
        allowed: undefined,
        lifecycle: {
          postcondition: [
            {
              condition: '${self.account_id == "123456789012"}',
              error_message:
                'The credentials belong to account ${self.account_id}, and dev does not say which account it may be deployed to. If it ' +
                "is this one, write into its configuration, or that of its account: accountId: '${self.account_id}',",
            },
          ],
        },
      });
    });
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
  test('limits every role that it has by its permissions boundary, and grants nothing by it', () => {
    const permissionsBoundaryArn = 'arn:aws:iam::aws:policy/PowerUserAccess';
    const [unlimited] = synthesize({ dev: { ...examples.production, permissionsBoundaryArn: undefined } });
    const [limited] = synthesize({ dev: { ...examples.production, permissionsBoundaryArn } });
    const boundaries = (stack: typeof limited) =>
      stack?.resources('aws_iam_role').map(({ attributes }) => attributes.permissions_boundary);
    expect(boundaries(unlimited)).toEqual(boundaries(limited)?.map(() => undefined));
    expect(new Set(boundaries(limited))).toEqual(new Set([permissionsBoundaryArn]));
    // Nothing else is another, above all no policy.
    const boundary = new RegExp(`,\\s*"permissions_boundary": "${permissionsBoundaryArn}"`, 'g');
    expect(limited?.text.replace(boundary, '')).toBe(unlimited?.text);
  });

  test('keeps what cannot be brought back from being destroyed only where it asks for it', () => {
    const [open] = synthesize({ prod: { ...environments.prod, deletionProtection: false } });
    const [closed] = synthesize({ prod: environments.prod });
    const types = ['aws_ssm_parameter', 'aws_kms_key', 'aws_cloudwatch_log_group'];
    const preventDestroy = (stack: typeof open) =>
      types.flatMap((type) => stack?.resources(type).map(({ attributes }) => attributes.lifecycle) ?? []);
    expect(preventDestroy(closed)).not.toHaveLength(0);
    for (const lifecycle of preventDestroy(closed)) {
      expect(lifecycle).toMatchObject({ prevent_destroy: true });
    }
    for (const lifecycle of preventDestroy(open)) {
      expect(lifecycle).toMatchObject({ prevent_destroy: false });
    }
  });

  test('can be added by adding its configuration', () => {
    const stacks = synthesize({ ...environments, qa: environmentConfig() });
    expect(stacks.map(({ name }) => name).sort()).toEqual(['dev', 'prod', 'qa', 'stg']);
    expect(
      onlyResource(
        stacks.find(({ name }) => name === 'qa'),
        'aws_ecs_cluster',
      ).text('name'),
    ).toBe('ecs_parameter_store-qa');
  });

  test('distinguishes existing parameters and secrets, whatever separates the parts of their names', () => {
    const secrets = {
      SLASH: existingSecret('a/b'),
      DOT: existingSecret('a.b'),
      OF_RDS: existingSecret('rds!db-1'),
      PARAMETER_SLASH: existingParameter('/a/b'),
      PARAMETER_DOT: existingParameter('/a.b'),
      OWN: secretsManager('a.b'),
      OWN_PARAMETER: parameter('a.b'),
    };
    const [stack] = synthesize({ dev: environmentConfig({ services: { web: serviceDefinition({ secrets }) } }) });
    const names = (type: string) => stack?.resources(type).map((resource) => resource.text('name'));
    expect(names('data.aws_secretsmanager_secret')?.sort()).toEqual(['a.b', 'a/b', 'rds!db-1']);
    expect(names('aws_secretsmanager_secret')).toEqual(['ecs_parameter_store/dev/a.b']);
    expect(names('aws_ssm_parameter')).toEqual(['/ecs_parameter_store/dev/a.b']);
  });

  test.each([
    ['ap-northeast-1', 'amazonaws.com'],
    ['us-gov-west-1', 'amazonaws.com'],
    ['cn-north-1', 'amazonaws.com.cn'],
  ])('in %s lets its roles and its logs use the key through services of %s', (region, domain) => {
    const secrets = { TOKEN: parameter('database/token'), DATABASE: secretsManager('database') };
    const { network } = environmentConfig();
    const publicSubnets = network.publicSubnets.map(({ cidrBlock, availabilityZone }) => ({
      cidrBlock,
      availabilityZone: availabilityZone.replace('ap-northeast-1', region),
    }));
    const [stack] = synthesize({
      dev: environmentConfig({
        region,
        network: { ...network, publicSubnets },
        encryptionKey: { rotationPeriodDays: 365, deletionWindowDays: 7 },
        services: { web: serviceDefinition({ secrets, runtimeParameters: 'database' }) },
      }),
    });
    const policies = ['aws_iam_role_policy', 'aws_kms_key'].flatMap((type) =>
      (stack?.resources(type) ?? []).map((resource) => resource.text('policy')),
    );
    const services = policies.join().match(new RegExp(`\\w+\\.${region}\\.[\\w.]+`, 'g'));
    expect(services?.sort()).toEqual(
      // The execution role, and the task role for what it reads at run time.
      ['logs', 'secretsmanager', 'ssm', 'ssm'].map((service) => `${service}.${region}.${domain}`),
    );
  });

  test('has descriptions and tags that only look like secrets as they are, without the reason', () => {
    const description = harmless('Expects token=canary', 'It is an example');
    const { network } = environmentConfig();
    const config = environmentConfig({
      tags: { link: description },
      network: { ...network, ingress: network.ingress.map((rule) => ({ ...rule, description })) },
      services: {
        web: serviceDefinition({
          // Two declarations of one secret are compared by what they say.
          secrets: { A: parameter('a', { description }), B: parameter('a', { description: { ...description } }) },
          secretFiles: { C: file('c', secretsManager('c', { description })) },
          user: '1000:1000',
        }),
      },
    });
    const [stack] = synthesize({ dev: config });
    const descriptions = [
      'aws_ssm_parameter',
      'aws_secretsmanager_secret',
      'aws_vpc_security_group_ingress_rule',
    ].flatMap((type) => (stack?.resources(type) ?? []).map(({ attributes }) => attributes.description));
    expect(descriptions.filter((text) => text !== 'Allow from itself')).toEqual(Array(3).fill('Expects token=canary'));
    expect(onlyResource(stack, 'aws_vpc').tags).toMatchObject({ link: 'Expects token=canary' });
    expect(stack?.text).not.toContain('It is an example');
  });

  test('takes text that looks like a Terraform template literally', () => {
    const config = environmentConfig();
    const { web } = config.services;
    if (web === undefined) {
      throw new Error('the configuration has no service web');
    }
    const [stack] = synthesize({
      dev: {
        ...config,
        services: { web: { ...web, environmentVariables: { GREETING: '${path.module} %{ if true }' } } },
      },
    });
    const [container] = onlyResource(stack, 'aws_ecs_task_definition').json('container_definitions') as [object];
    expect(container).toMatchObject({ environment: [{ name: 'GREETING', value: '${path.module} %{ if true }' }] });
  });
});

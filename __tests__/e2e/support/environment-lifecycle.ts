import { AuthorizeSecurityGroupIngressCommand, DescribeSecurityGroupsCommand, type Filter } from '@aws-sdk/client-ec2';
import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { AttachRolePolicyCommand, CreatePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import { findDrift } from '../../../commands/drift/find-drift';
import { connect } from '../../../commands/stores/session';
import { environments, type EnvironmentName } from '../../../environments';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { taskGroupName } from '../../../lib/environment/task-groups';
import { parameter } from '../../../lib/secrets/secret-source';
import { deploymentCheck } from './deployment-check';
import { readState, removePlugins, startEmbeddedEnvironment, type EmbeddedEnvironment } from './embedded-environment';
import { remainingResources } from './remaining-resources';
import { filesHolding } from './search-files';

const CANARY = 'canary-3f9c1e7a55d2';
const OPERATORS_VALUE = 'canary-operator-b71d20c4';

/** The life of one environment in an embedded AWS, from the first deployment to the last. */
export function describeLifecycle(name: EnvironmentName): void {
  const config = environments[name];
  const parameterName = `/${config.application}/${name}/MY_PARAM_1`;
  let environment: EmbeddedEnvironment;
  let heldByFirstPlan: string[];

  beforeAll(async () => {
    environment = await startEmbeddedEnvironment(name, config);
    await environment.synthProject();
    await environment.diff({ TF_VAR_parameter_MY_PARAM_1: CANARY });
    heldByFirstPlan = await filesHolding(environment.workspace.outputDirectory, CANARY);
    await environment.deploy({ TF_VAR_parameter_MY_PARAM_1: CANARY });
  });
  afterAll(() => environment.stop());

  const readParameter = async () => {
    const command = new GetParameterCommand({ Name: parameterName, WithDecryption: true });
    return (await environment.clients.ssm.send(command)).Parameter;
  };

  test('is deployed as its configuration says', async () => {
    const cluster = `${config.application}-${name}`;
    const described = await environment.clients.ecs.send(
      new DescribeServicesCommand({ cluster, services: [`${cluster}-web`] }),
    );
    const [service] = described.services ?? [];
    expect(service).toMatchObject({
      status: 'ACTIVE',
      desiredCount: config.services.web?.desiredCount,
      runningCount: config.services.web?.desiredCount,
      propagateTags: 'SERVICE',
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'ENABLED' } },
    });

    expect(service?.enableExecuteCommand ?? false).toBe(config.executeCommand);

    const { taskDefinition } = await environment.clients.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: service?.taskDefinition }),
    );
    expect(taskDefinition).toMatchObject({
      cpu: String(config.services.web?.size.cpu),
      memory: String(config.services.web?.size.memoryMiB),
    });
    expect(taskDefinition?.containerDefinitions?.[0]?.secrets).toEqual(
      expect.arrayContaining([
        { name: 'MY_PARAM_1', valueFrom: (await readParameter())?.ARN },
        { name: 'MY_PARAM_2', valueFrom: expect.any(String) as string },
      ]),
    );
  });

  test('has its parameters encrypted, tagged, and with the value that came in at deployment', async () => {
    expect(await readParameter()).toMatchObject({ Type: 'SecureString', Value: CANARY });
    const { TagList } = await environment.clients.ssm.send(
      new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: parameterName }),
    );
    expect(TagList).toEqual(
      expect.arrayContaining([
        { Key: 'application', Value: config.application },
        { Key: 'environment', Value: name },
        { Key: 'managed-by', Value: 'cdktf' },
      ]),
    );
  });

  test('refuses at the plan a first value that Parameter Store would refuse during the deployment', async () => {
    await expect(environment.diff({ TF_VAR_parameter_MY_PARAM_1: '' })).rejects.toThrow(
      'TF_VAR_parameter_MY_PARAM_1 is empty.',
    );
    const reference = `${CANARY} {{\n}}`;
    const refused = environment.diff({ TF_VAR_parameter_MY_PARAM_1: reference });
    await expect(refused).rejects.toThrow('TF_VAR_parameter_MY_PARAM_1 contains {{ and }}');
    await expect(refused).rejects.not.toThrow(CANARY);
  });

  test('shows no changes when nothing changed, nor when an operator has set a value', async () => {
    await environment.clients.ssm.send(
      new PutParameterCommand({
        ...{ Name: parameterName, Value: OPERATORS_VALUE, Type: 'SecureString', Overwrite: true },
        // Terraform could change it only together with the value, of which it knows nothing.
        AllowedPattern: '^canary',
      }),
    );
    expect(await environment.diff()).toEqual([]);
  });

  test('leaves it to `npm run drift` to find what Terraform does not look at', async () => {
    const session = await connect({ ...config, name }, environment.clients);
    const drift = async () => (await findDrift(session)).map(({ resource, found }) => `${resource} ${found}`);
    const pattern = `parameter ${parameterName} allows only values like "^canary"`;
    expect(await drift()).toEqual([pattern]);

    const undeclared = parameterName.replace('MY_PARAM_1', 'BY_HAND');
    await environment.clients.ssm.send(
      new PutParameterCommand({ Name: undeclared, Value: 'canary-by-hand', Type: 'SecureString' }),
    );
    const groupName = taskGroupName({ ...config, name }, { name: 'web' });
    const GroupId = await openSsh(environment, { Name: 'group-name', Values: [groupName] });
    expect(await drift()).toEqual([
      `security group ${GroupId} has a rule for tcp 22 from 0.0.0.0/0`,
      pattern,
      `parameter ${undeclared} exists`,
    ]);
    // Nothing of it would be destroyed with the environment.
    await environment.clients.ssm.send(new DeleteParameterCommand({ Name: undeclared }));
  });

  test('shows exactly what changed, what was added by hand too, and keeps the value when only the description of a parameter does', async () => {
    await environment.synthInstead({
      ...withDescription(config, 'Another description'),
      logRetentionDays: 14,
    });
    await givePolicies(environment, `${config.application}-${name}-web-task`);
    await openSsh(environment, { Name: 'tag:Name', Values: [`${config.application}-${name}-default`] });
    const logs = Object.keys({ ...config.services, ...(config.executeCommand && { sessions: true }) });
    expect(await environment.diff()).toEqual([
      ...logs.map(() => expect.stringMatching(/^update aws_cloudwatch_log_group\./) as string),
      expect.stringMatching(/^update aws_default_security_group\./),
      expect.stringMatching(/^update aws_iam_role_policies_exclusive\.web-task_task-role_/),
      expect.stringMatching(/^update aws_iam_role_policy_attachments_exclusive\.web-task_task-role_/),
    ]);
    await environment.deploy();
    expect((await readParameter())?.Value).toBe(OPERATORS_VALUE);
    expect(deploymentCheck(environment)).toBe(0);
  });

  test('has left no value in what was synthesized, planned, logged or kept as state', async () => {
    expect(heldByFirstPlan).toEqual([]);
    await removePlugins(environment);
    expect(await readState(environment)).toContain(parameterName);
    expect(await filesHolding(environment.workspace.directory, parameterName)).not.toEqual([]);
    for (const value of [CANARY, OPERATORS_VALUE]) {
      expect(await filesHolding(environment.workspace.directory, value)).toEqual([]);
    }
  });

  test('is destroyed without a trace, once it is not protected', async () => {
    if (config.deletionProtection) {
      await environment.synthInstead(config);
      await expect(environment.destroy()).rejects.toThrow('Instance cannot be destroyed');
    }
    await environment.synthInstead({ ...config, deletionProtection: false });
    await environment.destroy();
    expect(await remainingResources(environment.aws)).toEqual([]);
  });
}

/** Lets everybody reach port 22 in a security group, as somebody does who is in a hurry. */
async function openSsh({ clients: { ec2 } }: EmbeddedEnvironment, filter: Filter): Promise<string | undefined> {
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: [filter] }));
  const GroupId = SecurityGroups?.[0]?.GroupId;
  const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, ...ssh }));
  return GroupId;
}

/** Gives a role policies by hand, as somebody does who is in a hurry. */
async function givePolicies({ clients: { iam } }: EmbeddedEnvironment, RoleName: string): Promise<void> {
  const Statement = [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'by-hand', PolicyDocument }));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'by-hand', PolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
}

function withDescription(config: EnvironmentConfig, description: string): EnvironmentConfig {
  const { web } = config.services;
  if (web === undefined) {
    throw new Error('the environment has no service web');
  }
  const secrets = { ...web.secrets, MY_PARAM_1: parameter('MY_PARAM_1', { description }) };
  return { ...config, services: { ...config.services, web: { ...web, secrets } } };
}

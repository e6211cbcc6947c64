import { AuthorizeSecurityGroupIngressCommand, DescribeSecurityGroupsCommand, type Filter } from '@aws-sdk/client-ec2';
import { AttachRolePolicyCommand, CreatePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { findDrift } from '../../commands/drift/find-drift';
import { connect } from '../../commands/stores/session';
import { environments } from '../../environments';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { taskGroupName } from '../../lib/environment/task-groups';
import { parameter } from '../../lib/secrets/secret-source';
import type { EmbeddedEnvironment } from './support/embedded-environment';
import { CANARY, describeLifecycle, OPERATORS_VALUE } from './support/environment-lifecycle';
import { filesHolding } from './support/search-files';

const name = 'dev';
const config = environments[name];
const parameterName = `/${config.application}/${name}/MY_PARAM_1`;

describe(name, () => describeLifecycle(name, describeChanges));

/** What does not depend on the environment, and is tested in the smallest. */
function describeChanges(deployed: () => EmbeddedEnvironment): void {
  test('refuses at the plan a first value that Parameter Store would refuse during the deployment', async () => {
    await expect(deployed().diff({ TF_VAR_parameter_MY_PARAM_1: '' })).rejects.toThrow(
      'TF_VAR_parameter_MY_PARAM_1 is empty.',
    );
    const reference = `${CANARY} {{\n}}`;
    const refused = deployed().diff({ TF_VAR_parameter_MY_PARAM_1: reference });
    await expect(refused).rejects.toThrow('TF_VAR_parameter_MY_PARAM_1 contains {{ and }}');
    await expect(refused).rejects.not.toThrow(CANARY);
  });

  test('leaves it to `npm run drift` to find what Terraform does not look at', async () => {
    const session = await connect({ ...config, name }, deployed().clients);
    const drift = async () => (await findDrift(session)).map(({ resource, found }) => `${resource} ${found}`);
    const pattern = `parameter ${parameterName} allows only values like "^canary"`;
    expect(await drift()).toEqual([pattern]);

    const undeclared = parameterName.replace('MY_PARAM_1', 'BY_HAND');
    await deployed().clients.ssm.send(
      new PutParameterCommand({ Name: undeclared, Value: 'canary-by-hand', Type: 'SecureString' }),
    );
    const groupName = taskGroupName({ ...config, name }, { name: 'web' });
    const GroupId = await openSsh(deployed(), { Name: 'group-name', Values: [groupName] });
    expect(await drift()).toEqual([
      `security group ${GroupId} has a rule for tcp 22 from 0.0.0.0/0`,
      pattern,
      `parameter ${undeclared} exists`,
    ]);
    // Nothing of it would be destroyed with the environment.
    await deployed().clients.ssm.send(new DeleteParameterCommand({ Name: undeclared }));
  });

  test('shows exactly what changed, what was added by hand too, and neither plans a value nor loses one', async () => {
    await deployed().synthInstead({
      ...withDescription(config, 'Another description'),
      logRetentionDays: 14,
      parameters: [parameter('LATER')],
    });
    await givePolicies(deployed(), `${config.application}-${name}-web-task`);
    await openSsh(deployed(), { Name: 'tag:Name', Values: [`${config.application}-${name}-default`] });
    const logs = Object.keys({ ...config.services, ...(config.executeCommand && { sessions: true }) });
    expect(await deployed().diff({ TF_VAR_parameter_LATER: CANARY })).toEqual([
      expect.stringMatching(/^create aws_ssm_parameter\./),
      ...logs.map(() => expect.stringMatching(/^update aws_cloudwatch_log_group\./) as string),
      expect.stringMatching(/^update aws_default_security_group\./),
      expect.stringMatching(/^update aws_iam_role_policies_exclusive\.web-task_task-role_/),
      expect.stringMatching(/^update aws_iam_role_policy_attachments_exclusive\.web-task_task-role_/),
      'update output.secret_names',
    ]);
    expect(await filesHolding(deployed().workspace.outputDirectory, CANARY)).toEqual([]);
    await deployed().deploy();
    const command = new GetParameterCommand({ Name: parameterName, WithDecryption: true });
    expect((await deployed().clients.ssm.send(command)).Parameter?.Value).toBe(OPERATORS_VALUE);
    expect(await deployed().diff()).toEqual([]);
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

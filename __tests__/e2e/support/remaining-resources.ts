import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeClustersCommand, ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { EmbeddedAwsAccess } from '../../../commands/embedded-aws/embedded-aws';

/**
 * What is left in an embedded AWS that held one environment. What AWS only schedules for deletion, keys and secrets, counts as gone.
 */
export async function remainingResources({ endpoint, credentials }: EmbeddedAwsAccess): Promise<string[]> {
  const configuration = { endpoint, region: 'ap-northeast-1', credentials };
  const ecs = new ECSClient(configuration);
  const kms = new KMSClient(configuration);
  const [vpcs, clusters, roles, parameters, secrets, logGroups, keys] = await Promise.all([
    new EC2Client(configuration).send(
      new DescribeVpcsCommand({ Filters: [{ Name: 'is-default', Values: ['false'] }] }),
    ),
    ecs.send(new ListClustersCommand({})),
    new IAMClient(configuration).send(new ListRolesCommand({})),
    new SSMClient(configuration).send(new DescribeParametersCommand({})),
    new SecretsManagerClient(configuration).send(new ListSecretsCommand({ IncludePlannedDeletion: false })),
    new CloudWatchLogsClient(configuration).send(new DescribeLogGroupsCommand({})),
    kms.send(new ListKeysCommand({})),
  ]);
  // ECS keeps the names of deleted clusters for a while.
  const described = await ecs.send(new DescribeClustersCommand({ clusters: clusters.clusterArns ?? [] }));
  const keyStates = await Promise.all(
    (keys.Keys ?? []).map(async ({ KeyId }) => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata),
  );
  return [
    ...(vpcs.Vpcs ?? []).map(({ VpcId }) => VpcId),
    ...(described.clusters ?? []).filter(({ status }) => status !== 'INACTIVE').map(({ clusterArn }) => clusterArn),
    ...(roles.Roles ?? []).map(({ RoleName }) => RoleName),
    ...(parameters.Parameters ?? []).map(({ Name }) => Name),
    ...(secrets.SecretList ?? []).map(({ Name }) => Name),
    ...(logGroups.logGroups ?? []).map(({ logGroupName }) => logGroupName),
    ...keyStates
      .filter((key) => key?.KeyState !== 'PendingDeletion' && key?.KeyManager === 'CUSTOMER')
      .map((key) => key?.Arn),
  ].map((resource) => resource ?? 'a resource without a name');
}

import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeClustersCommand, ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
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
  const elbv2 = new ElasticLoadBalancingV2Client(configuration);
  const [loadBalancers, targetGroups, certificates, buckets] = await Promise.all([
    elbv2.send(new DescribeLoadBalancersCommand({})),
    elbv2.send(new DescribeTargetGroupsCommand({})),
    new ACMClient(configuration).send(new ListCertificatesCommand({})),
    new S3Client({ ...configuration, forcePathStyle: true }).send(new ListBucketsCommand({})),
  ]);
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
    ...(loadBalancers.LoadBalancers ?? []).map(({ LoadBalancerName }) => LoadBalancerName),
    ...(targetGroups.TargetGroups ?? []).map(({ TargetGroupName }) => TargetGroupName),
    ...(certificates.CertificateSummaryList ?? []).map(({ DomainName }) => DomainName),
    ...(buckets.Buckets ?? []).map(({ Name }) => Name),
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

import { setTimeout as delay } from 'node:timers/promises';
import { ACMClient, DescribeCertificateCommand, RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  ModifySecurityGroupRulesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  UpdateServiceCommand,
  type CreateServiceCommandInput,
  type ServiceDeploymentStatus,
} from '@aws-sdk/client-ecs';
import {
  CreateKeyCommand,
  EnableKeyRotationCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { CreateBucketCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { GetParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { messageOf } from '../../../commands/cli/command-failure';
import type { EmbeddedAwsAccess } from '../../../commands/embedded-aws/embedded-aws';
import { policyDocument } from '../../../lib/aws/policy-document';
import { denyWithoutTls } from '../../../lib/aws/tls-only';
import { callAutoScaling, callSqs } from './plain-request';

/** What moto does differently from AWS, as an observation. */
export interface Gap {
  /** What AWS does. */
  readonly title: string;
  /** Does something and looks at the result; on names of its own, as all observations share one moto. */
  readonly observe: (aws: EmbeddedAwsAccess) => Promise<unknown>;
  /** What moto, as published, answers. */
  readonly published: unknown;
  /** What AWS answers. */
  readonly documented: unknown;
}

const configuration = ({ endpoint, credentials }: EmbeddedAwsAccess) => ({
  endpoint,
  region: 'ap-northeast-1',
  credentials,
});

/** Creates a service of two tasks, and hands out its name and a way to look at it. */
async function createService(aws: EmbeddedAwsAccess, name: string, settings: Partial<CreateServiceCommandInput> = {}) {
  const ecs = new ECSClient(configuration(aws));
  await ecs.send(new CreateClusterCommand({ clusterName: name }));
  const register = async () => {
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: name,
        containerDefinitions: [{ name: 'web', image: 'web:1', memory: 128 }],
      }),
    );
    return taskDefinition?.taskDefinitionArn;
  };
  const taskDefinition = await register();
  await ecs.send(
    new CreateServiceCommand({
      ...{ cluster: name, serviceName: name, taskDefinition, desiredCount: 2, launchType: 'FARGATE' },
      ...settings,
    }),
  );
  const describe = async () => {
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: name, services: [name] }));
    return services?.[0];
  };
  return { ecs, register, describe };
}

/** Creates a security group with a rule that names the group itself. */
async function createSelfRule(aws: EmbeddedAwsAccess, GroupName: string) {
  const ec2 = new EC2Client(configuration(aws));
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
  const [{ VpcId, SubnetId } = {}] = Subnets ?? [];
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: 'test', VpcId }));
  const { SecurityGroupRules } = await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId, Description: 'from itself' }] }],
    }),
  );
  const SecurityGroupRuleId = SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
  const describe = async () => {
    const command = new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [SecurityGroupRuleId] });
    return (await ec2.send(command)).SecurityGroupRules?.[0];
  };
  return { ec2, SubnetId, GroupId, SecurityGroupRuleId, describe };
}

export const gaps: readonly Gap[] = [
  {
    title: 'what scales a service keeps the tags that it is registered with, and takes and gives away others',
    observe: async (aws) => {
      await createService(aws, 'scaled');
      const answer = await callAutoScaling(aws, 'RegisterScalableTarget', {
        ServiceNamespace: 'ecs',
        ResourceId: 'service/scaled/scaled',
        ScalableDimension: 'ecs:service:DesiredCount',
        MinCapacity: 1,
        MaxCapacity: 2,
        Tags: { first: '1', second: '2' },
      });
      const { ScalableTargetARN: ResourceARN } = answer as { ScalableTargetARN: string };
      const tags = () => callAutoScaling(aws, 'ListTagsForResource', { ResourceARN });
      return [
        await tags(),
        await callAutoScaling(aws, 'TagResource', { ResourceARN, Tags: { second: 'two', third: '3' } }),
        await callAutoScaling(aws, 'UntagResource', { ResourceARN, TagKeys: ['first', 'none'] }),
        await tags(),
      ];
    },
    published: [500, 500, 500, 500],
    documented: [{ Tags: { first: '1', second: '2' } }, {}, {}, { Tags: { second: 'two', third: '3' } }],
  },
  {
    title: 'CreateService keeps the settings of a service',
    observe: async (aws) => {
      const { describe } = await createService(aws, 'settings', {
        availabilityZoneRebalancing: 'ENABLED',
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE', base: 1, weight: 1 }],
        deploymentConfiguration: { maximumPercent: 150, minimumHealthyPercent: 50 },
        enableECSManagedTags: true,
        enableExecuteCommand: true,
        healthCheckGracePeriodSeconds: 30,
        launchType: undefined,
      });
      const service = await describe();
      return [
        service?.availabilityZoneRebalancing,
        service?.capacityProviderStrategy,
        service?.deploymentConfiguration?.maximumPercent,
        service?.enableECSManagedTags,
        service?.enableExecuteCommand,
        service?.healthCheckGracePeriodSeconds,
      ];
    },
    published: [undefined, undefined, undefined, undefined, undefined, undefined],
    documented: ['ENABLED', [{ capacityProvider: 'FARGATE', base: 1, weight: 1 }], 150, true, true, 30],
  },
  {
    title: 'CreateService and UpdateService keep Service Connect, of which the deployments tell while it is on',
    observe: async (aws) => {
      const { ecs, describe } = await createService(aws, 'connected', {
        serviceConnectConfiguration: { enabled: true, namespace: 'shop', services: [{ portName: 'web' }] },
      });
      const configuration = async () => (await describe())?.deployments?.[0]?.serviceConnectConfiguration;
      const created = await configuration();
      await ecs.send(
        new UpdateServiceCommand({
          ...{ cluster: 'connected', service: 'connected' },
          serviceConnectConfiguration: { enabled: false },
        }),
      );
      return [created?.enabled, created?.namespace, created?.services?.[0]?.portName, await configuration()];
    },
    published: [undefined, undefined, undefined, undefined],
    documented: [true, 'shop', 'web', undefined],
  },
  {
    title: 'a certificate is issued when the records that validate it exist, and not before',
    observe: async (aws) => {
      const acm = new ACMClient(configuration(aws));
      const route53 = new Route53Client(configuration(aws));
      const { CertificateArn } = await acm.send(
        new RequestCertificateCommand({ DomainName: 'app.example.com', ValidationMethod: 'DNS' }),
      );
      const describe = async () => (await acm.send(new DescribeCertificateCommand({ CertificateArn }))).Certificate;
      const requested = await describe();
      const { Name, Type, Value } = requested?.DomainValidationOptions?.[0]?.ResourceRecord ?? {};
      const { HostedZone } = await route53.send(
        new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: 'certificate' }),
      );
      const ResourceRecordSet = { Name, Type, TTL: 60, ResourceRecords: [{ Value }] };
      await route53.send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId: HostedZone?.Id,
          ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet }] },
        }),
      );
      return [requested?.Status, (await describe())?.Status];
    },
    published: ['PENDING_VALIDATION', 'PENDING_VALIDATION'],
    documented: ['PENDING_VALIDATION', 'ISSUED'],
  },
  {
    title: 'RunTask takes containers that have no memory of their own',
    observe: async (aws) => {
      const ecs = new ECSClient({ ...configuration(aws), maxAttempts: 1 });
      const { GroupId = '', SubnetId = '' } = await createSelfRule(aws, 'run');
      await ecs.send(new CreateClusterCommand({ clusterName: 'run' }));
      await ecs.send(
        new RegisterTaskDefinitionCommand({
          ...{ family: 'run', networkMode: 'awsvpc', cpu: '256', memory: '512', requiresCompatibilities: ['FARGATE'] },
          containerDefinitions: [{ name: 'task', image: 'task:1' }],
        }),
      );
      const started = ecs.send(
        new RunTaskCommand({
          ...{ cluster: 'run', taskDefinition: 'run', launchType: 'FARGATE' },
          networkConfiguration: { awsvpcConfiguration: { subnets: [SubnetId], securityGroups: [GroupId] } },
        }),
      );
      return started.then(
        ({ tasks }) => tasks?.length,
        () => 'an error',
      );
    },
    published: 'an error',
    documented: 1,
  },
  {
    title: 'a service reaches its desired count, and its deployment completes',
    observe: async (aws) => {
      const { describe } = await createService(aws, 'steady');
      const service = await describe();
      const [deployment] = service?.deployments ?? [];
      return [service?.runningCount, service?.pendingCount, deployment?.runningCount, deployment?.rolloutState];
    },
    published: [0, 2, 0, 'IN_PROGRESS'],
    documented: [2, 0, 2, 'COMPLETED'],
  },
  {
    title: "UpdateService moves the service's deployment to the new task definition",
    observe: async (aws) => {
      const { ecs, register, describe } = await createService(aws, 'update');
      const taskDefinition = await register();
      await ecs.send(new UpdateServiceCommand({ cluster: 'update', service: 'update', taskDefinition }));
      const deployment = (await describe())?.deployments?.[0];
      return [deployment?.taskDefinition === taskDefinition, deployment?.rolloutState];
    },
    published: [false, 'IN_PROGRESS'],
    documented: [true, 'COMPLETED'],
  },
  {
    title: 'ECS lists the deployments of a service, also those of a state only, and describes what became of them',
    observe: async (aws) => {
      await createService(aws, 'history');
      const ecs = new ECSClient({ ...configuration(aws), maxAttempts: 1 });
      const list = async (...status: ServiceDeploymentStatus[]) => {
        const command = new ListServiceDeploymentsCommand({ cluster: 'history', service: 'history', status });
        return (await ecs.send(command)).serviceDeployments ?? [];
      };
      try {
        const serviceDeploymentArns = (await list()).map(({ serviceDeploymentArn = '' }) => serviceDeploymentArn);
        const { serviceDeployments } = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }));
        const running = await list('PENDING', 'IN_PROGRESS');
        return [serviceDeployments?.map(({ status }) => status), running.length];
      } catch {
        return 'an error';
      }
    },
    published: 'an error',
    documented: [['SUCCESSFUL'], 0],
  },
  {
    title: 'UpdateService keeps what it does not mention of how a service is deployed',
    observe: async (aws) => {
      const { ecs, describe } = await createService(aws, 'deployment', {
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true }, maximumPercent: 200 },
      });
      const deploymentConfiguration = { maximumPercent: 100, minimumHealthyPercent: 50 };
      await ecs.send(
        new UpdateServiceCommand({ cluster: 'deployment', service: 'deployment', deploymentConfiguration }),
      );
      const { deploymentCircuitBreaker, maximumPercent } = (await describe())?.deploymentConfiguration ?? {};
      return [deploymentCircuitBreaker, maximumPercent];
    },
    published: [undefined, 100],
    documented: [{ enable: true, rollback: true }, 100],
  },
  {
    title: 'EnableKeyRotation keeps the rotation period',
    observe: async (aws) => {
      const kms = new KMSClient(configuration(aws));
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
      const KeyId = KeyMetadata?.KeyId;
      await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 180 }));
      return (await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).RotationPeriodInDays;
    },
    published: undefined,
    documented: 180,
  },
  {
    title: 'a log group gets another key, and none',
    observe: async (aws) => {
      const logs = new CloudWatchLogsClient({ ...configuration(aws), maxAttempts: 1 });
      const logGroupName = '/encrypted';
      const key = async () => {
        const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName });
        return (await logs.send(command)).logGroups?.[0]?.kmsKeyId;
      };
      const kmsKeyId = 'arn:aws:kms:ap-northeast-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
      await logs.send(new CreateLogGroupCommand({ logGroupName }));
      try {
        await logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
        const associated = await key();
        await logs.send(new DisassociateKmsKeyCommand({ logGroupName }));
        return [associated === kmsKeyId, await key()];
      } catch {
        return 'an error';
      }
    },
    published: 'an error',
    documented: [true, undefined],
  },
  {
    title: 'a security-group rule that names a group keeps its description',
    observe: async (aws) => {
      const { describe } = await createSelfRule(aws, 'described');
      return (await describe())?.Description;
    },
    published: undefined,
    documented: 'from itself',
  },
  {
    title: 'ModifySecurityGroupRules takes a rule for all protocols without ports',
    observe: async (aws) => {
      const { ec2, GroupId, SecurityGroupRuleId, describe } = await createSelfRule(aws, 'modified');
      const SecurityGroupRule = { IpProtocol: '-1', ReferencedGroupId: GroupId, Description: 'changed' };
      try {
        await ec2.send(
          new ModifySecurityGroupRulesCommand({
            GroupId,
            SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
          }),
        );
      } catch (error) {
        return messageOf(error);
      }
      return (await describe())?.Description;
    },
    published: 'Invalid value for portRange. Must specify both from and to ports with TCP/UDP.',
    documented: 'changed',
  },
  {
    title: 'moving AWSCURRENT changes what is read without a version',
    observe: async (aws) => {
      const client = new SecretsManagerClient(configuration(aws));
      const SecretId = 'moved';
      const first = await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'first' }));
      const second = await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'second' }));
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: 'AWSCURRENT',
          MoveToVersionId: first.VersionId,
          RemoveFromVersionId: second.VersionId,
        }),
      );
      return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
    },
    published: 'second',
    documented: 'first',
  },
  {
    title: 'a new value takes only AWSCURRENT from the version before it',
    observe: async (aws) => {
      const client = new SecretsManagerClient(configuration(aws));
      const SecretId = 'labelled';
      await client.send(new CreateSecretCommand({ Name: SecretId }));
      const { VersionId } = await client.send(
        new PutSecretValueCommand({ SecretId, SecretString: 'first', VersionStages: ['AWSCURRENT', 'INITIAL'] }),
      );
      await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'second' }));
      const { Versions } = await client.send(new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true }));
      return Versions?.find((version) => version.VersionId === VersionId)?.VersionStages?.sort();
    },
    published: ['AWSPREVIOUS'],
    documented: ['AWSPREVIOUS', 'INITIAL'],
  },
  {
    title: 'the versions of a secret are listed with the dates at which they were made',
    observe: async (aws) => {
      const client = new SecretsManagerClient(configuration(aws));
      const SecretId = 'dated';
      await client.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'first' }));
      const made = Date.now();
      // Its dates have whole seconds.
      await delay(2_000);
      const { Versions } = await client.send(new ListSecretVersionIdsCommand({ SecretId }));
      return Versions?.every(({ CreatedDate }) => Number(CreatedDate) <= made);
    },
    published: false,
    documented: true,
  },
  {
    title: 'a secret of another account is found by its ARN',
    observe: async (aws) => {
      const own = configuration(aws);
      const { Credentials } = await new STSClient(own).send(
        new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::444455556666:role/owner', RoleSessionName: 'test' }),
      );
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken } = Credentials ?? {};
      const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
      const owner = new SecretsManagerClient({ ...own, credentials });
      const { ARN } = await owner.send(new CreateSecretCommand({ Name: 'elsewhere', SecretString: 'theirs' }));
      return new SecretsManagerClient(own).send(new GetSecretValueCommand({ SecretId: ARN })).then(
        ({ SecretString }) => SecretString,
        (error: unknown) => (error instanceof Error ? error.name : error),
      );
    },
    published: 'ResourceNotFoundException',
    documented: 'theirs',
  },
  {
    title: 'SetQueueAttributes keeps the policy that it does not mention',
    observe: async (aws) => {
      const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'sqs:*' }] });
      await callSqs(aws, 'CreateQueue', { QueueName: 'queue', Attributes: { Policy: policy } });
      const QueueUrl = `${aws.endpoint}/123456789012/queue`;
      await callSqs(aws, 'SetQueueAttributes', { QueueUrl, Attributes: { MessageRetentionPeriod: '600' } });
      const answer = await callSqs(aws, 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
      return JSON.stringify(answer).includes('sqs:*');
    },
    published: false,
    documented: true,
  },
  {
    title: 'A bucket that denies what does not come by TLS takes what does, as which requests count here',
    observe: async (aws) => {
      const s3 = new S3Client({ ...configuration(aws), forcePathStyle: true });
      const Bucket = 'tls-only';
      await s3.send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-1' } }),
      );
      const Policy = JSON.stringify(policyDocument([denyWithoutTls(`arn:aws:s3:::${Bucket}`)]));
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      return s3.send(new PutObjectCommand({ Bucket, Key: 'key', Body: 'x' })).then(
        () => 'taken',
        () => 'refused',
      );
    },
    published: 'refused',
    documented: 'taken',
  },
  {
    title: 'GetParameters takes ARNs, of hierarchical names and of others, and lists those that do not exist',
    observe: async (aws) => {
      const client = new SSMClient(configuration(aws));
      for (const Name of ['/path/to/parameter', 'parameter']) {
        await client.send(new PutParameterCommand({ Name, Type: 'String', Value: `value of ${Name}` }));
      }
      const arn = 'arn:aws:ssm:ap-northeast-1:123456789012:parameter';
      const { Parameters, InvalidParameters } = await client.send(
        new GetParametersCommand({ Names: [`${arn}/path/to/parameter`, `${arn}/parameter`, `${arn}/missing`] }),
      );
      return [Parameters?.map(({ Value }) => Value).sort(), InvalidParameters?.length];
    },
    published: [[], 3],
    documented: [['value of /path/to/parameter', 'value of parameter'], 1],
  },
];

import { ACMClient } from '@aws-sdk/client-acm';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { awsClients, clientConfiguration, type AwsClients, type AwsClientSettings } from '../aws/aws-clients';

/** The clients of everything that a stack creates; the other commands need fewer, and start faster without these. */
export interface RecoverClients extends AwsClients {
  readonly acm: ACMClient;
  readonly cloudWatch: CloudWatchClient;
  readonly ecr: ECRClient;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
  readonly events: EventBridgeClient;
  readonly logs: CloudWatchLogsClient;
  readonly route53: Route53Client;
  readonly s3: S3Client;
  readonly serviceDiscovery: ServiceDiscoveryClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly wafv2: WAFV2Client;
}

export function recoverClients(settings: AwsClientSettings): RecoverClients {
  const configuration = clientConfiguration(settings);
  return {
    ...awsClients(settings),
    acm: new ACMClient(configuration),
    cloudWatch: new CloudWatchClient(configuration),
    ec2: new EC2Client(configuration),
    ecr: new ECRClient(configuration),
    elbv2: new ElasticLoadBalancingV2Client(configuration),
    events: new EventBridgeClient(configuration),
    logs: new CloudWatchLogsClient(configuration),
    route53: new Route53Client(configuration),
    // A bucket has no host of its own at another endpoint than that of AWS.
    s3: new S3Client({ ...configuration, forcePathStyle: settings.endpoint !== undefined }),
    serviceDiscovery: new ServiceDiscoveryClient(configuration),
    sns: new SNSClient(configuration),
    sqs: new SQSClient(configuration),
    wafv2: new WAFV2Client(configuration),
  };
}

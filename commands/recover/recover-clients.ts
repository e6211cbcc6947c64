import { ACMClient } from '@aws-sdk/client-acm';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
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
import { bounded } from '../aws/bounded-client';

/** The clients of everything that a stack creates; the other commands need fewer, and start faster without these. */
export interface RecoverClients extends AwsClients {
  readonly acm: ACMClient;
  readonly ecr: ECRClient;
  readonly elbv2: ElasticLoadBalancingV2Client;
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
    acm: bounded(new ACMClient(configuration)),
    ecr: bounded(new ECRClient(configuration)),
    elbv2: bounded(new ElasticLoadBalancingV2Client(configuration)),
    events: bounded(new EventBridgeClient(configuration)),
    logs: bounded(new CloudWatchLogsClient(configuration)),
    route53: bounded(new Route53Client(configuration)),
    // A bucket has no host of its own at another endpoint than that of AWS.
    s3: bounded(new S3Client({ ...configuration, forcePathStyle: settings.endpoint !== undefined })),
    serviceDiscovery: bounded(new ServiceDiscoveryClient(configuration)),
    sns: bounded(new SNSClient(configuration)),
    sqs: bounded(new SQSClient(configuration)),
    wafv2: bounded(new WAFV2Client(configuration)),
  };
}

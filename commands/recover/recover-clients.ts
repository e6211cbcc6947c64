import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsClients, clientConfiguration, type AwsClients, type AwsClientSettings } from '../aws/aws-clients';

/** The clients of everything that a stack creates; the other commands need fewer, and start faster without these. */
export interface RecoverClients extends AwsClients {
  readonly cloudWatch: CloudWatchClient;
  readonly ec2: EC2Client;
  readonly events: EventBridgeClient;
  readonly logs: CloudWatchLogsClient;
  readonly serviceDiscovery: ServiceDiscoveryClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

export function recoverClients(settings: AwsClientSettings): RecoverClients {
  const configuration = clientConfiguration(settings);
  return {
    ...awsClients(settings),
    cloudWatch: new CloudWatchClient(configuration),
    ec2: new EC2Client(configuration),
    events: new EventBridgeClient(configuration),
    logs: new CloudWatchLogsClient(configuration),
    serviceDiscovery: new ServiceDiscoveryClient(configuration),
    sns: new SNSClient(configuration),
    sqs: new SQSClient(configuration),
  };
}

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient, TooManyUpdates } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { fromIni } from '@aws-sdk/credential-provider-ini';
import { bounded, TIMEOUTS } from './bounded-client';

// Its notice of 2027 fills the screen at every command, and the versions used here are pinned.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface AwsClientSettings {
  readonly region: string;
  /** @default - the standard credential chain */
  readonly credentials?: AwsCredentials;
  /** Profile of the shared AWS configuration files. @default - as the standard credential chain decides */
  readonly profile?: string;
  /** The one address of every service. @default - those of AWS, or as the environment and the profile say */
  readonly endpoint?: string;
}

export interface AwsClients {
  readonly cloudWatch: CloudWatchClient;
  readonly ec2: EC2Client;
  readonly ecs: ECSClient;
  readonly ssm: SSMClient;
  readonly secretsManager: SecretsManagerClient;
  readonly kms: KMSClient;
  readonly iam: IAMClient;
  readonly scheduler: SchedulerClient;
  readonly sts: STSClient;
  /** The same with other credentials. */
  as(credentials: AwsCredentials): AwsClients;
  /** The same in a Region. */
  inRegion(region: string): AwsClients;
}

/** What every client is made with; it is `bounded` besides. */
export function clientConfiguration(settings: AwsClientSettings) {
  const { profile } = settings;
  return {
    ...settings,
    // A later version of the standard chain asks the environment first.
    ...(profile === undefined ? {} : { credentials: fromIni({ profile }) }),
    // A given endpoint is used as it is, whatever a profile says of others.
    ...(settings.endpoint === undefined ? {} : { useFipsEndpoint: false, useDualstackEndpoint: false }),
    // Parameter Store allows few requests a second: this slows down when AWS throttles, instead of failing.
    retryMode: 'adaptive',
    maxAttempts: 8,
    requestHandler: { ...TIMEOUTS, throwOnRequestTimeout: true },
  };
}

/** The clients of one Region and identity. */
export function awsClients(settings: AwsClientSettings): AwsClients {
  const configuration = clientConfiguration(settings);
  const clients: AwsClients = {
    cloudWatch: bounded(new CloudWatchClient(configuration)),
    ec2: bounded(new EC2Client(configuration)),
    ecs: bounded(new ECSClient(configuration)),
    ssm: retryingUpdates(bounded(new SSMClient(configuration))),
    secretsManager: bounded(new SecretsManagerClient(configuration)),
    kms: bounded(new KMSClient(configuration)),
    iam: bounded(new IAMClient(configuration)),
    scheduler: bounded(new SchedulerClient(configuration)),
    sts: bounded(new STSClient(configuration)),
    as: (credentials) => awsClients({ ...settings, profile: undefined, credentials }),
    inRegion: (region) => (region === settings.region ? clients : awsClients({ ...settings, region })),
  };
  return clients;
}

/**
 * Parameter Store has an error of its own for too many changes at once, which the SDK does not recognize as throttling.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
function retryingUpdates(client: SSMClient): SSMClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof TooManyUpdates) {
          error.$retryable = { throttling: true };
        }
        throw error;
      }
    },
    { step: 'deserialize', priority: 'high' },
  );
  return client;
}

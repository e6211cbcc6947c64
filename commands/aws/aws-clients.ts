import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

// Its notice of 2027 fills the screen at every command, and the versions used here are pinned.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

interface AwsClientSettings {
  readonly region: string;
  /** @default - the standard credential chain */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  /** Profile of the shared AWS configuration files. @default - as the standard credential chain decides */
  readonly profile?: string;
}

export interface AwsClients {
  readonly ssm: SSMClient;
  readonly secretsManager: SecretsManagerClient;
  readonly kms: KMSClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

/** The clients of one Region and identity. */
export function awsClients(settings: AwsClientSettings): AwsClients {
  // Parameter Store allows few requests a second: `adaptive` slows down when AWS throttles, instead of failing.
  const configuration = { ...settings, retryMode: 'adaptive', maxAttempts: 8 };
  return {
    ssm: new SSMClient(configuration),
    secretsManager: new SecretsManagerClient(configuration),
    kms: new KMSClient(configuration),
    iam: new IAMClient(configuration),
    sts: new STSClient(configuration),
  };
}

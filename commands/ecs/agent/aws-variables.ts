import { devNull } from 'node:os';
import type { AwsCredentials } from '../../aws/aws-clients';

/** Who a program is in AWS, and where AWS is. */
export interface AwsIdentity {
  readonly region: string;
  /** @default - nobody */
  readonly credentials?: AwsCredentials;
  /** Variables of the form AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_<SERVICE>. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** Those of the variables with which ECS gives a container its Region and role that also work outside AWS. */
export function awsVariables({ region, credentials, endpoints }: AwsIdentity): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials ?? {};
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...(accessKeyId !== undefined && { AWS_ACCESS_KEY_ID: accessKeyId }),
    ...(secretAccessKey !== undefined && { AWS_SECRET_ACCESS_KEY: secretAccessKey }),
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
    ...endpoints,
    // A container has no ~/.aws, and is not the machine that it runs on: no other identity is found there.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Where the environment of a process says that AWS is. */
export function awsEndpoints(processEnvironment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(processEnvironment).flatMap(([name, value]) =>
      /^AWS_ENDPOINT_URL(_\w+)?$/.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}

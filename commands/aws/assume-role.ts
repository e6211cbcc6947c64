import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentials } from './aws-clients';
import { AwsFailure, request } from './aws-failure';

/** Credentials of a role; nothing if its trust policy, or their own, does not let the given ones assume it. */
export async function assumeRole(sts: STSClient, roleArn: string): Promise<AwsCredentials | undefined> {
  try {
    const { Credentials } = await request('sts:AssumeRole', () =>
      sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'ecs-fargate-secrets' })),
    );
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken } = Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  } catch (error) {
    if (error instanceof AwsFailure && error.isAccessDenied) {
      return undefined;
    }
    throw error;
  }
}

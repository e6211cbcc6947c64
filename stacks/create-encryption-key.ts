import type { Construct } from 'constructs';
import type { AwsAccount } from '../lib/account/aws-account';
import { EncryptionKey } from '../lib/encryption/encryption-key';
import type { Environment } from '../lib/environment/environment';
import { opensExecSessions } from '../lib/environment/workloads';
import { execLogGroup, flowLogsNames, namePrefix, workloadNames } from '../lib/naming/names';
import type { Escaped } from './escape-terraform-templates';

/** Creates the key of an environment that has one of its own. */
export function createEncryptionKey(
  scope: Construct,
  environment: Escaped<Environment>,
  { location }: AwsAccount,
): EncryptionKey | undefined {
  const { encryptionKey, deletionProtection } = environment;
  return encryptionKey === 'aws-managed'
    ? undefined
    : new EncryptionKey(scope, 'encryption-key', {
        ...encryptionKey,
        namePrefix: namePrefix(environment),
        location,
        logGroupNames: [
          workloadNames(environment, '*').logGroup,
          ...(opensExecSessions(environment) ? [execLogGroup(environment)] : []),
          ...(environment.network.flowLogs === undefined ? [] : [flowLogsNames(environment).logGroup]),
        ],
        preventDestroy: deletionProtection,
      });
}

import type { Construct } from 'constructs';
import { FargateCluster, type ExecLogProps } from '../lib/cluster/fargate-cluster';
import type { EncryptionKey } from '../lib/encryption/encryption-key';
import type { Environment } from '../lib/environment/environment';
import { opensExecSessions } from '../lib/environment/workloads';
import { execLogGroup, namePrefix } from '../lib/naming/names';
import type { Escaped } from './escape-terraform-templates';

/** Creates the cluster of an environment, which records every session that an operator opens in a container. */
export function createCluster(
  scope: Construct,
  environment: Escaped<Environment>,
  encryptionKey: EncryptionKey | undefined,
): FargateCluster {
  const { containerInsights, logRetentionDays, deletionProtection } = environment;
  const execLog: ExecLogProps = {
    name: execLogGroup(environment),
    retentionDays: logRetentionDays,
    keyArn: encryptionKey?.keyArn,
    preventDestroy: deletionProtection,
  };
  return new FargateCluster(scope, 'cluster', {
    name: namePrefix(environment),
    containerInsights,
    ...(opensExecSessions(environment) && { execLog }),
  });
}

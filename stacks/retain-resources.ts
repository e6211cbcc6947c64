import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import type { ArnLocation } from '../lib/aws/arns';
import type { FargateCluster } from '../lib/cluster/fargate-cluster';
import type { Environment } from '../lib/environment/environment';
import { parseProtectedResource, type ProtectedKind } from '../lib/environment/protected-resources';
import { AccessLogsBucket } from '../lib/load-balancing/access-logs-bucket';
import { accessLogsBucketName, execLogGroup, flowLogsNames, workloadNames } from '../lib/naming/names';
import type { EnvironmentSecrets } from '../lib/secrets/environment-secrets';
import { retain } from '../lib/state/retain';
import type { Escaped } from './escape-terraform-templates';

export interface RetainSettings {
  /** The environment, which may retain something. */
  readonly environment: Escaped<Environment>;

  /** Account and Region of the environment. */
  readonly location: ArnLocation;

  /** Its cluster. */
  readonly cluster: FargateCluster;

  /** Its parameters and secrets. */
  readonly secrets: EnvironmentSecrets;
}

/** Creates what an environment retains, at the addresses that it has in Terraform, as if it were still declared. */
export function retainResources(scope: Construct, { environment, location, cluster, secrets }: RetainSettings): void {
  const preventDestroy = environment.deletionProtection;
  const logGroup = (parent: Construct, id: string, name: string) =>
    new CloudwatchLogGroup(parent, id, { name, lifecycle: { preventDestroy } });
  const make: Readonly<Record<ProtectedKind, (name: string) => Construct>> = {
    parameter: (name) => secrets.createUnused('parameter', name),
    secret: (name) => secrets.createUnused('secret', name),
    'log group': (name) =>
      logGroup(new Construct(scope, `${name}-task`), 'log-group', workloadNames(environment, name).logGroup),
    // Its alias goes, so that another key can have it.
    key: () => new KmsKey(new Construct(scope, 'encryption-key'), 'key', { lifecycle: { preventDestroy } }),
    'exec log': () => logGroup(cluster, 'exec-log', execLogGroup(environment)),
    'flow logs': () => logGroup(new Construct(scope, 'flow-logs'), 'log-group', flowLogsNames(environment).logGroup),
    'access logs': () =>
      new AccessLogsBucket(scope, 'access-logs', {
        bucketName: accessLogsBucketName(environment, location.accountId),
        location,
        retentionDays: 1, // Is ignored, as everything of it is.
        deletionProtection: preventDestroy,
      }),
  };
  for (const text of environment.retains ?? []) {
    const { kind, name } = parseProtectedResource(text);
    retain(make[kind](name), text);
  }
}

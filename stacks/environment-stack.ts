import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AwsAccount } from '../lib/account/aws-account';
import { boundaryArn } from '../lib/delivery/delivery-names';
import type { Environment } from '../lib/environment/environment';
import { protectedResources } from '../lib/environment/protected-resources';
import { secretInventory } from '../lib/environment/secret-inventory';
import { limitRoles } from '../lib/iam/permissions-boundary';
import { taskNetwork } from '../lib/network/task-network';
import { EnvironmentSecrets } from '../lib/secrets/environment-secrets';
import { DeletionGuard } from '../lib/state/deletion-guard';
import type { Workload } from '../lib/tasks/workload';
import { configureTerraform } from './configure-terraform';
import { createCluster } from './create-cluster';
import { createEncryptionKey } from './create-encryption-key';
import { createFlowLogs } from './create-flow-logs';
import { createLoadBalancer } from './create-load-balancer';
import { createNetwork } from './create-network';
import { createObservability } from './create-observability';
import { createSecurityGroups } from './create-security-groups';
import { createWorkloads } from './create-workloads';
import { EnvironmentOutputs } from './environment-outputs';
import type { Escaped } from './escape-terraform-templates';
import { retainResources } from './retain-resources';

export interface EnvironmentStackOptions {
  /** Whether its account makes a boundary for its roles, because workflows deploy it. */
  readonly areRolesBounded: boolean;
}

/** Everything that one environment consists of. Its id is the environment's name, so that `cdktf deploy dev` is all it takes. */
export class EnvironmentStack extends TerraformStack {
  constructor(scope: Construct, environment: Escaped<Environment>, { areRolesBounded }: EnvironmentStackOptions) {
    super(scope, environment.name);
    const { region, accountId, deletionProtection: preventDestroy } = environment;
    configureTerraform(this, environment, environment.stateBackend);

    const account = new AwsAccount(this, 'account', { identity: environment, region, accountId });
    if (environment.permissionsBoundaryArn !== undefined || areRolesBounded) {
      limitRoles(this, boundaryArn(account.location, environment));
    }
    const network = createNetwork(this, environment);
    const securityGroup = createSecurityGroups(this, environment, network.vpcId);
    const encryptionKey = createEncryptionKey(this, environment, account);
    const cluster = createCluster(this, environment, encryptionKey);
    createFlowLogs(this, { environment, account, network, encryptionKey });
    const inventory = secretInventory(environment);
    const secrets = new EnvironmentSecrets(this, 'secrets', {
      identity: environment,
      inventory,
      location: account.location,
      providerIn: (name) => account.providerIn(name),
      preventDestroy,
      encryptionKey,
    });
    const networkOf = (workload: Workload) => taskNetwork(network, securityGroup(workload));
    const { loadBalancer, routes } = createLoadBalancer(this, {
      ...{ environment, network, taskNetwork: networkOf, location: account.location },
    });
    const observability = createObservability(this, { environment, location: account.location, loadBalancer, routes });
    const workloads = createWorkloads(this, {
      environment,
      inventory,
      account,
      cluster,
      network: networkOf,
      secrets,
      routes,
      encryptionKey,
      ...observability,
    });
    retainResources(this, { environment, location: account.location, cluster, secrets });
    if (preventDestroy) {
      new DeletionGuard(this, 'deletion-guard', {
        resources: [...protectedResources(environment), ...(environment.retains ?? [])],
        released: environment.releases ?? [],
      });
    }
    new EnvironmentOutputs(this, 'outputs', {
      ...{ environment, network, cluster, secrets, loadBalancer },
      ...observability,
      ...workloads,
    });
  }
}

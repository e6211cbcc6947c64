import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AwsAccount } from '../lib/account/aws-account';
import type { Environment } from '../lib/environment/environment';
import { secretInventory } from '../lib/environment/secret-inventory';
import { limitRoles } from '../lib/iam/permissions-boundary';
import { namePrefix } from '../lib/naming/names';
import { PublicNetwork } from '../lib/network/public-network';
import { publicTaskNetwork } from '../lib/network/task-network';
import { EnvironmentSecrets } from '../lib/secrets/environment-secrets';
import { configureBackend } from '../lib/state/configure-backend';
import type { Workload } from '../lib/tasks/workload';
import { createCluster } from './create-cluster';
import { createEncryptionKey } from './create-encryption-key';
import { createLoadBalancer } from './create-load-balancer';
import { createObservability } from './create-observability';
import { createSecurityGroups } from './create-security-groups';
import { createWorkloads } from './create-workloads';
import { EnvironmentOutputs } from './environment-outputs';
import type { Escaped } from './escape-terraform-templates';

/** Everything that one environment consists of. Its id is the environment's name, so that `cdktf deploy dev` is all it takes. */
export class EnvironmentStack extends TerraformStack {
  constructor(scope: Construct, environment: Escaped<Environment>) {
    super(scope, environment.name);
    const { network, region, accountId, deletionProtection: preventDestroy } = environment;
    const prefix = namePrefix(environment);
    if (environment.permissionsBoundaryArn !== undefined) {
      limitRoles(this, environment.permissionsBoundaryArn);
    }

    // Write-only arguments and ephemeral variables.
    this.addOverride('terraform.required_version', '>= 1.11.0');
    configureBackend(this, environment.stateBackend);

    const account = new AwsAccount(this, 'account', { identity: environment, region, accountId });
    const publicNetwork = new PublicNetwork(this, 'network', { ...network, namePrefix: prefix });
    const securityGroup = createSecurityGroups(this, environment, publicNetwork.vpcId);
    const encryptionKey = createEncryptionKey(this, environment, account);
    const cluster = createCluster(this, environment, encryptionKey);
    const inventory = secretInventory(environment);
    const secrets = new EnvironmentSecrets(this, 'secrets', {
      identity: environment,
      inventory,
      location: account.location,
      providerIn: (name) => account.providerIn(name),
      preventDestroy,
      encryptionKey,
    });
    const taskNetwork = (workload: Workload) => publicTaskNetwork(publicNetwork, securityGroup(workload));
    const { loadBalancer, routes } = createLoadBalancer(this, {
      ...{ environment, network: publicNetwork, taskNetwork, location: account.location },
    });
    const observability = createObservability(this, { environment, location: account.location, loadBalancer, routes });
    const workloads = createWorkloads(this, {
      environment,
      inventory,
      account,
      cluster,
      network: taskNetwork,
      secrets,
      routes,
      encryptionKey,
      ...observability,
    });
    new EnvironmentOutputs(this, 'outputs', {
      ...{ environment, cluster, secrets, loadBalancer },
      ...observability,
      ...workloads,
    });
  }
}

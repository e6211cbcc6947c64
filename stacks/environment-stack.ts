import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AwsAccount } from '../lib/aws/aws-account';
import { FargateCluster } from '../lib/cluster/fargate-cluster';
import { namePrefix, workloadNames, type Environment } from '../lib/environment/names';
import { serviceWorkloads } from '../lib/environment/workloads';
import { ApplicationSecurityGroup } from '../lib/network/application-security-group';
import { PublicNetwork } from '../lib/network/public-network';
import { EncryptionKey } from '../lib/secrets/encryption-key';
import { EnvironmentSecrets } from '../lib/secrets/environment-secrets';
import { FargateService } from '../lib/services/fargate-service';
import { configureBackend } from '../lib/state/configure-backend';
import { FargateTaskDefinition } from '../lib/tasks/fargate-task-definition';
import { EnvironmentOutputs } from './environment-outputs';

/** Everything that one environment consists of. Its id is the environment's name, so that `cdktf deploy dev` is all it takes. */
export class EnvironmentStack extends TerraformStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, environment.name);
    const prefix = namePrefix(environment);
    const { network, encryptionKey, deletionProtection: preventDestroy, executeCommand } = environment;

    // Write-only arguments and ephemeral variables.
    this.addOverride('terraform.required_version', '>= 1.11.0');
    configureBackend(this, environment.stateBackend);

    const account = new AwsAccount(this, 'account', { environment });
    const { location } = account;
    const publicNetwork = new PublicNetwork(this, 'network', { ...network, namePrefix: prefix });
    const securityGroup = new ApplicationSecurityGroup(this, 'security-group', {
      ...network,
      name: `${prefix}-app`,
      vpcId: publicNetwork.vpcId,
    });
    const key =
      encryptionKey === 'aws-managed'
        ? undefined
        : new EncryptionKey(this, 'encryption-key', {
            ...encryptionKey,
            namePrefix: prefix,
            location,
            logGroupNames: workloadNames(environment, '*').logGroup,
            preventDestroy,
          });
    const secrets = new EnvironmentSecrets(this, 'secrets', { environment, location, encryptionKey: key });
    const cluster = new FargateCluster(this, 'cluster', { name: prefix, containerInsights: environment.containerInsights });

    const services = serviceWorkloads(environment).map((workload) => {
      const { desiredCount, deployment } = workload.config;
      const task = new FargateTaskDefinition(this, `${workload.name}-task`, {
        environment,
        workload,
        account,
        secrets,
        environmentKeyArn: key?.keyArn,
      });
      const { serviceName } = new FargateService(this, `${workload.name}-service`, {
        name: workloadNames(environment, workload.name).name,
        cluster,
        task,
        subnetIds: publicNetwork.subnetIds,
        securityGroupIds: [securityGroup.securityGroupId],
        desiredCount,
        executeCommand,
        deployment,
      });
      return { workload, serviceName, logGroupName: task.logGroupName };
    });

    new EnvironmentOutputs(this, 'outputs', { environment, clusterName: cluster.clusterName, services, secrets });
  }
}

import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AwsAccount } from '../lib/aws/aws-account';
import { FargateCluster } from '../lib/cluster/fargate-cluster';
import { namePrefix, securityGroupName, workloadNames, type Environment } from '../lib/environment/names';
import { scheduledTaskWorkloads, serviceWorkloads, type Workload } from '../lib/environment/workloads';
import { ApplicationSecurityGroup } from '../lib/network/application-security-group';
import { PublicNetwork } from '../lib/network/public-network';
import { publicTaskNetwork } from '../lib/network/task-network';
import { ScheduledTasks } from '../lib/schedules/scheduled-tasks';
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
    const { network, containerInsights, executeCommand } = environment;
    const prefix = namePrefix(environment);

    // Write-only arguments and ephemeral variables.
    this.addOverride('terraform.required_version', '>= 1.11.0');
    configureBackend(this, environment.stateBackend);

    const account = new AwsAccount(this, 'account', { environment });
    const { location } = account;
    const publicNetwork = new PublicNetwork(this, 'network', { ...network, namePrefix: prefix });
    const securityGroup = new ApplicationSecurityGroup(this, 'security-group', {
      ...network,
      name: securityGroupName(environment),
      vpcId: publicNetwork.vpcId,
    });
    const taskNetwork = publicTaskNetwork(publicNetwork, securityGroup);
    const cluster = new FargateCluster(this, 'cluster', { name: prefix, containerInsights });

    const encryptionKey = this.createEncryptionKey(environment, account);
    const secrets = new EnvironmentSecrets(this, 'secrets', { environment, location, encryptionKey });
    const createTask = (workload: Workload) =>
      new FargateTaskDefinition(this, `${workload.name}-task`, {
        environment,
        workload,
        account,
        secrets,
        environmentKeyArn: encryptionKey?.keyArn,
      });

    const services = serviceWorkloads(environment).map((workload) => {
      const { desiredCount, deployment } = workload.config;
      return new FargateService(this, `${workload.name}-service`, {
        name: workloadNames(environment, workload.name).name,
        cluster,
        task: createTask(workload),
        network: taskNetwork,
        desiredCount,
        executeCommand,
        deployment,
      });
    });

    const tasks = scheduledTaskWorkloads(environment).map((workload) => {
      const { name, scheduleRole } = workloadNames(environment, workload.name);
      return {
        id: workload.name,
        name,
        roleName: scheduleRole,
        definition: workload.config,
        task: createTask(workload),
      };
    });
    const scheduledTasks =
      tasks.length === 0
        ? undefined
        : new ScheduledTasks(this, 'schedules', {
            namePrefix: prefix,
            location,
            cluster,
            network: taskNetwork,
            tasks,
          });

    new EnvironmentOutputs(this, 'outputs', { environment, cluster, services, secrets, scheduledTasks });
  }

  private createEncryptionKey(environment: Environment, { location }: AwsAccount): EncryptionKey | undefined {
    const { encryptionKey, deletionProtection } = environment;
    if (encryptionKey === 'aws-managed') {
      return undefined;
    }
    return new EncryptionKey(this, 'encryption-key', {
      ...encryptionKey,
      namePrefix: namePrefix(environment),
      location,
      logGroupNames: workloadNames(environment, '*').logGroup,
      preventDestroy: deletionProtection,
    });
  }
}

import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsAccount } from '../account/aws-account';
import { ServiceRole } from '../iam/service-role';
import { ecsTasksTrustPolicy } from '../iam/trust-policy';
import { workloadNames } from '../naming/names';
import { operatorCommands } from '../naming/operator-commands';
import type { EnvironmentSecrets } from '../secrets/environment-secrets';
import { imageWithRegistry } from './image';
import type { PolicyReferences } from './secret-statements';
import { containerDefinitionsJson } from './container-definition';
import { renderContainerDefinitions } from './task-containers';
import { executionPolicy, taskPolicy } from './task-policies';
import { volumeNames } from './task-volumes';
import { startSecrets, type SecretUse, type TaskEnvironment, type Workload } from './workload';

export interface FargateTaskDefinitionProps {
  /** The environment that the task belongs to. */
  readonly environment: TaskEnvironment;

  /** The service or task. */
  readonly workload: Workload;

  /** The account that it is deployed to. */
  readonly account: AwsAccount;

  /** Where the task's secrets are. */
  readonly secrets: EnvironmentSecrets;

  /** The parameters that the application reads at run time. */
  readonly runtimeSecrets: readonly SecretUse[];

  /**
   * ARN of the environment's own key.
   *
   * @default - the logs are encrypted with a key of CloudWatch's own
   */
  readonly environmentKeyArn?: string;
}

/** What a service or task consists of: its containers, its log group, and two roles of its own. */
export class FargateTaskDefinition extends Construct {
  /** The task definition, with its latest revision. */
  public readonly taskDefinition: EcsTaskDefinition;

  /** ARN of the role with which ECS starts a task. */
  public readonly executionRoleArn: string;

  /** ARN of the role that the application has. */
  public readonly taskRoleArn: string;

  /** What must exist before a task is started, or its first container cannot read its secrets: policies, and first values. */
  public readonly prerequisites: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: FargateTaskDefinitionProps) {
    super(scope, id);
    const { environment, workload, account, secrets, runtimeSecrets, environmentKeyArn } = props;
    const names = workloadNames(environment, workload.name);
    const { location } = account;
    const references: PolicyReferences = {
      location,
      environmentKeyArn,
      secretArn: (source) => secrets.secretArn(source),
      secretKeyArn: (source) => secrets.keyArn(source),
    };

    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: names.logGroup,
      retentionInDays: environment.logRetentionDays,
      kmsKeyId: environmentKeyArn,
      lifecycle: { preventDestroy: environment.deletionProtection },
    });
    const trustPolicy = ecsTasksTrustPolicy(location);
    const existing = { names: account.existingRoles, recoverCommand: operatorCommands(environment).recover };
    const executionRole = new ServiceRole(this, 'execution-role', {
      name: names.executionRole,
      trustPolicy,
      existing,
      policy: executionPolicy(environment, workload, references),
    });
    const taskRole = new ServiceRole(this, 'task-role', {
      name: names.taskRole,
      trustPolicy,
      existing,
      policy: taskPolicy(environment, workload, references),
    });

    const { size, cpuArchitecture, ephemeralStorageGiB } = workload.config;
    const volumes = volumeNames(environment, workload);
    const containers = renderContainerDefinitions(environment, workload, runtimeSecrets, {
      image: (reference) => imageWithRegistry(reference, account.registry),
      valueFrom: (source) => secrets.valueFrom(source),
    });
    this.taskDefinition = new EcsTaskDefinition(this, 'task-definition', {
      family: names.name,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: String(size.cpu),
      memory: String(size.memoryMiB),
      executionRoleArn: executionRole.roleArn,
      taskRoleArn: taskRole.roleArn,
      containerDefinitions: containerDefinitionsJson(containers),
      ...(volumes.length > 0 && { volume: volumes.map((name) => ({ name })) }),
      ...(cpuArchitecture && { runtimePlatform: { cpuArchitecture, operatingSystemFamily: 'LINUX' } }),
      ...(ephemeralStorageGiB !== undefined && { ephemeralStorage: { sizeInGib: ephemeralStorageGiB } }),
      dependsOn: [logGroup],
      // The old revision stays until the service runs on the new one, so that a rollback finds it active.
      lifecycle: { createBeforeDestroy: true },
    });

    this.executionRoleArn = executionRole.roleArn;
    this.taskRoleArn = taskRole.roleArn;
    this.prerequisites = [
      ...executionRole.policies,
      ...taskRole.policies,
      ...new Set(startSecrets(workload).flatMap(({ source }) => secrets.prerequisites(source))),
    ];
  }
}

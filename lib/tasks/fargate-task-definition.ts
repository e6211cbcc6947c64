import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsAccount } from '../aws/aws-account';
import { workloadNames, type Environment } from '../environment/names';
import type { Workload } from '../environment/workloads';
import { ServiceRole } from '../iam/service-role';
import { ecsTasksTrustPolicy } from '../iam/trust-policy';
import type { PolicyReferences } from '../iam/policy-references';
import { executionPolicy, taskPolicy } from '../iam/workload-policies';
import { fileSecrets, injectedSecrets } from '../secrets/secret-inventory';
import type { EnvironmentSecrets } from '../secrets/environment-secrets';
import { SECRET_FILES_VOLUME } from './secret-files-writer';
import { renderContainerDefinitions } from './task-containers';
import { parseImage } from './image';

export interface FargateTaskDefinitionProps {
  readonly environment: Environment;
  readonly workload: Workload;
  readonly account: AwsAccount;
  readonly secrets: EnvironmentSecrets;
  /** @default - the logs are encrypted with a key of CloudWatch's own */
  readonly environmentKeyArn?: string;
}

/** What a service or scheduled task consists of: its containers, its log group, and two roles of its own. */
export class FargateTaskDefinition extends Construct {
  public readonly taskDefinition: EcsTaskDefinition;
  public readonly executionRoleArn: string;
  public readonly taskRoleArn: string;
  public readonly logGroupName: string;

  /** What must exist before a task is started, or its first container cannot read its secrets: policies, and first values. */
  public readonly prerequisites: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: FargateTaskDefinitionProps) {
    super(scope, id);
    const { environment, workload, account, secrets, environmentKeyArn } = props;
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
    const executionRole = new ServiceRole(this, 'execution-role', {
      name: names.executionRole,
      trustPolicy,
      policy: executionPolicy(environment, workload, references),
    });
    const taskRole = new ServiceRole(this, 'task-role', {
      name: names.taskRole,
      trustPolicy,
      policy: taskPolicy(environment, workload, references),
    });

    const { size, image } = workload.config;
    const containers = renderContainerDefinitions(environment, workload, {
      image: parseImage(image).registry === undefined ? `${account.registry}/${image}` : image,
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
      containerDefinitions: JSON.stringify(containers),
      ...(fileSecrets(workload).length > 0 && { volume: [{ name: SECRET_FILES_VOLUME }] }),
      dependsOn: [logGroup],
      // The old revision stays until the service runs on the new one, so that a rollback finds it active.
      lifecycle: { createBeforeDestroy: true },
    });

    this.executionRoleArn = executionRole.roleArn;
    this.taskRoleArn = taskRole.roleArn;
    this.logGroupName = names.logGroup;
    this.prerequisites = [
      ...executionRole.policies,
      ...taskRole.policies,
      ...new Set(injectedSecrets(workload).flatMap(({ source }) => secrets.prerequisites(source))),
    ];
  }
}

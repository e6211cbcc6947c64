import { arn, type ArnLocation } from '../aws/arns';
import { policyDocument, type PolicyDocument, type PolicyStatement } from '../aws/policy-document';
import { regionalServiceName } from '../aws/regions';
import { workloadNames, type EnvironmentIdentity } from '../naming/names';
import { parameterPath } from '../secrets/secret-names';
import { RUNTIME_READ_ACTION, RUNTIME_STORE, SECRET_STORES } from '../secrets/secret-stores';
import { parseImage } from './image';
import { secretStatements, type PolicyReferences } from './secret-statements';
import { declaredContainers, opensExecChannels, type TaskEnvironment, type Workload } from './workload';

/**
 * What ECS may do on behalf of a workload before its containers start: pull the image, write the log, and read exactly the secrets
 * that the workload declares.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export function executionPolicy(
  environment: EnvironmentIdentity,
  workload: Workload,
  references: PolicyReferences,
): PolicyDocument {
  const { location } = references;
  const { logGroup } = workloadNames(environment, workload.name);
  return policyDocument([
    ...pullImage(workload, location),
    {
      Sid: 'WriteLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [`${arn(location, 'logs', `log-group:${logGroup}`)}:*`],
    },
    ...secretStatements(environment, workload, references),
  ]);
}

/** What the application itself may do: what the workload declares, and nothing else. */
export function taskPolicy(
  environment: TaskEnvironment,
  workload: Workload,
  references: PolicyReferences,
): PolicyDocument {
  const { taskPermissions = [] } = workload.config;
  return policyDocument([
    ...(opensExecChannels(environment, workload) ? [OPEN_EXEC_CHANNELS] : []),
    ...readRuntimeParameters(environment, workload, references),
    ...taskPermissions.map(({ actions, resources, conditions }, index): PolicyStatement => ({
      Sid: `Declared${index + 1}`,
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
      ...(conditions && { Condition: conditions }),
    })),
  ]);
}

function pullImage(workload: Workload, location: ArnLocation): PolicyStatement[] {
  const images = declaredContainers(workload).map(({ config }) => parseImage(config.image));
  const repositories = new Set(
    images.flatMap(({ registry, repository }) => (registry === undefined ? repository : [])),
  );
  if (repositories.size === 0) {
    return [];
  }
  return [
    {
      Sid: 'PullImage',
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: [...repositories].sort().map((repository) => arn(location, 'ecr', `repository/${repository}`)),
    },
    // The one action that applies to no resource: it logs in to the registry, and gives access to no image.
    { Sid: 'LogInToRegistry', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
  ];
}

function readRuntimeParameters(
  environment: EnvironmentIdentity,
  workload: Workload,
  { location, environmentKeyArn }: PolicyReferences,
): PolicyStatement[] {
  const { runtimeParameters } = workload.config;
  if (runtimeParameters === undefined) {
    return [];
  }
  const { arn: parameterArn, service, encryptionContextKey } = SECRET_STORES[RUNTIME_STORE];
  const path = parameterArn(location, parameterPath(environment, runtimeParameters));
  const read: PolicyStatement = {
    Sid: 'ReadParametersByPath',
    Effect: 'Allow',
    Action: [RUNTIME_READ_ACTION],
    // With a slash, so that `database` does not open `database2`.
    Resource: [path, `${path}/*`],
  };
  if (environmentKeyArn === undefined) {
    return [read];
  }
  return [
    read,
    {
      Sid: 'DecryptParametersByPath',
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: [environmentKeyArn],
      Condition: {
        StringEquals: { 'kms:ViaService': regionalServiceName(location, service) },
        StringLike: { [`kms:EncryptionContext:${encryptionContextKey}`]: [`${path}/*`] },
      },
    },
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-required-iam-permissions */
const OPEN_EXEC_CHANNELS: PolicyStatement = {
  Sid: 'OpenExecChannels',
  Effect: 'Allow',
  Action: [
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ],
  // These actions apply to no resource.
  Resource: ['*'],
};

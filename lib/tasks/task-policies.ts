import { arn, type ArnLocation } from '../aws/arns';
import { policyDocument, type PolicyDocument, type PolicyStatement } from '../aws/policy-document';
import { regionalServiceName } from '../aws/regions';
import { execLogGroup, namePrefix, workloadNames, type EnvironmentIdentity } from '../naming/names';
import { parameterPath } from '../secrets/secret-names';
import { RUNTIME_READ_ACTION, RUNTIME_STORE, SECRET_STORES } from '../secrets/secret-stores';
import { isInEcr, parseImage, type ImageReference } from './image';
import { isCached } from './pull-through-caches';
import { secretStatements, type PolicyReferences } from './secret-statements';
import { declaredContainers, opensExecChannels, type TaskEnvironment, type Workload } from './workload';

/**
 * What ECS may do on behalf of a workload before its containers start: pull the image, write the log, and read exactly the secrets
 * that the workload declares.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export function executionPolicy(
  environment: TaskEnvironment,
  workload: Workload,
  references: PolicyReferences,
): PolicyDocument {
  const { location } = references;
  const { logGroup } = workloadNames(environment, workload.name);
  return policyDocument([
    ...pullImages(environment, workload, location),
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
    ...(opensExecChannels(environment, workload) ? openRecordedSessions(environment, references) : []),
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

function pullImages(environment: TaskEnvironment, workload: Workload, location: ArnLocation): PolicyStatement[] {
  // By their names and not by their ARNs, which in a stack are tokens: their text is not the same in every synth.
  const images = declaredContainers(workload)
    .map(({ config }) => parseImage(config.image))
    .filter(isInEcr)
    .sort((a, b) => (fullName(a) < fullName(b) ? -1 : 1));
  if (images.length === 0) {
    return [];
  }
  const repositoriesOf = (some: readonly ImageReference[]) => [
    ...new Set(some.map(({ ecr, repository }) => arn({ ...location, ...ecr }, 'ecr', `repository/${repository}`))),
  ];
  const cached = images.filter((image) => isCached(image, environment));
  return [
    {
      Sid: 'PullImage',
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: repositoriesOf(images),
    },
    ...(cached.length > 0 ? [fillCache(repositoriesOf(cached))] : []),
    // The one action that applies to no resource: it logs in to the registry, and gives access to no image.
    { Sid: 'LogInToRegistry', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
  ];
}

function fullName({ registry = '', repository }: ImageReference): string {
  return `${registry}/${repository}`;
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html */
function fillCache(repositories: readonly string[]): PolicyStatement {
  return {
    Sid: 'FillCache',
    Effect: 'Allow',
    Action: ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'],
    Resource: repositories,
  };
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

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging */
function openRecordedSessions(
  environment: EnvironmentIdentity,
  { location, environmentKeyArn }: PolicyReferences,
): PolicyStatement[] {
  const logGroup = arn(location, 'logs', `log-group:${execLogGroup(environment)}`);
  return [
    OPEN_EXEC_CHANNELS,
    FIND_EXEC_LOG,
    {
      Sid: 'WriteExecLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: [`${logGroup}:*`],
    },
    ...(environmentKeyArn === undefined ? [] : [decryptSessions(environment, environmentKeyArn)]),
  ];
}

/**
 * With the key that an operator's client makes for a session of this cluster, and with nothing else that the environment's key encrypts.
 * Client and agent name session and target in the encryption context: https://github.com/aws/amazon-ssm-agent,
 * `agent/session/crypto`; the target begins with the cluster: https://github.com/aws/aws-cli,
 * `awscli/customizations/ecs/executecommand.py`.
 */
function decryptSessions(environment: EnvironmentIdentity, environmentKeyArn: string): PolicyStatement {
  return {
    Sid: 'DecryptExecSessions',
    Effect: 'Allow',
    Action: ['kms:Decrypt'],
    Resource: [environmentKeyArn],
    Condition: {
      StringLike: { 'kms:EncryptionContext:aws:ssm:TargetId': [`ecs:${namePrefix(environment)}_*`] },
    },
  };
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

/** Names and settings of log groups, which the agent lists to learn whether the one for sessions exists and is encrypted. */
const FIND_EXEC_LOG: PolicyStatement = {
  Sid: 'FindExecLog',
  Effect: 'Allow',
  Action: ['logs:DescribeLogGroups'],
  // A list of all of them: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging
  Resource: ['*'],
};

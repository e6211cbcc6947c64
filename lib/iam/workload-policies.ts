import { arn, parameterArn, type ArnLocation } from '../aws/arns';
import { defaultTags, workloadNames, type Environment } from '../environment/names';
import type { Workload } from '../environment/workloads';
import { injectedSecrets } from '../secrets/secret-inventory';
import { parameterPath } from '../secrets/secret-names';
import type { SecretSource } from '../secrets/secret-source';
import { parseImage } from '../tasks/image';
import { policyDocument, type PolicyConditions, type PolicyDocument, type PolicyStatement } from './policy-document';

/** How the policies of a workload name what they give access to; references in a stack, literals where they are only counted. */
export interface PolicyReferences {
  readonly location: ArnLocation;
  /** The ARN of a parameter, or of a secret with its suffix. */
  secretArn(source: SecretSource): string;
  /** The ARN of the customer-managed key that encrypts a parameter or secret, if one does. */
  secretKeyArn(source: SecretSource): string | undefined;
  /** The ARN of the environment's own key, if it has one. */
  readonly environmentKeyArn?: string;
}

/**
 * What ECS may do on behalf of a workload before its containers start: pull the image, write the log, and read exactly the secrets
 * that the workload declares.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
export function executionPolicy(environment: Environment, workload: Workload, references: PolicyReferences): PolicyDocument {
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
    ...readSecrets(environment, workload, references),
  ]);
}

/** What the application itself may do: what the workload declares, and nothing else. */
export function taskPolicy(environment: Environment, workload: Workload, references: PolicyReferences): PolicyDocument {
  const { taskPermissions = [] } = workload.config;
  return policyDocument([
    ...(environment.executeCommand ? [OPEN_EXEC_CHANNELS] : []),
    ...readRuntimeParameters(environment, workload, references),
    ...taskPermissions.map(
      ({ actions, resources, conditions }, index): PolicyStatement => ({
        Sid: `Declared${index + 1}`,
        Effect: 'Allow',
        Action: actions,
        Resource: resources,
        ...(conditions && { Condition: conditions }),
      }),
    ),
  ]);
}

function pullImage(workload: Workload, location: ArnLocation): PolicyStatement[] {
  const image = parseImage(workload.config.image);
  if (image.registry !== undefined) {
    return [];
  }
  return [
    {
      Sid: 'PullImage',
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: [arn(location, 'ecr', `repository/${image.repository}`)],
    },
    // The one action that knows no resource: it logs in to the registry, and gives access to no image.
    { Sid: 'LogInToRegistry', Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: ['*'] },
  ];
}

/** How each store is read, and how KMS tells on whose behalf it decrypts. */
const STORES = {
  'parameter-store': {
    noun: 'Parameters',
    action: 'ssm:GetParameters',
    service: 'ssm',
    encryptionContextKey: 'PARAMETER_ARN',
  },
  'secrets-manager': {
    noun: 'Secrets',
    action: 'secretsmanager:GetSecretValue',
    service: 'secretsmanager',
    encryptionContextKey: 'SecretARN',
  },
} as const;

function readSecrets(environment: Environment, workload: Workload, references: PolicyReferences): PolicyStatement[] {
  const sources = injectedSecrets(workload).map(({ source }) => source);
  return (['parameter-store', 'secrets-manager'] as const).flatMap((store) => {
    const inStore = sources.filter((source) => source.store === store);
    const managed = inStore.filter(({ ownership }) => ownership === 'managed');
    const existing = inStore.filter(({ ownership }) => ownership === 'existing');
    const { noun, action } = STORES[store];
    return [
      ...readStatement(`Read${noun}`, action, references, managed, ownTags(environment)),
      ...readStatement(`ReadExisting${noun}`, action, references, existing),
      ...decryptStatements(store, inStore, references),
    ];
  });
}

/** Only what bears the tags of its own application and environment, even if its name were taken over by somebody else. */
function ownTags(environment: Environment): PolicyConditions {
  const { application, environment: name } = defaultTags(environment);
  return { StringEquals: { 'aws:ResourceTag/application': application ?? '', 'aws:ResourceTag/environment': name ?? '' } };
}

function readStatement(
  sid: string,
  action: string,
  references: PolicyReferences,
  sources: readonly SecretSource[],
  condition?: PolicyConditions,
): PolicyStatement[] {
  if (sources.length === 0) {
    return [];
  }
  const resources = distinct(sources.map((source) => references.secretArn(source)));
  return [{ Sid: sid, Effect: 'Allow', Action: [action], Resource: resources, ...(condition && { Condition: condition }) }];
}

/** With the AWS-managed keys none are needed: their key policies let every role of the account decrypt through the store. */
function decryptStatements(
  store: keyof typeof STORES,
  sources: readonly SecretSource[],
  references: PolicyReferences,
): PolicyStatement[] {
  const { noun, service, encryptionContextKey } = STORES[store];
  const keyArns = distinct(sources.flatMap((source) => references.secretKeyArn(source) ?? []));
  return keyArns.map((keyArn, index) => ({
    Sid: `Decrypt${noun}${keyArns.length === 1 ? '' : index + 1}`,
    Effect: 'Allow',
    Action: ['kms:Decrypt'],
    Resource: [keyArn],
    Condition: {
      StringEquals: {
        'kms:ViaService': `${service}.${references.location.region}.amazonaws.com`,
        [`kms:EncryptionContext:${encryptionContextKey}`]: distinct(
          sources
            .filter((source) => references.secretKeyArn(source) === keyArn)
            .map((source) => references.secretArn(source)),
        ),
      },
    },
  }));
}

function readRuntimeParameters(
  environment: Environment,
  workload: Workload,
  { location, environmentKeyArn }: PolicyReferences,
): PolicyStatement[] {
  const { runtimeParameters } = workload.config;
  if (runtimeParameters === undefined) {
    return [];
  }
  const path = parameterArn(location, parameterPath(environment, runtimeParameters));
  const read: PolicyStatement = {
    Sid: 'ReadParametersByPath',
    Effect: 'Allow',
    Action: ['ssm:GetParametersByPath'],
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
        StringEquals: { 'kms:ViaService': `ssm.${location.region}.amazonaws.com` },
        StringLike: { 'kms:EncryptionContext:PARAMETER_ARN': [`${path}/*`] },
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
  // These actions know no resource.
  Resource: ['*'],
};

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

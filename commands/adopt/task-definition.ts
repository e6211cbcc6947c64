import { z } from 'zod';
import { isObject } from '../../lib/validation/object-schema';
import { findProblems, formatProblems } from '../../lib/validation/problems';
import { CommandFailure } from '../cli/command-failure';

const text = z.string();
const name = z.string().min(1);
const textMap = z.record(text, text);

const secretSchema = z.looseObject({ name, valueFrom: text });

const logConfigurationSchema = z.looseObject({
  logDriver: text,
  options: textMap.optional(),
  secretOptions: z.array(secretSchema).optional(),
});

const containerSchema = z.looseObject({
  name,
  image: name,
  repositoryCredentials: z.looseObject({ credentialsParameter: text }).optional(),
  cpu: z.number().optional(),
  memory: z.number().optional(),
  memoryReservation: z.number().optional(),
  portMappings: z
    .array(
      z.looseObject({
        containerPort: z.number().optional(),
        hostPort: z.number().optional(),
        protocol: text.optional(),
        appProtocol: text.optional(),
      }),
    )
    .optional(),
  essential: z.boolean().optional(),
  entryPoint: z.array(text).optional(),
  command: z.array(text).optional(),
  environment: z.array(z.looseObject({ name, value: text.optional() })).optional(),
  mountPoints: z
    .array(
      z.looseObject({
        sourceVolume: text.optional(),
        containerPath: text.optional(),
        readOnly: z.boolean().optional(),
      }),
    )
    .optional(),
  linuxParameters: z
    .looseObject({ tmpfs: z.array(z.looseObject({ containerPath: text, size: z.number() })).optional() })
    .optional(),
  secrets: z.array(secretSchema).optional(),
  dependsOn: z.array(z.looseObject({ containerName: text, condition: text })).optional(),
  stopTimeout: z.number().optional(),
  user: text.optional(),
  workingDirectory: text.optional(),
  readonlyRootFilesystem: z.boolean().optional(),
  ulimits: z.array(z.looseObject({ name, softLimit: z.number(), hardLimit: z.number() })).optional(),
  logConfiguration: logConfigurationSchema.optional(),
  healthCheck: z
    .looseObject({
      command: z.array(text),
      interval: z.number().optional(),
      timeout: z.number().optional(),
      retries: z.number().optional(),
      startPeriod: z.number().optional(),
    })
    .optional(),
  firelensConfiguration: z.looseObject({ type: text, options: textMap.optional() }).optional(),
});

/** Of what is not listed, the names are kept, so that it can be said what is left out. */
const taskDefinitionSchema = z.looseObject({
  family: text.optional(),
  taskDefinitionArn: text.optional(),
  taskRoleArn: text.optional(),
  executionRoleArn: text.optional(),
  networkMode: text.optional(),
  containerDefinitions: z.array(containerSchema).min(1),
  volumes: z.array(z.looseObject({ name })).optional(),
  requiresCompatibilities: z.array(text).optional(),
  cpu: z.union([text, z.number()]).optional(),
  memory: z.union([text, z.number()]).optional(),
  ephemeralStorage: z.looseObject({ sizeInGiB: z.number() }).optional(),
  runtimePlatform: z
    .looseObject({ cpuArchitecture: text.optional(), operatingSystemFamily: text.optional() })
    .optional(),
});

/**
 * A task definition, in the parts that a declaration may have.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
export type TaskDefinition = z.infer<typeof taskDefinitionSchema>;

/** One of its containers. */
export type Container = z.infer<typeof containerSchema>;

/**
 * What only ECS says about a task definition.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html
 */
const OUTPUT_ONLY = [
  ...['revision', 'status', 'requiresAttributes', 'compatibilities'],
  ...['registeredAt', 'registeredBy', 'deregisteredAt', 'deleteRequestedAt'],
];

/**
 * Reads a task definition: what `aws ecs describe-task-definition` prints, what `aws ecs register-task-definition` takes, or a list of
 * container definitions, as Terraform has it.
 *
 * @throws CommandFailure if it is none; no value is shown
 */
export function readTaskDefinition(json: string): TaskDefinition {
  const given = parseJson(json);
  const { taskDefinition: wrapped, tags } = isObject(given) ? (given as Record<string, unknown>) : {};
  const bare = Array.isArray(given)
    ? { containerDefinitions: given }
    : isObject(wrapped)
      ? { tags, ...wrapped }
      : given;
  const taskDefinition = withoutEmpty(bare);
  if (!isObject(taskDefinition) || !('containerDefinitions' in taskDefinition)) {
    throw new CommandFailure('It is not a task definition: it has no containerDefinitions.', { remedy: REMEDY });
  }
  const problems = findProblems(taskDefinitionSchema, taskDefinition);
  if (problems.length > 0) {
    const lines = formatProblems(problems, '').map((line) => `  ${line}`);
    throw new CommandFailure(['It is not a task definition:', ...lines].join('\n'), { remedy: REMEDY });
  }
  const parsed = taskDefinitionSchema.parse(taskDefinition);
  return taskDefinitionSchema.parse(
    Object.fromEntries(Object.entries(parsed).filter(([field]) => !OUTPUT_ONLY.includes(field))),
  );
}

const REMEDY = 'Get one with: aws ecs describe-task-definition --task-definition FAMILY';

/** The parser quotes what it cannot parse, which may be a secret. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\ufeff/, ''));
  } catch (error) {
    const place = /\(line \d+ column \d+\)/.exec(String(error))?.[0];
    throw new CommandFailure(`It is not JSON${place === undefined ? '' : ` ${place}`}.`, { remedy: REMEDY });
  }
}

/** Without what says nothing: ECS and generated skeletons write out lists and objects with nothing in them. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutEmpty).filter((item) => item !== undefined && item !== null);
  }
  if (!isObject(value)) {
    return value;
  }
  const members = Object.entries(value)
    .map(([key, member]) => [key, withoutEmpty(member)] as const)
    // An empty variable is a variable.
    .filter(([key, member]) => !isEmpty(member) && (member !== '' || key === 'value'));
  return Object.fromEntries(members);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0);
}

import { z } from 'zod';
import { namesCredential } from '../validation/credential-names';
import { containsCredential, withoutReferences } from '../validation/credential-patterns';
import type { SecretsManagerSource } from '../secrets/secret-source';
import { secretFileSchema, secretSourceSchema } from '../secrets/secret-source-schema';
import { mapOf, reason, text, undisclosedText, wholeNumber } from '../validation/fields';
import { shown } from '../validation/messages';
import {
  isObject,
  objectSchema,
  withRules,
  type HasValidType,
  type Report,
  type Rule,
  type ShapeOf,
} from '../validation/object-schema';
import { textOf } from '../validation/harmless-text';
import { commandSchema, LOOKS_SECRET } from './command-schema';
import type {
  ContainerConfig,
  HealthCheck,
  RunningContainerConfig,
  SharedPath,
  Tmpfs,
  Ulimits,
} from './container-config';
import { imageProblem } from './image';
import { registryCredentialsRule } from './registry-credentials';
import {
  secretFileVariableNameProblem,
  secretVariableNameProblem,
  variableNameProblem,
  variableRules,
} from './variable-names';

/** The highest user and group id of Linux; the next one means "none". */
const MAXIMUM_ID = 4294967294;

/** What Linux lets a process have: `fs.nr_open`. */
const MAXIMUM_OPEN_FILES = 1_048_576;

const containerName = text(containerNameProblem);

const directory = text(directoryProblem);

const environmentFilesRefused = z
  .custom<never>(() => false, {
    error:
      'is not supported: such files are objects in S3 with every value in plain, for whoever may read the bucket. Put plain settings ' +
      'into environmentVariables, and secrets into secrets; npm run secrets -- import reads a dotenv file once',
  })
  .optional();

const nofileSchema = objectSchema<NonNullable<Ulimits['nofile']>>({
  soft: wholeNumber(1, MAXIMUM_OPEN_FILES),
  hard: wholeNumber(1, MAXIMUM_OPEN_FILES),
}).check(
  withRules<NonNullable<Ulimits['nofile']>>([
    {
      needs: ['soft', 'hard'],
      check: ({ soft, hard }, report) => {
        if (soft > hard) {
          report(`${soft} must be at most the hard limit, ${hard}`, ['soft']);
        }
      },
    },
  ]),
);

// A parameter is refused by a rule, with the reason.
const registryCredentialsSchema = secretSourceSchema as z.ZodType<SecretsManagerSource>;

export const containerShape: ShapeOf<ContainerConfig> = {
  image: text(imageProblem),
  registryCredentials: registryCredentialsSchema.optional(),
  entryPoint: commandSchema.optional(),
  command: commandSchema.optional(),
  workingDirectory: text(absolutePathProblem).optional(),
  user: text(userProblem).optional(),
  rootReason: reason().optional(),
  readonlyRootFilesystem: z.boolean().optional(),
  writablePaths: z
    .array(
      z.union(
        [
          directory,
          objectSchema<SharedPath>({
            path: directory,
            writableBy: z.array(containerName).optional(),
            readableBy: z.array(containerName).optional(),
          }),
        ],
        { error: 'must be a path, or { path, writableBy, readableBy }' },
      ),
    )
    .optional(),
  tmpfs: z.array(objectSchema<Tmpfs>({ path: directory, sizeMiB: wholeNumber(1) })).optional(),
  environmentVariables: mapOf(undisclosedText(), variableNameProblem).optional(),
  environmentFiles: environmentFilesRefused,
  secrets: mapOf(secretSourceSchema, secretVariableNameProblem).optional(),
  secretFiles: mapOf(secretFileSchema, secretFileVariableNameProblem).optional(),
  dependsOn: mapOf(z.enum(['START', 'HEALTHY', 'COMPLETE', 'SUCCESS']), containerNameProblem).optional(),
  stopTimeoutSeconds: wholeNumber(2, 120).optional(),
  ulimits: objectSchema<Ulimits>({ nofile: nofileSchema.optional() }).optional(),
};

export const containerRules: readonly Rule<ContainerConfig>[] = [
  ...variableRules,
  registryCredentialsRule,
  {
    needs: [],
    check: ({ environmentVariables }, report, hasValidType) =>
      reportSecretLooks('environmentVariables', environmentVariables, report, hasValidType),
  },
  {
    needs: ['user', 'rootReason'],
    check: ({ user = '', rootReason }, report) => {
      if (user.startsWith('0:') && userProblem(user) === undefined && rootReason === undefined) {
        report(`${shown(user)} is root; say why in rootReason, or give another user`, ['user']);
      }
    },
  },
  {
    needs: ['secretFiles', 'user'],
    check: ({ secretFiles = {}, user }, report) => {
      if (Object.keys(secretFiles).length > 0 && user === undefined) {
        report('is missing: secretFiles are made readable for one user alone, given as "uid:gid"', ['user']);
      }
    },
  },
  {
    needs: ['secretFiles'],
    check: ({ secretFiles = {} }, report) => {
      const owners = new Map<string, string>();
      for (const [variable, { fileName }] of Object.entries(secretFiles)) {
        const owner = owners.get(fileName);
        if (owner !== undefined) {
          report(`${shown(fileName)} is also the file of ${owner}; a file contains one secret`, [
            'secretFiles',
            variable,
            'fileName',
          ]);
        }
        owners.set(fileName, owner ?? variable);
      }
    },
  },
];

const healthCheckSchema = objectSchema<HealthCheck>({
  command: commandSchema,
  intervalSeconds: wholeNumber(5, 300).optional(),
  timeoutSeconds: wholeNumber(2, 60).optional(),
  retries: wholeNumber(1, 10).optional(),
  startPeriodSeconds: wholeNumber(0, 300).optional(),
}).check(
  withRules<HealthCheck>([
    {
      needs: ['command'],
      check: ({ command }, report) => {
        const [form, ...words] = command.map((word) => textOf(word));
        if (form !== undefined && form !== 'CMD' && form !== 'CMD-SHELL') {
          report('must start with "CMD", to run a program, or "CMD-SHELL", to run a line of shell', ['command']);
        } else if (form === 'CMD' && !words[0]?.trim()) {
          report('must name a program after "CMD"', ['command']);
        } else if (form === 'CMD-SHELL' && words.length !== 1) {
          report(`must have one line of shell after "CMD-SHELL", got ${words.length}`, ['command']);
        } else if (form === 'CMD-SHELL' && !words[0]?.trim()) {
          report('must have a line of shell after "CMD-SHELL", got an empty one', ['command']);
        }
      },
    },
  ]),
);

export const runningContainerShape: ShapeOf<RunningContainerConfig> = {
  ...containerShape,
  port: wholeNumber(1, 65535).optional(),
  healthCheck: healthCheckSchema.optional(),
};

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
export function containerNameProblem(name: string): string | undefined {
  // ECS takes 255; names of containers and volumes are made of it.
  return /^[A-Za-z0-9_-]{1,128}$/.test(name) ? undefined : 'must be 1 to 128 letters, digits, "-" and "_"';
}

/** Reports the values of a map of plain texts that look like secrets. */
export function reportSecretLooks(
  field: string,
  map: object | undefined,
  report: Report,
  hasValidType: HasValidType,
): void {
  for (const [name, value] of isObject(map) ? Object.entries(map) : []) {
    const isText = hasValidType(field, name) && typeof value === 'string';
    if (isText && (namesCredential(name, withoutReferences(value)) || containsCredential(value))) {
      report(LOOKS_SECRET, [field, name]);
    }
  }
}

/** What is wrong with an absolute path. */
export function absolutePathProblem(path: string): string | undefined {
  return path.startsWith('/') && !path.split('/').includes('..') ? undefined : 'must be an absolute path, without ".."';
}

/** Directories that the container runtime fills itself. */
const RUNTIME_DIRECTORIES = /^\/(?:proc|sys|dev)(?:\/|$)/;

function directoryProblem(path: string): string | undefined {
  if (!/^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._@+-]+)+$/.test(path) || path.length > 255) {
    return 'must be an absolute path of up to 255 letters, digits, ".", "_", "@", "+" and "-", without "..", and not "/" itself';
  }
  return RUNTIME_DIRECTORIES.test(path) ? 'belongs to the container runtime' : undefined;
}

function userProblem(user: string): string | undefined {
  const ids = /^(0|[1-9]\d{0,9}):(0|[1-9]\d{0,9})$/.exec(user)?.slice(1).map(Number);
  return ids?.every((id) => id <= MAXIMUM_ID)
    ? undefined
    : 'must be a numeric user and group, "uid:gid", for example "1000:1000"';
}

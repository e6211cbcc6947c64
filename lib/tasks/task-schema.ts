import { z } from 'zod';
import { taskPermissionSchema } from '../iam/task-permission-schema';
import { namesCredential } from '../validation/credential-names';
import { containsCredential, withoutReferences } from '../validation/credential-patterns';
import { relativeNameProblem } from '../secrets/secret-name-rules';
import { secretFileSchema, secretSourceSchema } from '../secrets/secret-source-schema';
import { mapOf, reason, text, undisclosedText } from '../validation/fields';
import { isObject, objectSchema, withRules, type Rule, type ShapeOf } from '../validation/object-schema';
import { shown } from '../validation/messages';
import { commandSchema, LOOKS_SECRET } from './command-schema';
import { imageProblem } from './image';
import type { TaskConfig, TaskSize } from './task-config';
import { taskSizeProblem } from './task-size';
import {
  secretFileVariableNameProblem,
  secretVariableNameProblem,
  variableNameProblem,
  variableRules,
} from './variable-names';

/** The highest user and group id of Linux; the next one means "none". */
const MAXIMUM_ID = 4294967294;

const taskSizeSchema = objectSchema<TaskSize>({ cpu: z.number(), memoryMiB: z.number() }).check(
  withRules<TaskSize>([
    {
      needs: ['cpu', 'memoryMiB'],
      check: (size, report) => {
        const problem = taskSizeProblem(size);
        if (problem !== undefined) {
          report(problem.message, [problem.field]);
        }
      },
    },
  ]),
);

export const taskShape: ShapeOf<TaskConfig> = {
  image: text(imageProblem),
  size: taskSizeSchema,
  command: commandSchema.optional(),
  user: text(userProblem).optional(),
  rootReason: reason().optional(),
  readonlyRootFilesystem: z.boolean().optional(),
  environmentVariables: mapOf(undisclosedText(), variableNameProblem).optional(),
  secrets: mapOf(secretSourceSchema, secretVariableNameProblem).optional(),
  secretFiles: mapOf(secretFileSchema, secretFileVariableNameProblem).optional(),
  runtimeParameters: text(relativeNameProblem).optional(),
  taskPermissions: z.array(taskPermissionSchema).optional(),
};

export const taskRules: readonly Rule<TaskConfig>[] = [
  ...variableRules,
  {
    needs: [],
    check: ({ environmentVariables }, report, hasValidType) => {
      for (const [name, value] of isObject(environmentVariables) ? Object.entries(environmentVariables) : []) {
        const isText = hasValidType('environmentVariables', name) && typeof value === 'string';
        if (isText && (namesCredential(name, withoutReferences(value)) || containsCredential(value))) {
          report(LOOKS_SECRET, ['environmentVariables', name]);
        }
      }
    },
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

function userProblem(user: string): string | undefined {
  const ids = /^(0|[1-9]\d{0,9}):(0|[1-9]\d{0,9})$/.exec(user)?.slice(1).map(Number);
  return ids?.every((id) => id <= MAXIMUM_ID)
    ? undefined
    : 'must be a numeric user and group, "uid:gid", for example "1000:1000"';
}

import { z } from 'zod';
import { taskPermissionSchema } from '../iam/task-permission-schema';
import { relativeNameProblem } from '../secrets/secret-name-rules';
import { RUNTIME_PARAMETERS_VARIABLE } from '../secrets/secret-names';
import { mapOf, text, wholeNumber } from '../validation/fields';
import { isObject, objectSchema, withRules, type Rule, type ShapeOf } from '../validation/object-schema';
import { containerNameProblem, containerRules, containerShape } from './container-schema';
import { logRouterSchema, sidecarSchema } from './sidecar-schema';
import type { TaskConfig, TaskSize } from './task-config';
import { taskSizeProblem } from './task-size';
import { VARIABLE_FIELDS } from './variable-names';

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
  ...containerShape,
  size: taskSizeSchema,
  cpuArchitecture: z.enum(['X86_64', 'ARM64']).optional(),
  ephemeralStorageGiB: wholeNumber(21, 200).optional(),
  sidecars: mapOf(sidecarSchema, containerNameProblem).optional(),
  logRouter: logRouterSchema.optional(),
  runtimeParameters: text(relativeNameProblem).optional(),
  taskPermissions: z.array(taskPermissionSchema).optional(),
};

export const taskRules: readonly Rule<TaskConfig>[] = [
  ...containerRules,
  {
    needs: ['runtimeParameters'],
    check: (task, report) => {
      for (const field of task.runtimeParameters === undefined ? [] : VARIABLE_FIELDS) {
        const variables = task[field];
        if (isObject(variables) && RUNTIME_PARAMETERS_VARIABLE in variables) {
          report('is set by runtimeParameters; leave it out', [field, RUNTIME_PARAMETERS_VARIABLE]);
        }
      }
    },
  },
];

/** A task that is started on demand. */
export const taskSchema = objectSchema<TaskConfig>(taskShape).check(withRules<TaskConfig>(taskRules));

import { z } from 'zod';
import { secretSourceSchema } from '../secrets/secret-source-schema';
import { mapOf, matching, text, undisclosedText, wholeNumber } from '../validation/fields';
import { shown } from '../validation/messages';
import { isObject, objectSchema, withRules, type Rule } from '../validation/object-schema';
import { absolutePathProblem, containerRules, reportSecretLooks, runningContainerShape } from './container-schema';
import type { LogRouterConfig, SidecarConfig } from './sidecar-config';

/** Docker refuses less. */
const MINIMUM_MEMORY_MIB = 6;

const { dependsOn, ...sharedShape } = {
  ...runningContainerShape,
  cpu: wholeNumber(1).optional(),
  memoryMiB: wholeNumber(MINIMUM_MEMORY_MIB).optional(),
  memoryReservationMiB: wholeNumber(MINIMUM_MEMORY_MIB).optional(),
};

const reservationRule: Rule<Pick<SidecarConfig, 'memoryMiB' | 'memoryReservationMiB'>> = {
  needs: ['memoryMiB', 'memoryReservationMiB'],
  check: ({ memoryMiB, memoryReservationMiB }, report) => {
    if (memoryMiB !== undefined && memoryReservationMiB !== undefined && memoryReservationMiB > memoryMiB) {
      report(`${memoryReservationMiB} must be at most memoryMiB, ${memoryMiB}`, ['memoryReservationMiB']);
    }
  },
};

export const sidecarSchema = objectSchema<SidecarConfig>({
  ...sharedShape,
  dependsOn,
  essential: z.boolean().optional(),
}).check(withRules<SidecarConfig>([...containerRules, reservationRule]));

export const logRouterSchema = objectSchema<LogRouterConfig>({
  ...sharedShape,
  type: z.enum(['fluentbit', 'fluentd']).optional(),
  options: mapOf(undisclosedText(), optionNameProblem).optional(),
  secretOptions: mapOf(secretSourceSchema, optionNameProblem).optional(),
  configurationFile: text(absolutePathProblem).optional(),
}).check(
  withRules<LogRouterConfig>([
    ...containerRules,
    reservationRule,
    {
      needs: ['type', 'options', 'configurationFile'],
      check: ({ type = 'fluentbit', options = {}, configurationFile }, report) => {
        const output = { fluentbit: 'Name', fluentd: '@type' }[type];
        if (configurationFile === undefined && !(output in options)) {
          report(
            `must name the output plugin as ${shown(output)}, or a configurationFile must; the logs would go nowhere`,
            ['options'],
          );
        }
      },
    },
    {
      needs: [],
      check: ({ options, secretOptions }, report, hasValidType) => {
        reportSecretLooks('options', options, report, hasValidType);
        const plain = isObject(options) ? Object.keys(options) : [];
        for (const name of isObject(secretOptions) ? Object.keys(secretOptions) : []) {
          if (plain.includes(name)) {
            report('is also one of options; a name is used once', ['secretOptions', name]);
          }
        }
      },
    },
  ]),
);

function optionNameProblem(name: string): string | undefined {
  return matching(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 characters of ASCII without spaces')(name);
}

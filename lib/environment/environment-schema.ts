import { z } from 'zod';
import { LOG_RETENTION_DAYS } from '../aws/log-retention';
import { awsRegions, partitionOf, regionProblem } from '../aws/regions';
import { encryptionKeySchema } from '../encryption/encryption-key-schema';
import { tagsSchema } from '../naming/tag-rules';
import { networkSchema } from '../network/network-schema';
import { scheduledTaskSchema } from '../schedules/scheduled-task-schema';
import { parameterSourceSchema } from '../secrets/secret-source-schema';
import { serviceSchema } from '../services/service-schema';
import type { StateBackend } from '../state/state-backend';
import { counting, mapOf, matching, text } from '../validation/fields';
import { didYouMean } from '../validation/messages';
import { objectSchema } from '../validation/object-schema';
import type { EnvironmentConfig } from './environment-config';
import { applicationProblem, workloadNameProblem } from './name-rules';

/** The fields of an environment, each by itself. */
export const environmentSchema = objectSchema<EnvironmentConfig>({
  application: text(applicationProblem),
  region: text(regionFieldProblem),
  accountId: text(accountIdProblem).optional(),
  sharesAccount: z.boolean().optional(),
  tags: tagsSchema.optional(),
  stateBackend: objectSchema<StateBackend>({ type: z.literal('local') }),
  network: networkSchema,
  containerInsights: z.enum(['enabled', 'enhanced']),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS),
  executeCommand: z.boolean(),
  imagePolicy: z.enum(['any', 'pinned', 'digest']),
  deletionProtection: z.boolean(),
  encryptionKey: encryptionKeySchema,
  services: mapOf(serviceSchema, workloadNameProblem),
  scheduledTasks: mapOf(scheduledTaskSchema, workloadNameProblem).optional(),
  parameters: z.array(parameterSourceSchema).optional(),
});

function accountIdProblem(id: string): string | undefined {
  const check = matching(/^\d{12}$/, 'must be the 12 digits of an AWS account id');
  return (/^\d+$/.test(id) ? counting(check) : check)(id);
}

function regionFieldProblem(region: string): string | undefined {
  const problem = regionProblem(region);
  return problem && `${problem}${partitionOf(region) === undefined ? didYouMean(region, awsRegions()) : ''}`;
}

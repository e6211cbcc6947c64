import { z } from 'zod';
import { declaredAccountProblem } from '../account/declared-account';
import { LOG_RETENTION_DAYS } from '../aws/log-retention';
import { encryptionKeySchema } from '../encryption/encryption-key-schema';
import { policyArnProblem } from '../iam/policy-arn-rules';
import { loadBalancerSchema } from '../load-balancing/load-balancer-schema';
import { regionNameProblem } from '../naming/place-rules';
import { tagsSchema } from '../naming/tag-rules';
import { networkSchema } from '../network/network-schema';
import { alarmsSchema } from '../observability/alarms-schema';
import { policyExceptionsSchema } from '../policy/policy-exception-schema';
import { scheduledTaskSchema } from '../schedules/scheduled-task-schema';
import { parameterSourceSchema } from '../secrets/secret-source-schema';
import { serviceSchema } from '../services/service-schema';
import { stateBackendSchema } from '../state/state-backend-schema';
import type { ImageDigests } from '../tasks/image';
import { cachePrefixProblem } from '../tasks/pull-through-caches';
import { taskSchema } from '../tasks/task-schema';
import { mapOf, text } from '../validation/fields';
import { objectSchema } from '../validation/object-schema';
import type { EnvironmentConfig } from './environment-config';
import { applicationProblem, workloadNameProblem } from './name-rules';
import { protectedResourceProblem } from './protected-resources';

/** The fields of an environment, each by itself. */
export const environmentSchema = objectSchema<EnvironmentConfig>({
  application: text(applicationProblem),
  region: text(regionNameProblem),
  accountId: text(declaredAccountProblem).optional(),
  account: text().optional(),
  sharesAccount: z.boolean().optional(),
  permissionsBoundaryArn: text(policyArnProblem).optional(),
  tags: tagsSchema.optional(),
  stateBackend: stateBackendSchema,
  network: networkSchema,
  serviceConnect: z.boolean().optional(),
  loadBalancer: loadBalancerSchema.optional(),
  containerInsights: z.enum(['enabled', 'enhanced']),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS),
  executeCommand: z.boolean(),
  imagePolicy: z.enum(['any', 'pinned', 'digest']),
  imageDigests: z.custom<ImageDigests>().optional(), // Checked once for all environments, which share it.
  pullThroughCaches: z.array(text(cachePrefixProblem)).optional(),
  deletionProtection: z.boolean(),
  releases: z.array(text(protectedResourceProblem)).optional(),
  retains: z.array(text(protectedResourceProblem)).optional(),
  encryptionKey: encryptionKeySchema,
  alarms: alarmsSchema.optional(),
  dashboard: z.boolean().optional(),
  services: mapOf(serviceSchema, workloadNameProblem),
  scheduledTasks: mapOf(scheduledTaskSchema, workloadNameProblem).optional(),
  tasks: mapOf(taskSchema, workloadNameProblem).optional(),
  beforeDeployment: z.string().optional(),
  parameters: z.array(parameterSourceSchema).optional(),
  policyExceptions: policyExceptionsSchema.optional(),
});

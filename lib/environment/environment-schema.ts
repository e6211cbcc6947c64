import { z } from 'zod';
import { permissionPartitionRule } from '../iam/permission-partition';
import { LOG_RETENTION_DAYS } from '../logs/log-retention';
import { networkSchema } from '../network/network-schema';
import { scheduledTaskSchema } from '../schedules/scheduled-task-schema';
import { encryptionKeySchema } from '../secrets/encryption-key-schema';
import { runtimeParametersRule } from '../secrets/runtime-parameters';
import { declarationsRule, parametersRule, storedNameRule } from '../secrets/secret-declarations';
import { parameterSourceSchema } from '../secrets/secret-source-schema';
import { serviceSchema } from '../services/service-schema';
import type { StateBackend } from '../state/state-backend';
import { tagsRule, tagsSchema } from '../tags/tag-rules';
import { imagePolicyProblem, imageProblem } from '../tasks/image';
import { mapOf, matching, text } from '../validation/fields';
import { applyRules, knownObject, unlessWrongType, type Rule } from '../validation/known-object';
import { didYouMean, shown } from '../validation/messages';
import { AWS_REGIONS } from './aws-regions';
import {
  applicationProblem,
  composedNamesRule,
  securityGroupNameRule,
  uniqueNamesRule,
  workloadNameProblem,
} from './composed-names';
import { declaredFields } from './declared-workloads';
import type { EnvironmentConfig } from './environment-config';
import type { Environment } from './names';

const stateBackendSchema = knownObject<StateBackend>({ type: z.literal('local') });

const zonesRule: Rule<Environment> = {
  needs: ['region'],
  check: ({ region, network }, report, isSound) => {
    if (regionProblem(region) !== undefined || !isSound('network', 'publicSubnets')) {
      return;
    }
    for (const [index, { availabilityZone }] of network.publicSubnets.entries()) {
      if (!new RegExp(`^${region}[a-z]$`).test(availabilityZone)) {
        const problem = `is not an Availability Zone of ${region}, which are the Region and one letter: "${region}a"`;
        report(`${shown(availabilityZone)} ${problem}`, ['network', 'publicSubnets', index, 'availabilityZone']);
      }
    }
  },
};

const imageRule: Rule<Environment> = {
  needs: ['imagePolicy'],
  check: (environment, report, isSound) => {
    for (const { path, value: image } of declaredFields('image', environment, isSound)) {
      const wellFormed = imageProblem(image) === undefined;
      const problem = imagePolicyProblem(image, environment.imagePolicy);
      if (wellFormed && problem !== undefined) {
        report(`${shown(image)} ${problem}`, path);
      }
    }
  },
};

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-considerations
const executeCommandRule: Rule<Environment> = {
  needs: ['executeCommand'],
  check: (environment, report, isSound) => {
    for (const { path, value } of declaredFields('readonlyRootFilesystem', environment, isSound)) {
      if (environment.executeCommand && value && path[0] === 'services') {
        report('true does not go with executeCommand: ECS Exec writes to the root file system', path);
      }
    }
  },
};

const environmentRules: readonly Rule<Environment>[] = [
  zonesRule,
  imageRule,
  executeCommandRule,
  permissionPartitionRule,
  tagsRule,
  composedNamesRule,
  securityGroupNameRule,
  uniqueNamesRule,
  storedNameRule,
  declarationsRule,
  parametersRule,
  runtimeParametersRule,
];

/** What the environment of a name must be, at a point in time. */
export function environmentSchema(name: string, now: Date) {
  return knownObject<EnvironmentConfig>({
    application: text(applicationProblem),
    region: text(regionProblem),
    accountId: text(matching(/^\d{12}$/, 'must be the 12 digits of an AWS account id')).optional(),
    sharesAccount: z.boolean().optional(),
    tags: tagsSchema.optional(),
    stateBackend: stateBackendSchema,
    network: networkSchema,
    containerInsights: z.enum(['enabled', 'enhanced']),
    logRetentionDays: z.literal(LOG_RETENTION_DAYS),
    executeCommand: z.boolean(),
    imagePolicy: z.enum(['any', 'pinned', 'digest']),
    deletionProtection: z.boolean(),
    encryptionKey: encryptionKeySchema,
    services: mapOf(serviceSchema, workloadNameProblem),
    scheduledTasks: mapOf(scheduledTaskSchema(now), workloadNameProblem).optional(),
    parameters: z.array(parameterSourceSchema).optional(),
  }).check(
    unlessWrongType<EnvironmentConfig>((config, report, isSound) => {
      applyRules<Environment>(environmentRules, { ...config, name }, report, isSound);
    }),
  );
}

function regionProblem(region: string): string | undefined {
  return AWS_REGIONS.includes(region) ? undefined : `is not a Region of AWS${didYouMean(region, AWS_REGIONS)}`;
}

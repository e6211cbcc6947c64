import { arn, parameterArn, type ArnLocation } from '../aws/arns';
import { partitionOf } from '../environment/aws-regions';
import type { Environment } from '../environment/names';
import { workloads, type Workload } from '../environment/workloads';
import { storedName } from '../secrets/secret-names';
import type { SecretSource } from '../secrets/secret-source';
import type { Problem } from '../validation/problems';
import { INLINE_POLICIES_LIMIT, policySize, type PolicyDocument } from './policy-document';
import type { PolicyReferences } from './policy-references';
import { executionPolicy, taskPolicy } from './workload-policies';

/**
 * Roles whose policy is longer than IAM takes, which it would say only in the middle of a deployment. Paths are those in the
 * environment's configuration, which must have no other problems.
 */
export function policySizeProblems(environment: Environment): Problem[] {
  const references = sampleReferences(environment);
  return workloads(environment).flatMap((workload) => [
    ...sizeProblem(
      workload,
      'execution',
      executionPolicy(environment, workload, references),
      'split the service, or put several values into one JSON secret of Secrets Manager and select its keys',
    ),
    ...sizeProblem(
      workload,
      'task',
      taskPolicy(environment, workload, references),
      'split the service, or give its resources a common beginning and name that once',
    ),
  ]);
}

function sizeProblem(
  { kind, name }: Workload,
  role: 'execution' | 'task',
  policy: PolicyDocument,
  remedy: string,
): Problem[] {
  const size = policySize(policy);
  if (size <= INLINE_POLICIES_LIMIT) {
    return [];
  }
  const message = `the policy of its ${role} role has ${size} characters and may have ${INLINE_POLICIES_LIMIT}; ${remedy}`;
  return [{ path: [kind === 'service' ? 'services' : 'scheduledTasks', name], message }];
}

/** What AWS will call things, as far as it matters for the length. */
function sampleReferences(environment: Environment): PolicyReferences {
  const { region, accountId = '0'.repeat(12), encryptionKey } = environment;
  const location: ArnLocation = { partition: partitionOf(region) ?? 'aws', region, accountId };
  const environmentKeyArn =
    encryptionKey === 'aws-managed' ? undefined : arn(location, 'kms', 'key/00000000-0000-0000-0000-000000000000');
  return {
    location,
    environmentKeyArn,
    secretArn: (source: SecretSource) => {
      const name = storedName(environment, source);
      return source.store === 'parameter-store'
        ? parameterArn(location, name)
        : arn(location, 'secretsmanager', `secret:${name}-000000`);
    },
    secretKeyArn: (source: SecretSource) => (source.ownership === 'managed' ? environmentKeyArn : source.keyArn),
  };
}

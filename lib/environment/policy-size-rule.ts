import { namedAccount } from '../account/declared-account';
import { arn, type ArnLocation } from '../aws/arns';
import { INLINE_POLICIES_LIMIT, policySize, type PolicyDocument } from '../aws/policy-document';
import { partitionOf } from '../aws/regions';
import { secretArn, storedName } from '../secrets/secret-names';
import type { PolicyReferences } from '../tasks/secret-statements';
import { executionPolicy, taskPolicy } from '../tasks/task-policies';
import type { Workload } from '../tasks/workload';
import type { Problem } from '../validation/problems';
import type { Environment } from './environment';
import { WORKLOAD_FIELDS, workloads } from './workloads';

/**
 * Roles whose policy is longer than IAM takes, which it would report only in the middle of a deployment. Paths are those in the
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
      'split the service, or give its resources a common prefix and name that once',
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
  const message = `the policy of its ${role} role has ${size} characters; at most ${INLINE_POLICIES_LIMIT} are allowed: ${remedy}`;
  return [{ path: [WORKLOAD_FIELDS[kind], name], message }];
}

/** Names as long as those that AWS will give. */
export function sampleReferences(environment: Environment): PolicyReferences {
  const { region, encryptionKey } = environment;
  const accountId = namedAccount(environment) ?? '0'.repeat(12);
  const location: ArnLocation = { partition: partitionOf(region) ?? 'aws', region, accountId };
  const environmentKeyArn =
    encryptionKey === 'aws-managed' ? undefined : arn(location, 'kms', 'key/00000000-0000-0000-0000-000000000000');
  return {
    location,
    environmentKeyArn,
    secretArn: (source) => secretArn(location, { source, storedName: storedName(environment, source) }),
    secretKeyArn: (source) => (source.ownership === 'managed' ? environmentKeyArn : source.keyArn),
  };
}

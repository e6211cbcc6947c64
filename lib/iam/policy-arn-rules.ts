import { parseArn } from '../aws/arns';
import { AWS_PARTITIONS } from '../aws/regions';
import type { Check } from '../validation/fields';

/** What stands in the place of the account in the ARN of a policy that AWS manages. */
export const AWS_MANAGED = 'aws';

/**
 * A path and a name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
 */
const POLICY = /^policy\/(?:[!-.0-~]+\/)*[\w+=,.@-]{1,128}$/;
const MAXIMUM_PATH = 512;

/** What is wrong with the ARN of a managed policy, wherever it is used. */
export const policyArnProblem: Check<string> = (text) => {
  const { partition = '', service, region, accountId = '', resource = '' } = parseArn(text) ?? {};
  const path = resource.slice('policy'.length, resource.lastIndexOf('/') + 1);
  const isPolicy =
    AWS_PARTITIONS.includes(partition) &&
    service === 'iam' &&
    region === '' &&
    (accountId === AWS_MANAGED || /^\d{12}$/.test(accountId)) &&
    POLICY.test(resource) &&
    path.length <= MAXIMUM_PATH;
  return isPolicy
    ? undefined
    : 'must be the ARN of a managed policy of IAM, for example "arn:aws:iam::444455556666:policy/boundary"';
};

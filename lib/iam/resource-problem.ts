import { parseArn } from '../aws/arns';
import { AWS_PARTITIONS } from '../aws/regions';
import { didYouMean, shown } from '../validation/messages';
import { policyText } from './policy-text';

/** What is in a Region in S3. Buckets and what they contain are in none, as their names are unique in the world. */
const REGIONAL_IN_S3 = /^(?:access-grants|accesspoint|async-request|job|storage-lens|storage-lens-group)\/|^\*/;

/** What IAM has, as its own message about another type lists it; the newer ones come from the Service Authorization Reference. */
const TYPES_OF_IAM = [
  ...['access-report', 'assumed-role', 'delegation-request', 'federated-user', 'group', 'instance-profile', 'mfa'],
  ...['oidc-provider', 'policy', 'report', 'role', 'role-template', 'saml-provider', 'server-certificate', 'sms-mfa'],
  'user',
];

/**
 * What is wrong with the resource of a statement; nothing if IAM takes it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function resourceProblem(resource: string): string | undefined {
  if (resource === '*') {
    return undefined;
  }
  const { partition = '', service = '', region = '', accountId = '', resource: name } = parseArn(resource) ?? {};
  if (!partition || !service || !name || /\s/.test(resource)) {
    return 'must be an ARN such as "arn:aws:s3:::my-logs/web/*"';
  }
  const known = /[*?]/.test(partition) || AWS_PARTITIONS.includes(partition);
  if (!known) {
    return `has an unknown partition, ${shown(partition)}${didYouMean(partition, AWS_PARTITIONS)}`;
  }
  if (/[*?]/.test(service)) {
    return 'must name its service: IAM takes no wildcard there';
  }
  if (service !== service.toLowerCase()) {
    return 'must have its service in lower case';
  }
  return placeProblem(service, region, accountId, name) ?? policyText(resource);
}

/** What is wrong with where a resource is, in the services that IAM itself checks. */
function placeProblem(service: string, region: string, accountId: string, name: string): string | undefined {
  if (service === 's3' && region + accountId !== '' && !REGIONAL_IN_S3.test(name)) {
    return 'must have neither Region nor account: the ARN of a bucket or object is "arn:aws:s3:::my-logs/web/*"';
  }
  if (service !== 'iam') {
    return undefined;
  }
  if (region !== '') {
    return 'must have no Region: IAM has none';
  }
  return name === '*' || TYPES_OF_IAM.some((type) => name.startsWith(`${type}/`))
    ? undefined
    : 'must name the type of the resource, as in "arn:aws:iam::123456789012:role/reader"';
}

import type { Check } from '../validation/fields';

/**
 * What is wrong with the id of a resource of EC2, which begins with these letters.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
 */
export function resourceIdProblem(prefix: 'pl' | 'sg' | 'subnet' | 'vpc'): Check<string> {
  const id = new RegExp(`^${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`);
  return (text) => (id.test(text) ? undefined : `must be "${prefix}-" and 8 or 17 digits and letters a to f`);
}

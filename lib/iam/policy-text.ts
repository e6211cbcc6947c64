import { matching } from '../validation/fields';

/**
 * Characters of a policy document.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
export const policyText = matching(
  /^[\u0020-\u00FF]*$/,
  'has a character that IAM takes in no policy; letters of Western European languages are the last that it takes (U+00FF)',
);

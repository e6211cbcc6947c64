/** An IAM policy, typed as far as this project writes policies. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  /** Letters and digits; unique within its policy. */
  readonly Sid: string;
  /**
   * What an identity may do is all that is allowed: only policies of resources deny, and those of roles that must never do something,
   * whoever allows it.
   */
  readonly Effect: 'Allow' | 'Deny';
  /** Only in the policies of resources and in trust policies; everybody only in what denies. */
  readonly Principal?: { readonly Service: string } | { readonly AWS: string } | { readonly Federated: string } | '*';
  readonly Action: readonly string[];
  /** Absent only in trust policies. */
  readonly Resource?: readonly string[];
  readonly Condition?: PolicyConditions;
}

/** Operator, then key, then the values. */
export type PolicyConditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export function policyDocument(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/**
 * Characters that all inline policies of one role may have together, white space not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const INLINE_POLICIES_LIMIT = 10_240;

/**
 * Characters of a managed policy, white space not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const MANAGED_POLICY_LIMIT = 6144;

export function policySize(document: PolicyDocument): number {
  return JSON.stringify(document).replace(/\s/g, '').length;
}

/**
 * One thing that an application may do with AWS: a statement of its task role's policy.
 *
 * Reading secrets is not declared here: `secrets`, `secretFiles` and `runtimeParameters` bring the permission with them.
 */
export interface TaskPermission {
  /**
   * For example `['s3:PutObject']`. Wildcards need a reason, and so do actions that lead to others' rights: that change permissions,
   * give credentials, or start or change what runs with another role, such as `ecs:RunTask`.
   */
  readonly actions: readonly string[];

  /** ARNs that name a resource, or what is below one: `arn:aws:s3:::my-logs/web/*`. Anything wider needs a reason. */
  readonly resources: readonly string[];

  /**
   * IAM condition: operator, then key, then the values, of the kind that the operator compares with: dates, numbers, addresses.
   *
   * @default - none
   */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

  /**
   * Why the statement is wider than one harmless action on a named resource.
   *
   * @default - none: a wider statement is refused
   */
  readonly reason?: string;
}

/** Where a resource is, as the first parts of its ARN tell. Each part may be a literal or a Terraform reference. */
export interface ArnLocation {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** ARN of a resource in an account and Region. */
export function arn({ partition, region, accountId }: ArnLocation, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/**
 * ARN of a parameter. The name's leading slash is not repeated: `/app/dev/X` is `parameter/app/dev/X`, and `X` is `parameter/X`.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
 */
export function parameterArn(location: ArnLocation, name: string): string {
  return arn(location, 'ssm', `parameter/${name.replace(/^\//, '')}`);
}

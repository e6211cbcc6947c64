/** Where a resource is, as the first parts of its ARN say. Each part may be a literal or a Terraform reference. */
export interface ArnLocation {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** For example `ap-northeast-1`; empty in the ARNs of global services. */
  readonly region: string;
  /** 12 digits. */
  readonly accountId: string;
}

/** ARN of a resource in an account and Region. */
export function arn({ partition, region, accountId }: ArnLocation, service: string, resource: string): string {
  return ['arn', partition, service, region, accountId, resource].join(':');
}

/** ARN of a resource of a service that has no Regions, such as IAM. */
export function globalArn(location: Omit<ArnLocation, 'region'>, service: string, resource: string): string {
  return arn({ ...location, region: '' }, service, resource);
}

/** ARN of a role. */
export function roleArn(location: Omit<ArnLocation, 'region'>, roleName: string): string {
  return globalArn(location, 'iam', `role/${roleName}`);
}

/** An ARN, taken apart. */
export interface Arn extends ArnLocation {
  /** As ARNs name it, for example `secretsmanager`. */
  readonly service: string;
  /** All that follows, which may contain colons. */
  readonly resource: string;
}

/**
 * The parts of an ARN, which may have wildcards; nothing if the text is not one.
 *
 * Not by the parser of the AWS SDK, which loads the core of the SDK.
 */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, accountId, ...resource] = text.split(':');
  return prefix === 'arn' &&
    partition !== undefined &&
    service !== undefined &&
    region !== undefined &&
    accountId !== undefined &&
    resource.length > 0
    ? { partition, service, region, accountId, resource: resource.join(':') }
    : undefined;
}

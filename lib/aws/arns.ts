import { build, parse, validate, type ARN } from '@aws-sdk/util-arn-parser';

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
export function arn(location: ArnLocation, service: string, resource: string): string {
  return build({ ...location, service, resource });
}

/** ARN of a resource of a service that has no Regions, such as IAM. */
export function globalArn(location: Omit<ArnLocation, 'region'>, service: string, resource: string): string {
  return arn({ ...location, region: '' }, service, resource);
}

/** ARN of a role. */
export function roleArn(location: Omit<ArnLocation, 'region'>, roleName: string): string {
  return globalArn(location, 'iam', `role/${roleName}`);
}

/** The parts of an ARN, which may have wildcards; nothing if the text is not one. */
export function parseArn(text: string): ARN | undefined {
  return validate(text) ? parse(text) : undefined;
}

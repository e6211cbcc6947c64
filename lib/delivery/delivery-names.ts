import { globalArn, type ArnLocation } from '../aws/arns';
import type { Environment } from '../environment/environment';
import { namePrefix, type EnvironmentIdentity } from '../naming/names';

/**
 * Path of the roles of the workflows, and of the boundaries of what they create. No environment has a role below it, so that what a
 * role may do with those of its environment, which it knows by the beginnings of their names, never reaches these.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
 */
export const DELIVERY_PATH = '/delivery/';

/** Names of the roles of the workflows of an account. */
export function workflowRoleNames(account: EnvironmentIdentity) {
  const prefix = namePrefix(account);
  return {
    check: `${prefix}-check`,
    plan: `${prefix}-plan`,
    deploy: (environment: string) => `${prefix}-deploy-${environment}`,
  };
}

/** Name of the policy that limits what the roles of an environment may do, which the account stack makes. */
export function boundaryName(environment: EnvironmentIdentity): string {
  return `${namePrefix(environment)}-boundary`;
}

/** ARN of the policy that is the boundary of every role of an environment: the one that it names, or else the one that its account makes. */
export function boundaryArn(
  location: Omit<ArnLocation, 'region'>,
  environment: Pick<Environment, 'application' | 'name' | 'permissionsBoundaryArn'>,
): string {
  return (
    environment.permissionsBoundaryArn ??
    globalArn(location, 'iam', `policy${DELIVERY_PATH}${boundaryName(environment)}`)
  );
}

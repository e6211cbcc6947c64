import { arn, roleArn, type ArnLocation } from '../aws/arns';
import type { Environment } from '../environment/environment';
import { namePrefix } from '../naming/names';
import type { StateLocation } from './state-statements';

/** What the role *deploy* of an environment works on. */
export interface DeployAccess {
  /** The environment. */
  readonly environment: Environment;

  /** Its account and Region. */
  readonly location: ArnLocation;

  /** ARN of the policy that every role of the environment must have as its boundary. */
  readonly boundaryArn: string;

  /** ARNs of the image repositories of its account. */
  readonly repositoryArns: readonly string[];

  /** Where its state is. */
  readonly states: StateLocation;
}

/** ARN of something in the environment's account and Region. */
export function own({ location }: DeployAccess, service: string, ...resources: readonly string[]): string[] {
  return resources.map((resource) => arn(location, service, resource));
}

/** ARNs of the environment's roles: all whose names begin as its names do, or those with one end. */
export function ownRoles({ environment, location }: DeployAccess, end = '*'): string {
  return roleArn(location, `${namePrefix(environment)}-${end}`);
}

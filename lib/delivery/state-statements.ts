import type { PolicyStatement } from '../aws/policy-document';
import type { EnvironmentIdentity } from '../naming/names';
import { stateKey } from '../state/state-backend';
import { actions, allow } from './statements';

/** The bucket with the states of an account's stacks. */
export interface StateLocation {
  /** For example `aws`, or a reference. */
  readonly partition: string;

  /** Name of the bucket. */
  readonly bucketName: string;
}

/**
 * Reads the states of environments, and locks none: whoever may write the lock of a state could hold it against a deployment, or take
 * away that of one. So a plan that is not applied is made with `-lock=false`.
 */
export function readStates(location: StateLocation, environments: readonly EnvironmentIdentity[]): PolicyStatement[] {
  return environments.length === 0
    ? []
    : [
        listStates(location),
        allow(
          'ReadStates',
          ['s3:GetObject'],
          environments.map((environment) => stateArn(location, environment)),
        ),
      ];
}

/**
 * Reads and writes the state of one environment, and holds its lock.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
export function writeState(location: StateLocation, environment: EnvironmentIdentity): PolicyStatement[] {
  const state = stateArn(location, environment);
  return [
    listStates(location),
    allow('WriteState', actions('s3', 'GetObject PutObject'), [state]),
    allow('LockState', actions('s3', 'DeleteObject GetObject PutObject'), [`${state}.tflock`]),
  ];
}

/** ARNs of a bucket of states and all that is in it. */
export function stateArns({ partition, bucketName }: StateLocation): string[] {
  return [`arn:${partition}:s3:::${bucketName}`, `arn:${partition}:s3:::${bucketName}/*`];
}

// Names of states are no secret, and without the right to list, S3 does not tell a state that is missing from one that must not be read.
function listStates({ partition, bucketName }: StateLocation): PolicyStatement {
  return allow('ListStates', ['s3:ListBucket'], [`arn:${partition}:s3:::${bucketName}`]);
}

function stateArn({ partition, bucketName }: StateLocation, { application, name }: EnvironmentIdentity): string {
  return `arn:${partition}:s3:::${bucketName}/${stateKey(application, name)}`;
}

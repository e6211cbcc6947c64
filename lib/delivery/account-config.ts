import type { PolicyException } from '../policy/policy-exception';
import type { GitHubConfig } from './github-config';

/**
 * What the environments in one AWS account share, which exists before them and outlives them.
 *
 * Plain data. Its name is the key under which it is listed in `environments/accounts.ts`, and the id of its stack.
 */
export interface AccountConfig {
  /** Name of the application: first part of the keys of its state and those of its environments, and the `application` tag. */
  readonly application: string;

  /** AWS Region of what is shared, for example `ap-northeast-1`. */
  readonly region: string;

  /**
   * Its 12-digit id, and that of its environments.
   *
   * @default - none: synth says so, and the plan of a deployment fails, except in AWS's documentation account
   */
  readonly accountId?: string;

  /**
   * Name of the bucket in which the states of the account and of its environments are: 3 to 63 lower-case letters, digits and `-`. No
   * other bucket of AWS, whosesoever, has the same.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
   */
  readonly stateBucket: string;

  /** Names of the image repositories that the environments pull from, in the account's own registry and Region. */
  readonly repositories: readonly string[];

  /**
   * Who may check, plan and deploy from GitHub Actions. With it, every role of the environments gets a permissions boundary, which the
   * roles that deploy cannot take away: deploy the account before its environments.
   *
   * @default - nobody: an operator deploys with credentials of their own
   */
  readonly github?: GitHubConfig;

  /**
   * Where the stack is meant to break a policy rule, and why. An exception that excuses nothing is refused.
   *
   * @default - none
   */
  readonly policyExceptions?: readonly PolicyException[];
}

/** An account's configuration together with its name. */
export interface Account extends AccountConfig {
  /** Key of the configuration, and id of the stack. */
  readonly name: string;
}

import type { PublicText } from '../validation/harmless-text';
import type { GeneratedValue } from './generated-value';

/** What a value must look like; checked by the commands that write it, never by Terraform. */
export type SecretFormat = 'text' | 'json' | 'google-service-account' | 'registry-credentials' | 'pem';

/** Where a secret comes from. Made by one of the functions below. */
export type SecretSource = ParameterSource | SecretsManagerSource;

/** A parameter of Parameter Store, a SecureString unless it is declared as plain text. */
export type ParameterSource = ManagedParameterSource | ExistingParameterSource;

/** A secret of Secrets Manager, or a part or version of it. */
export type SecretsManagerSource = (ManagedSecretSource | ExistingSecretSource) & SecretSelector;

interface SecretSettings {
  /**
   * What the value must look like.
   *
   * @default 'text'
   */
  readonly format?: SecretFormat;

  /**
   * A whole number to raise when a changed value must reach the services that use it: their task definitions change, and nothing
   * else does.
   *
   * @default 0
   */
  readonly rollout?: number;
}

interface ManagedSettings extends SecretSettings {
  /**
   * What the value is for: up to 1,024 bytes for a parameter, 2,048 characters for a secret.
   *
   * @default - none
   */
  readonly description?: PublicText;

  /**
   * What `npm run secrets -- generate` makes the value of. Only of one in the format `text`, and of all of a secret. Another value can
   * still be set.
   *
   * @default - nobody generates it
   */
  readonly generate?: GeneratedValue;
}

interface ExistingSettings extends SecretSettings {
  /**
   * ARN of the customer-managed key that encrypts it, in its Region: of the key itself, not of an alias.
   *
   * @default - the AWS-managed key, which needs no permission
   */
  readonly keyArn?: string;

  /**
   * The Region that it is in, if that is another one of the environment's partition.
   *
   * @default - the environment's Region
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
   */
  readonly region?: string;
}

interface ExistingSecretSettings extends ExistingSettings {
  /**
   * The 12-digit id of the account that it is in, if that is not the environment's. It is then declared by its full ARN, which also
   * says its Region, and has a `keyArn`.
   *
   * @default - the environment's account
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
   */
  readonly accountId?: string;
}

export interface ExistingParameterSettings extends ExistingSettings {
  /**
   * Whether it is meant to be a `String` or `StringList`, which is stored in plain text and no secret. Not together with `keyArn`.
   *
   * @default false
   */
  readonly plainText?: boolean;
}

export interface ManagedParameterSettings extends ManagedSettings {
  /**
   * `Standard` has room for 4 KB free of charge, `Advanced` 8 KB for a fee.
   *
   * @default 'Standard'
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
   */
  readonly tier?: 'Standard' | 'Advanced';
}

export interface ManagedSecretSettings extends ManagedSettings {
  /**
   * Days for which a deleted secret can be restored: 7 to 30, or 0 to delete it at once.
   *
   * @default 30
   */
  readonly recoveryWindowDays?: number;
}

interface ManagedParameterSource extends ManagedParameterSettings {
  readonly store: 'parameter-store';
  readonly ownership: 'managed';
  readonly name: string;
}

interface ExistingParameterSource extends ExistingParameterSettings {
  readonly store: 'parameter-store';
  readonly ownership: 'existing';
  readonly name: string;
}

interface ManagedSecretSource extends ManagedSecretSettings {
  readonly store: 'secrets-manager';
  readonly ownership: 'managed';
  readonly name: string;
}

interface ExistingSecretSource extends ExistingSecretSettings {
  readonly store: 'secrets-manager';
  readonly ownership: 'existing';
  readonly name: string;
}

/**
 * A part or a version of a secret of Secrets Manager.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export interface SecretSelector {
  /**
   * One key of a value that is a JSON object. Cannot contain a colon.
   *
   * @default - the whole value
   */
  readonly jsonKey?: string;

  /**
   * The version that has this staging label, for example `AWSPREVIOUS`. Not together with `versionId`.
   *
   * @default - AWSCURRENT
   */
  readonly versionStage?: string;

  /**
   * The version with this id, 32 to 64 characters. Not together with `versionStage`.
   *
   * @default - AWSCURRENT
   */
  readonly versionId?: string;
}

/**
 * A parameter that the stack creates, named `/<application>/<environment>/<name>`. Its value is set by an operator.
 *
 * @example parameter('database/master/password', { description: 'Password of the database owner' })
 */
export function parameter(name: string, settings: ManagedParameterSettings = {}): ParameterSource {
  return { ...settings, store: 'parameter-store', ownership: 'managed', name };
}

/**
 * A parameter of this account that somebody else owns, by its full name.
 *
 * @example existingParameter('/shared/license-key')
 * @example existingParameter('/shared/license-key', { region: 'us-east-1' })
 */
export function existingParameter(name: string, settings: ExistingParameterSettings = {}): ParameterSource {
  return { ...settings, store: 'parameter-store', ownership: 'existing', name };
}

/**
 * A secret that the stack creates in Secrets Manager, named `<application>/<environment>/<name>`. Its value is set by an operator.
 *
 * @example secretsManager('database', { description: 'Connection of the database', format: 'json' })
 */
export function secretsManager(name: string, settings: ManagedSecretSettings = {}): SecretsManagerSource {
  return { ...settings, store: 'secrets-manager', ownership: 'managed', name };
}

/**
 * A secret in Secrets Manager that somebody else owns, by its full name, or, in another account, by its full ARN.
 *
 * @example existingSecret('shared/database')
 * @example existingSecret('shared/database', { region: 'us-east-1' })
 * @example existingSecret('arn:aws:secretsmanager:eu-west-1:210987654321:secret:shared/database-AbCdEf', { accountId: '210987654321', keyArn })
 */
export function existingSecret(name: string, settings: ExistingSecretSettings = {}): SecretsManagerSource {
  return { ...settings, store: 'secrets-manager', ownership: 'existing', name };
}

/**
 * A part or a version of a secret.
 *
 * @example select(database, { jsonKey: 'password', versionStage: 'AWSPREVIOUS' })
 */
export function select(secret: SecretsManagerSource, selector: SecretSelector): SecretsManagerSource {
  return { ...secret, ...selector };
}

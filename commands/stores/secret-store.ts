import type { SecretSource } from '../../lib/secrets/secret-source';

/** What a store shows of a parameter or secret without its value. */
export interface StoredSecret {
  /** Name in its store. */
  readonly name: string;
  readonly arn: string;
  /** Number of a parameter's version, or id of a secret's current one; nothing while a secret has no current version. */
  readonly version: string | undefined;
  /** Whether it still has the value that it was created with. */
  readonly unchanged: boolean;
  /** Type of a parameter that is not a SecureString. @default - it is encrypted */
  readonly plainTextType?: string;
  /** `Standard`, `Advanced` or `Intelligent-Tiering`. @default - a secret, which has no tier */
  readonly tier?: string;
  readonly description?: string;
  /** The key that encrypts it, by id, ARN or alias. @default - the AWS-managed key */
  readonly keyId?: string;
  /** At least those of the requested ones that it has. */
  readonly tags: Readonly<Record<string, string>>;
  /** Ids of a secret's versions, by the staging label that each has. */
  readonly stages: Readonly<Record<string, string>>;
  readonly lastChanged?: Date;
  /** Whether the value changed then. Otherwise it may have been anything of the secret. */
  readonly valueChangedThen: boolean;
  /** ARN of who changed it last, where the store knows. */
  readonly lastChangedBy?: string;
  /** Whether it was deleted, and can still be restored. */
  readonly deleted: boolean;
  /**
   * Whether it is of another account, which does not show it to these credentials: then nothing but its ARN is known.
   *
   * @default false
   */
  readonly hidden?: boolean;
}

/** One version of a parameter or secret. */
export interface SecretVersion {
  readonly version: string;
  readonly created?: Date;
  readonly createdBy?: string;
  /** Labels of a parameter's version, staging labels of a secret's. */
  readonly labels: readonly string[];
  readonly current: boolean;
}

/** What a value is written with. */
export interface WriteSettings {
  readonly source: SecretSource;
  /** The declared customer-managed key. @default - the AWS-managed key */
  readonly keyArn?: string;
  /** Whether another key than the declared one encrypts it now. */
  readonly replaceKey: boolean;
  /** Declared tags that it lacks, or has with another value. */
  readonly missingTags: Readonly<Record<string, string>>;
}

/** Parameter Store or Secrets Manager. */
export interface SecretStore {
  /**
   * Those of the named ones that exist, by name. Made for many: for Secrets Manager, what was changed in the last minutes may not
   * be seen yet.
   */
  describeMany(names: readonly string[], tags: Readonly<Record<string, string>>): Promise<Map<string, StoredSecret>>;

  /** As they are now. */
  describe(names: readonly string[], tags: Readonly<Record<string, string>>): Promise<Map<string, StoredSecret>>;

  /** The current values of those of the named ones that exist, by name. */
  read(names: readonly string[]): Promise<Map<string, string>>;

  /** What differs from the declaration and is corrected by the next write, in addition to tags and key. */
  repairs(stored: StoredSecret, source: SecretSource): string[];

  /** Writes a value as a new version, with everything else as declared, and returns the version. */
  write(stored: StoredSecret, value: string, settings: WriteSettings): Promise<string>;

  /**
   * The same for some keys of a JSON object, of which all others are kept.
   *
   * @param check - refuses the whole new value by throwing
   * @throws CommandFailure if the store has no JSON keys, or the value is not a JSON object
   */
  writeKeys(
    stored: StoredSecret,
    keys: Readonly<Record<string, string>>,
    settings: WriteSettings,
    check: (value: string) => void,
  ): Promise<string>;

  /** The newest version first. */
  history(name: string): Promise<SecretVersion[]>;
}

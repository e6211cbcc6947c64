/**
 * A customer-managed key of the environment's own.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export interface EncryptionKeyConfig {
  /** Days between two rotations of the key material: 90 to 2560. */
  readonly rotationPeriodDays: number;

  /** Days for which a deleted key can be restored: 7 to 30. */
  readonly deletionWindowDays: number;
}

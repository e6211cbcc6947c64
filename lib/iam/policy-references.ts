import type { ArnLocation } from '../aws/arns';
import type { SecretSource } from '../secrets/secret-source';

/** How the policies of a workload name what they give access to; references in a stack, literals where they are only counted. */
export interface PolicyReferences {
  readonly location: ArnLocation;
  /** The ARN of a parameter, or of a secret with its suffix. */
  secretArn(source: SecretSource): string;
  /** The ARN of the customer-managed key that encrypts a parameter or secret, if one does. */
  secretKeyArn(source: SecretSource): string | undefined;
  /** The ARN of the environment's own key, if it has one. */
  readonly environmentKeyArn?: string;
}

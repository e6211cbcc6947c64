import { LocalBackend, S3Backend, type TerraformStack } from 'cdktf';
import { stateKey, type StateBackend } from './state-backend';

/** What decides where the state of a stack may be. */
export interface StatePlace {
  /** First part of the key of the state in a bucket. */
  readonly application: string;

  /** AWS Region of the stack. */
  readonly region: string;

  /**
   * The only account that the bucket may be reached with.
   *
   * @default - any
   */
  readonly accountId?: string;
}

/** Tells Terraform where a stack's state is. */
export function configureBackend(stack: TerraformStack, backend: StateBackend, place: StatePlace): void {
  const { id } = stack.node;
  if (backend.type === 'local') {
    // Seen from the stack's directory in `cdktf.out`, so that the text is the same wherever the checkout is.
    new LocalBackend(stack, { path: `../../../.terraform-state/${id}.tfstate` });
    return;
  }
  const { application, region, accountId } = place;
  new S3Backend(stack, {
    bucket: backend.bucket,
    key: stateKey(application, id),
    region: backend.region ?? region,
    encrypt: true,
    allowedAccountIds: accountId === undefined ? undefined : [accountId],
  });
  // cdktf 0.21 has no property for it, and knows only the lock by a table of DynamoDB, which Terraform deprecates.
  stack.addOverride('terraform.backend.s3.use_lockfile', true);
}

/**
 * Where Terraform keeps the state of an environment.
 *
 * `local`: a file of this checkout, `.terraform-state/<environment>.tfstate`, which git ignores. For one person trying things
 * out: it is neither shared nor locked against others.
 *
 * `s3`: the object `<application>/<environment>.tfstate` of a bucket, which whoever may deploy shares, and which is locked while one of
 * them does.
 */
export type StateBackend = LocalStateBackend | S3StateBackend;

export interface LocalStateBackend {
  /** The kind of backend. */
  readonly type: 'local';
}

/** @see https://developer.hashicorp.com/terraform/language/backend/s3 */
export interface S3StateBackend {
  /** The kind of backend. */
  readonly type: 's3';

  /** Name of the bucket: 3 to 63 lower-case letters, digits and `-`, without `.`, which the certificates of S3 do not cover. */
  readonly bucket: string;

  /**
   * AWS Region of the bucket, for example `ap-northeast-1`.
   *
   * @default - that of the environment
   */
  readonly region?: string;
}

/** Key of the object that is the state of a stack in a bucket. */
export function stateKey(application: string, stack: string): string {
  return `${application}/${stack}.tfstate`;
}

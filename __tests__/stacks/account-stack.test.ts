import { policyDocument } from '../../lib/aws/policy-document';
import { accountConfig, environmentConfig } from '../support/environment-config';
import { onlyResource, synthesize, synthesizeAccounts } from '../support/synthesized-stack';

const environments = { dev: environmentConfig() };
const accountId = '111111111111';
const bucket = 'example-com-terraform-state';
const [stack] = synthesizeAccounts({ accounts: { account: accountConfig({ accountId }) }, environments });
const [unknown] = synthesizeAccounts({ accounts: { account: accountConfig() }, environments });

interface Backend {
  readonly terraform: { readonly backend: Readonly<Record<string, unknown>> };
}
const backendOf = (terraform: unknown) => (terraform as Backend).terraform.backend;

describe('the state', () => {
  test('of an account is in its own bucket, locked, encrypted, and reached in its account only', () => {
    const s3 = {
      bucket,
      key: 'ecs_parameter_store/account.tfstate',
      region: 'ap-northeast-1',
      encrypt: true,
      use_lockfile: true,
    };
    expect(backendOf(stack?.terraform)).toEqual({ s3: { ...s3, allowed_account_ids: [accountId] } });
    expect(backendOf(unknown?.terraform)).toEqual({ s3 });
  });

  test('of an environment is in the Region that it says, or else in its own', () => {
    const s3 = (region?: string) =>
      synthesize({ dev: environmentConfig({ accountId, stateBackend: { type: 's3', bucket, region } }) })[0]?.terraform;
    const expected = { bucket, key: 'ecs_parameter_store/dev.tfstate', encrypt: true, use_lockfile: true };
    expect(backendOf(s3())).toEqual({
      s3: { ...expected, region: 'ap-northeast-1', allowed_account_ids: [accountId] },
    });
    expect(backendOf(s3('eu-west-1'))).toMatchObject({ s3: { region: 'eu-west-1' } });
  });
});

describe('the bucket of the states', () => {
  test('is not destroyed by mistake, and keeps what was replaced', () => {
    expect(onlyResource(stack, 'aws_s3_bucket').attributes).toMatchObject({
      bucket,
      lifecycle: { prevent_destroy: true },
    });
    expect(onlyResource(stack, 'aws_s3_bucket').attributes).not.toHaveProperty('force_destroy');
    expect(onlyResource(stack, 'aws_s3_bucket_versioning').attributes).toMatchObject({
      versioning_configuration: { status: 'Enabled' },
    });
    expect(onlyResource(stack, 'aws_s3_bucket_lifecycle_configuration').attributes).toMatchObject({
      rule: [
        {
          noncurrent_version_expiration: [{ noncurrent_days: 90, newer_noncurrent_versions: 20 }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
        },
      ],
    });
  });

  // A role for plans is denied every key of KMS, and must read the state all the same.
  test('is encrypted without a key of KMS', () => {
    expect(onlyResource(stack, 'aws_s3_bucket_server_side_encryption_configuration').attributes).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
    });
  });

  test("is nobody else's, not public, and reached by TLS only", () => {
    expect(onlyResource(stack, 'aws_s3_bucket_ownership_controls').attributes).toMatchObject({
      rule: { object_ownership: 'BucketOwnerEnforced' },
    });
    expect(onlyResource(stack, 'aws_s3_bucket_public_access_block').attributes).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(onlyResource(stack, 'aws_s3_bucket_policy').json('policy')).toEqual(
      policyDocument([
        {
          Sid: 'DenyWithoutTls',
          Effect: 'Deny',
          Principal: '*',
          Action: ['s3:*'],
          Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    );
  });
});

test('an account whose id is not known is deployed to the documentation account only', () => {
  expect(onlyResource(stack, 'data.aws_caller_identity').attributes).not.toHaveProperty('lifecycle.postcondition');
  expect(onlyResource(unknown, 'data.aws_caller_identity').attributes).toHaveProperty('lifecycle.postcondition');
});

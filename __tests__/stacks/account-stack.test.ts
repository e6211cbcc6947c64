import { z } from 'zod';
import { policyDocument } from '../../lib/aws/policy-document';
import type { AccountConfig } from '../../lib/delivery/account-config';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { accountConfig, environmentConfig } from '../support/environment-config';
import { onlyResource, synthesize, synthesizeAccounts, synthesizeEnvironments } from '../support/synthesized-stack';

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
          noncurrent_version_expiration: [{ noncurrent_days: 90 }],
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

describe('the image repositories', () => {
  const [withImages] = synthesizeAccounts({
    accounts: { account: accountConfig({ accountId, repositories: ['shop/api', 'shop/web'] }) },
    environments,
  });

  test('have tags that never come to mean another image, scan it, encrypt it, and are not destroyed by mistake', () => {
    const repositories = withImages?.resources('aws_ecr_repository').map(({ attributes }) => attributes);
    expect(repositories).toHaveLength(2);
    for (const repository of repositories ?? []) {
      expect(repository).toMatchObject({
        image_tag_mutability: 'IMMUTABLE',
        image_scanning_configuration: { scan_on_push: true },
        encryption_configuration: [{ encryption_type: 'KMS' }],
        lifecycle: { prevent_destroy: true },
      });
      expect(repository).not.toHaveProperty('force_delete');
    }
  });

  // A rule about tagged images, or any, would remove one that is in use: ECR does not know which are.
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
  test('let only images expire that no tag names', () => {
    const policies = withImages?.resources('aws_ecr_lifecycle_policy') ?? [];
    expect(policies).toHaveLength(2);
    for (const policy of policies) {
      expect(policy.json('policy')).toEqual({
        rules: [
          expect.objectContaining({
            selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
            action: { type: 'expire' },
          }),
        ],
      });
    }
  });
});

describe('the roles of the workflows', () => {
  const dev = environmentConfig({ account: 'account', accountId });
  const github = { repositories: [{ name: 'ORG/REPO' }] };
  const project = (config: Partial<AccountConfig>, environment: EnvironmentConfig = dev) => ({
    accounts: { account: accountConfig({ accountId, ...config }) },
    environments: { dev: environment },
  });
  const boundary = `arn:aws:iam::${accountId}:policy/delivery/ecs_parameter_store-dev-boundary`;
  const boundariesOf = (environment: EnvironmentConfig, config: Partial<AccountConfig>) => {
    const { accounts, environments: members } = project(config, environment);
    return new Set(
      synthesizeEnvironments({ accounts, environments: members })
        .flatMap((member) => member.resources('aws_iam_role'))
        .map((role) => role.optionalText('permissions_boundary')),
    );
  };

  test('are there only where GitHub is', () => {
    expect(synthesizeAccounts(project({}))[0]?.resources('aws_iam_role')).toEqual([]);
    const [withRoles] = synthesizeAccounts(project({ github }));
    expect(withRoles?.resources('aws_iam_role').map((role) => role.text('name'))).toEqual([
      'ecs_parameter_store-account-check',
      'ecs_parameter_store-account-deploy-dev',
      'ecs_parameter_store-account-plan',
    ]);
    expect(onlyResource(withRoles, 'aws_iam_openid_connect_provider').attributes).toMatchObject({
      url: 'https://token.actions.githubusercontent.com',
      client_id_list: ['sts.amazonaws.com'],
    });
  });

  test('have no policies but their own, which are all attached', () => {
    const [withRoles] = synthesizeAccounts(project({ github }));
    const attached = withRoles?.resources('aws_iam_role_policy_attachment') ?? [];
    const exclusive = withRoles?.resources('aws_iam_role_policy_attachments_exclusive') ?? [];
    const listed = exclusive.flatMap(({ attributes }) => attributes.policy_arns);
    // One for each policy, besides the boundary.
    expect(attached.length).toBe((withRoles?.resources('aws_iam_policy').length ?? 0) - 1);
    expect(listed).toHaveLength(attached.length);
    expect(withRoles?.resources('aws_iam_role_policies_exclusive')).toHaveLength(3);
  });

  test('trust the provider that the account has already, if it has one', () => {
    const [withRoles] = synthesizeAccounts(project({ github: { ...github, existingProvider: true } }));
    expect(withRoles?.resources('aws_iam_openid_connect_provider')).toEqual([]);
    expect(withRoles?.resources('aws_iam_role')[0]?.json('assume_role_policy')).toMatchObject({
      Statement: [
        {
          Principal: {
            Federated: `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com`,
          },
        },
      ],
    });
  });

  test('are known by their ARNs, which workflows need', () => {
    const [withRoles] = synthesizeAccounts(project({ github, repositories: ['shop'] }));
    const outputs = z
      .object({ output: z.record(z.string(), z.object({ value: z.unknown() })) })
      .parse(withRoles?.terraform);
    expect(Object.keys(outputs.output.role_arns?.value ?? {})).toEqual(['check', 'deploy-dev', 'plan']);
    expect(Object.keys(outputs.output.repository_urls?.value ?? {})).toEqual(['shop']);
  });

  test('make every role of an environment have the boundary, which is its own if it names one', () => {
    expect(boundariesOf(dev, { github })).toEqual(new Set([boundary]));
    expect(boundariesOf(dev, {})).toEqual(new Set([undefined]));
    const named = 'arn:aws:iam::aws:policy/PowerUserAccess';
    expect(boundariesOf({ ...dev, permissionsBoundaryArn: named }, { github })).toEqual(new Set([named]));
    expect(boundariesOf({ ...dev, account: undefined }, { github })).toEqual(new Set([undefined]));
  });
});

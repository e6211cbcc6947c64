import { environmentSubjects, gitHubTrustPolicy, reviewSubjects } from '../../../lib/delivery/github-trust-policy';
import { isAllowed } from '../../support/iam-evaluation';
import { lintPolicy, parsePolicy } from '../../support/policy-lint';

const PROVIDER = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
const SUBJECT = 'token.actions.githubusercontent.com:sub';
const AUDIENCE = 'token.actions.githubusercontent.com:aud';

// https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
const repository = { name: 'ORG/REPO' };
// https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/
const withIds = { ...repository, ids: { owner: 123, repository: 456 } };

test('pull requests and the main branch are what is reviewed', () => {
  expect(reviewSubjects([repository])).toEqual(['repo:ORG/REPO:pull_request', 'repo:ORG/REPO:ref:refs/heads/main']);
});

test('branches are those that are named', () => {
  expect(reviewSubjects([{ ...repository, branches: ['next', 'release/1.0'] }])).toEqual([
    'repo:ORG/REPO:pull_request',
    'repo:ORG/REPO:ref:refs/heads/next',
    'repo:ORG/REPO:ref:refs/heads/release/1.0',
  ]);
  expect(reviewSubjects([{ ...repository, branches: [] }])).toEqual(['repo:ORG/REPO:pull_request']);
});

test('both forms of the subject are trusted where the ids are known, of every repository', () => {
  expect(environmentSubjects([withIds, { name: 'ORG/OTHER' }], 'dev')).toEqual([
    'repo:ORG/REPO:environment:dev',
    'repo:ORG@123/REPO@456:environment:dev',
    'repo:ORG/OTHER:environment:dev',
  ]);
});

describe('the trust policy', () => {
  const policy = parsePolicy(gitHubTrustPolicy(PROVIDER, environmentSubjects([withIds], 'dev')));
  const assume = (token: Readonly<Record<string, string>>, principal = PROVIDER) =>
    isAllowed({
      principal,
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: 'arn:aws:iam::123456789012:role/delivery/shop-account-deploy-dev',
      context: token,
      resourcePolicy: policy,
    });
  const rightful = { [SUBJECT]: 'repo:ORG/REPO:environment:dev', [AUDIENCE]: 'sts.amazonaws.com' };

  it('says only what AWS knows', async () => {
    await expect(lintPolicy(policy, 'resource')).resolves.toEqual([]);
  });

  it('lets in the jobs that have passed the rules of the environment', async () => {
    await expect(assume(rightful)).resolves.toBe(true);
    await expect(assume({ ...rightful, [SUBJECT]: 'repo:ORG@123/REPO@456:environment:dev' })).resolves.toBe(true);
  });

  it.each([
    ['of another environment', { ...rightful, [SUBJECT]: 'repo:ORG/REPO:environment:prod' }],
    ['of an environment whose name begins alike', { ...rightful, [SUBJECT]: 'repo:ORG/REPO:environment:dev2' }],
    ['of a pull request', { ...rightful, [SUBJECT]: 'repo:ORG/REPO:pull_request' }],
    ['of the main branch', { ...rightful, [SUBJECT]: 'repo:ORG/REPO:ref:refs/heads/main' }],
    ['of another repository', { ...rightful, [SUBJECT]: 'repo:ORG/REPO2:environment:dev' }],
    ['of another owner', { ...rightful, [SUBJECT]: 'repo:MALLORY/REPO:environment:dev' }],
    ['of somebody who took over the name', { ...rightful, [SUBJECT]: 'repo:ORG@999/REPO@456:environment:dev' }],
    ['for another audience', { ...rightful, [AUDIENCE]: 'https://github.com/ORG' }],
    ['for no audience', { [SUBJECT]: rightful[SUBJECT] }],
    ['without a subject', { [AUDIENCE]: 'sts.amazonaws.com' }],
  ])('keeps out jobs %s', async (_whose, token) => {
    await expect(assume(token)).resolves.toBe(false);
  });

  it('keeps out tokens of another provider', async () => {
    await expect(assume(rightful, PROVIDER.replace('token.actions', 'other'))).resolves.toBe(false);
  });
});

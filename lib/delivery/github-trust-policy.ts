import { policyDocument, type PolicyDocument } from '../aws/policy-document';
import type { GitHubRepository } from './github-config';

/** Where GitHub's tokens come from, as IAM names it: without `https://`. */
export const GITHUB_TOKENS = 'token.actions.githubusercontent.com';

/** For whom the tokens are, as `aws-actions/configure-aws-credentials` asks for them. */
export const TOKEN_AUDIENCE = 'sts.amazonaws.com';

/** The subjects of jobs for pull requests and branches. GitHub gives none to those of forks. */
export function reviewSubjects(repositories: readonly GitHubRepository[]): string[] {
  return repositories.flatMap((repository) => [
    ...subjects(repository, 'pull_request'),
    ...(repository.branches ?? ['main']).flatMap((branch) => subjects(repository, `ref:refs/heads/${branch}`)),
  ]);
}

/** The subjects of jobs that have passed the rules of an environment of GitHub, such as the approval of somebody. */
export function environmentSubjects(repositories: readonly GitHubRepository[], environment: string): string[] {
  return repositories.flatMap((repository) => subjects(repository, `environment:${environment}`));
}

/**
 * Lets jobs of GitHub Actions assume a role: those whose token has exactly one of the subjects.
 *
 * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function gitHubTrustPolicy(providerArn: string, trustedSubjects: readonly string[]): PolicyDocument {
  return policyDocument([
    {
      Sid: 'AssumeRole',
      Effect: 'Allow',
      Principal: { Federated: providerArn },
      Action: ['sts:AssumeRoleWithWebIdentity'],
      // No wildcard: one would trust branches and environments that do not exist yet.
      Condition: {
        StringEquals: { [`${GITHUB_TOKENS}:aud`]: TOKEN_AUDIENCE, [`${GITHUB_TOKENS}:sub`]: trustedSubjects },
      },
    },
  ]);
}

function subjects({ name, ids }: GitHubRepository, context: string): string[] {
  const [owner = '', repository = ''] = name.split('/');
  return [
    `repo:${name}:${context}`,
    ...(ids === undefined ? [] : [`repo:${owner}@${ids.owner}/${repository}@${ids.repository}:${context}`]),
  ];
}

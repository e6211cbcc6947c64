import { arn, roleArn } from '../../lib/aws/arns';
import type { PolicyDocument } from '../../lib/aws/policy-document';
import { DELIVERY_PATH } from '../../lib/delivery/delivery-names';
import type { GitHubConfig } from '../../lib/delivery/github-config';
import { gitHubTrustPolicy } from '../../lib/delivery/github-trust-policy';
import { boundaries, workflowRoles, type WorkflowTargets } from '../../lib/delivery/workflow-access';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import type { DeployedRole } from './deployed-access';
import { accountConfig } from './environment-config';

export const LOCATION = { partition: 'aws', region: 'ap-northeast-1', accountId: '123456789012' };
export const REPOSITORY_ARN = arn(LOCATION, 'ecr', 'repository/shop');

/** That of a new key, which leaves it to the policies of the account. */
export const KEY_POLICY: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DelegateToIam',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::123456789012:root' },
      Action: ['kms:*'],
      Resource: ['*'],
    },
  ],
};

const PROVIDER = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';

const GITHUB: GitHubConfig = { repositories: [{ name: 'ORG/REPO' }] };

/** The roles that an account gives workflows for these environments, and the boundaries of the roles that they create. */
export function workflowWorld(environments: Readonly<Record<string, EnvironmentConfig>>, github = GITHUB) {
  const targets: WorkflowTargets = {
    account: { ...accountConfig({ application: 'shop' }), name: 'account', github },
    environments: Object.entries(environments).map(([name, environment]) => ({ ...environment, name })),
    location: LOCATION,
    repositoryArns: [REPOSITORY_ARN],
  };
  const access = workflowRoles(targets);
  const roles = access.map(({ id, name, policies, subjects }): DeployedRole & { readonly id: string } => ({
    id,
    name,
    environment: 'account',
    arn: roleArn(LOCATION, `${DELIVERY_PATH.slice(1)}${name}`),
    trustPolicy: gitHubTrustPolicy(PROVIDER, subjects),
    policies: Object.values(policies),
  }));
  return { access, roles, boundaries: boundaries(targets) };
}

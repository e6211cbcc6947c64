import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Construct } from 'constructs';
import { globalArn } from '../aws/arns';
import { DELIVERY_PATH } from './delivery-names';
import { GITHUB_TOKENS, gitHubTrustPolicy, TOKEN_AUDIENCE } from './github-trust-policy';
import { boundaries, workflowRoles, type WorkflowTargets } from './workflow-access';
import { WorkflowRole } from './workflow-role';

export type WorkflowRolesProps = WorkflowTargets;

/**
 * The roles that workflows of GitHub Actions assume with the tokens of their jobs, and the boundaries of the roles that they create.
 *
 * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export class WorkflowRoles extends Construct {
  /** ARNs of the roles, by their ids: `check`, `plan`, and `deploy-<environment>`. */
  public readonly arns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: WorkflowRolesProps) {
    super(scope, id);

    const providerArn = props.account.github.existingProvider
      ? globalArn(props.location, 'iam', `oidc-provider/${GITHUB_TOKENS}`)
      : // AWS knows GitHub's certificates by itself, so that there are no thumbprints.
        new IamOpenidConnectProvider(this, 'provider', {
          url: `https://${GITHUB_TOKENS}`,
          clientIdList: [TOKEN_AUDIENCE],
        }).arn;
    for (const { environment, name, policy } of boundaries(props)) {
      new IamPolicy(this, `boundary-${environment}`, {
        name,
        path: DELIVERY_PATH,
        description: `What the roles of ${environment} may do at most`,
        policy: JSON.stringify(policy),
      });
    }
    this.arns = Object.fromEntries(
      workflowRoles(props).map(({ id: role, subjects, ...access }) => [
        role,
        new WorkflowRole(this, role, { ...access, trustPolicy: gitHubTrustPolicy(providerArn, subjects) }).roleArn,
      ]),
    );
  }
}

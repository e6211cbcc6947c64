import type { ArnLocation } from '../aws/arns';
import type { PolicyDocument } from '../aws/policy-document';
import type { Environment } from '../environment/environment';
import type { Account } from './account-config';
import { boundaryPolicy } from './boundary-policy';
import { boundaryArn, boundaryName, workflowRoleNames } from './delivery-names';
import { deployPolicies } from './deploy-policies';
import { environmentSubjects, reviewSubjects } from './github-trust-policy';
import type { GitHubConfig } from './github-config';
import { checkPolicy, planPolicy } from './review-policies';

/** What workflows get access to. */
export interface WorkflowTargets {
  /** The account, with the repositories of GitHub whose workflows they are. */
  readonly account: Account & { readonly github: GitHubConfig };

  /** Its environments. */
  readonly environments: readonly Environment[];

  /** The account and its Region. */
  readonly location: ArnLocation;

  /** ARNs of its image repositories. */
  readonly repositoryArns: readonly string[];
}

/** A role for workflows: who may assume it, and all that it may do. */
export interface WorkflowAccess {
  /** Id of its construct. */
  readonly id: string;

  /** Name of the role. */
  readonly name: string;

  /** What it is for. */
  readonly description: string;

  /** The subjects of tokens that it trusts. */
  readonly subjects: readonly string[];

  /** Its policies, by the ends of their names. */
  readonly policies: Readonly<Record<string, PolicyDocument>>;
}

/** A policy that limits the roles of an environment. */
export interface Boundary {
  /** The environment. */
  readonly environment: string;

  /** Name of the policy. */
  readonly name: string;

  /** What the roles may do at most. */
  readonly policy: PolicyDocument;
}

/** The roles of an account for workflows: one that checks and one that plans all environments, and for each one that deploys it. */
export function workflowRoles({ account, environments, location, repositoryArns }: WorkflowTargets): WorkflowAccess[] {
  const { repositories } = account.github;
  const names = workflowRoleNames(account);
  const states = { partition: location.partition, bucketName: account.stateBucket };
  const review = {
    environments: environments.map((environment) => deployed(environment, location)),
    repositoryArns,
    states,
  };
  return [
    {
      id: 'check',
      name: names.check,
      description: 'Looks at the metadata of what is deployed',
      subjects: reviewSubjects(repositories),
      policies: { access: checkPolicy(review) },
    },
    {
      id: 'plan',
      name: names.plan,
      description: 'Plans without reading a secret value',
      subjects: reviewSubjects(repositories),
      policies: { access: planPolicy(review) },
    },
    ...environments.map((environment) => ({
      id: `deploy-${environment.name}`,
      name: names.deploy(environment.name),
      description: `Deploys ${environment.name}`,
      subjects: environmentSubjects(repositories, environment.name),
      policies: deployPolicies({
        environment,
        location: { ...location, region: environment.region },
        boundaryArn: boundaryArn(location, environment),
        repositoryArns,
        states,
      }),
    })),
  ];
}

/** The boundaries that the account makes: of the environments that name none of their own. */
export function boundaries({ account, environments, location }: WorkflowTargets): Boundary[] {
  const states = { partition: location.partition, bucketName: account.stateBucket };
  return environments
    .filter(({ permissionsBoundaryArn }) => permissionsBoundaryArn === undefined)
    .map((environment) => ({
      environment: environment.name,
      name: boundaryName(environment),
      policy: boundaryPolicy({
        environment: deployed(environment, location),
        others: environments.filter((other) => other !== environment).map((other) => deployed(other, location)),
        states,
      }),
    }));
}

function deployed(environment: Environment, location: ArnLocation) {
  return { identity: environment, location: { ...location, region: environment.region } };
}

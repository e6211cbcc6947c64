import { namedAccount } from '../account/declared-account';
import { arn } from '../aws/arns';
import { MANAGED_POLICY_LIMIT, policySize } from '../aws/policy-document';
import { partitionOf } from '../aws/regions';
import type { Environment } from '../environment/environment';
import { namePrefix } from '../naming/names';
import { shown } from '../validation/messages';
import type { Problem } from '../validation/problems';
import type { AccountConfig } from './account-config';
import type { Project } from './project';
import { boundaries, workflowRoles, type WorkflowTargets } from './workflow-access';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAXIMUM_ROLE_NAME = 64;

/** What is wrong with the roles of an account for workflows, which would fail only in the middle of its deployment. */
export function gitHubProblems({ environments, accounts }: Project, name: string): Problem[] {
  const account = accounts[name];
  if (account?.github === undefined) {
    return [];
  }
  const members = Object.entries(environments)
    .filter(([, environment]) => environment.account === name)
    .map(([member, environment]): Environment => ({ ...environment, name: member }));
  const problems = [
    ...ambiguousNames(members),
    ...lengths({
      account: { ...account, name, github: account.github },
      environments: members,
      ...sampleReferences(account),
    }),
  ];
  return problems.map((message) => ({ path: ['accounts', name, 'github'], message }));
}

/** A role that deploys an environment may change what is named like its resources. */
function ambiguousNames(environments: readonly Environment[]): string[] {
  return environments.flatMap((environment) =>
    environments
      .filter((other) => other !== environment && `${namePrefix(other)}-`.startsWith(`${namePrefix(environment)}-`))
      .map(
        (other) =>
          `the role that deploys ${shown(environment.name)} may change what is named ${shown(`${namePrefix(environment)}-…`)}, and so ` +
          `what belongs to ${shown(other.name)}: rename one of the environments, or give each an account of its own`,
      ),
  );
}

function lengths(targets: WorkflowTargets): string[] {
  const roles = workflowRoles(targets);
  const policies = [
    ...roles.flatMap(({ name, policies: ofRole }) =>
      Object.entries(ofRole).map(([end, policy]) => ({ policyName: `${name}-${end}`, size: policySize(policy) })),
    ),
    ...boundaries(targets).map(({ name, policy }) => ({ policyName: name, size: policySize(policy) })),
  ];
  return [
    ...roles
      .filter(({ name }) => name.length > MAXIMUM_ROLE_NAME)
      .map(
        ({ name }) =>
          `the name of its role ${shown(name)} has ${name.length} characters; at most ${MAXIMUM_ROLE_NAME} are allowed: shorten ` +
          'application, account or environment',
      ),
    ...policies
      .filter(({ size }) => size > MANAGED_POLICY_LIMIT)
      .map(
        ({ policyName, size }) =>
          `its policy ${shown(policyName)} has ${size} characters; at most ${MANAGED_POLICY_LIMIT} are allowed: give the account fewer ` +
          'environments, repositories or names of domains',
      ),
  ];
}

/** References as long as those that AWS will give. */
function sampleReferences(account: AccountConfig): Pick<WorkflowTargets, 'location' | 'repositoryArns'> {
  const { region, repositories } = account;
  const location = {
    partition: partitionOf(region) ?? 'aws',
    region,
    accountId: namedAccount(account) ?? '0'.repeat(12),
  };
  return { location, repositoryArns: repositories.map((name) => arn(location, 'ecr', `repository/${name}`)) };
}

import { policyDocument, type PolicyDocument } from '../aws/policy-document';
import type { DeployAccess } from './deploy-access';
import { deployAlarmsPolicy } from './deploy-alarms-policy';
import { deployNetworkPolicy } from './deploy-network-policy';
import { deployRolesPolicy } from './deploy-roles-policy';
import { deploySecretsPolicy } from './deploy-secrets-policy';
import { deployTasksPolicy } from './deploy-tasks-policy';
import { deployTrafficPolicy } from './deploy-traffic-policy';
import { metadataStatements } from './metadata-statements';

/**
 * The role *deploy* of an environment, as several policies, because one is too short: what the environment's stack manages and the
 * commands of a deployment look at. What is named is known by the names of the environment, what AWS gives an id by its tags.
 */
export function deployPolicies(access: DeployAccess): Readonly<Record<string, PolicyDocument>> {
  const { environment, location, repositoryArns, states } = access;
  return {
    alarms: deployAlarmsPolicy(access),
    metadata: policyDocument(
      metadataStatements(states.partition, [{ identity: environment, location }], repositoryArns),
    ),
    network: deployNetworkPolicy(access),
    roles: deployRolesPolicy(access),
    secrets: deploySecretsPolicy(access),
    tasks: deployTasksPolicy(access),
    traffic: deployTrafficPolicy(access),
  };
}

import type { Construct } from 'constructs';
import type { Environment } from '../lib/environment/environment';
import { taskGroups } from '../lib/environment/task-groups';
import { securityGroupName } from '../lib/naming/names';
import { operatorCommands } from '../lib/naming/operator-commands';
import { ApplicationSecurityGroup, type TaskSecurityGroup } from '../lib/network/application-security-group';
import { MemberSecurityGroups } from '../lib/network/member-security-groups';
import type { Workload } from '../lib/tasks/workload';
import type { Escaped } from './escape-terraform-templates';

/** Creates the security group of all services and tasks, or one for each, and says which is whose. */
export function createSecurityGroups(
  scope: Construct,
  environment: Escaped<Environment>,
  vpcId: string,
): (workload: Workload) => TaskSecurityGroup {
  const { network } = environment;
  if (network.securityGroups === 'perService') {
    const groups = new MemberSecurityGroups(scope, 'security-groups', {
      groups: taskGroups(environment),
      vpcId,
      egress: network.egress,
    });
    return ({ name }) => groups.of(name);
  }
  const shared = new ApplicationSecurityGroup(scope, 'security-group', {
    ...network,
    name: securityGroupName(environment),
    vpcId,
    recoverCommand: network.existingVpc === undefined ? undefined : operatorCommands(environment).recover,
  });
  return () => shared;
}

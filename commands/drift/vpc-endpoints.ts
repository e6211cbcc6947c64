import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Environment } from '../../lib/environment/environment';
import { vpcEndpointServices } from '../../lib/environment/reach-rule';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { remedyForUndeclared, type Drift } from './drift';

/**
 * The endpoints of the environment's VPC that are not declared. One with private DNS takes all requests to its service, whatever its
 * policy and its security group let through. Those that routes lead to are found by these.
 */
export function endpointDrift(environment: Environment, endpoints: readonly VpcEndpoint[]): Drift[] {
  const { region } = environment;
  const declared = vpcEndpointServices(environment).map((service) => `com.amazonaws.${region}.${service}`);
  return endpoints
    .filter(({ VpcEndpointType, State }) => VpcEndpointType !== 'Gateway' && !/^delet/i.test(State ?? ''))
    .filter(({ ServiceName = '' }) => !declared.includes(ServiceName))
    .map(({ VpcEndpointId = '', ServiceName = '' }) => ({
      resource: `VPC endpoint ${VpcEndpointId}`,
      found: `takes the requests of the VPC to ${ServiceName}`,
      declared: 'no endpoint for this service',
      remedy: remedyForUndeclared(operatorCommands(environment).deleteVpcEndpoint(VpcEndpointId)),
    }));
}

import { smallEnvironment } from '../../examples/small-environment';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import type { ExistingVpcConfig } from '../../lib/network/network-config';
import { growingServices } from './services';

/** Names of stacks that share a network and a load balancer; the first one owns both. */
export const OWNER = 'dev';

/** Services with two parameters and a route each: all in one stack, or spread over several. */
export function growingEnvironments(
  services: number,
  stacks: number,
  existingVpc: ExistingVpcConfig,
): Record<string, EnvironmentConfig> {
  const size = services / stacks;
  const names = Array.from({ length: stacks }, (_, index) => (index === 0 ? OWNER : `group${index}`));
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      {
        ...smallEnvironment,
        application: 'growth',
        ...(name === OWNER ? OF_OWNER : sharing(existingVpc)),
        services: routedServices(size, index * size),
      },
    ]),
  );
}

const HOST = 'growth.example.com';

const OF_OWNER = {
  loadBalancer: { scheme: 'internet-facing', domain: { name: HOST, hostedZone: 'example.com' } },
} as const;

function sharing(existingVpc: ExistingVpcConfig) {
  const { ingress, egress } = smallEnvironment.network;
  return { network: { existingVpc, ingress, egress }, loadBalancer: { of: OWNER } };
}

function routedServices(count: number, first: number): EnvironmentConfig['services'] {
  return Object.fromEntries(
    Object.entries(growingServices(count, first)).map(([name, service], index) => [
      name,
      { ...service, route: { priority: first + index + 1, hosts: [HOST], paths: [`/${name}/*`] } },
    ]),
  );
}

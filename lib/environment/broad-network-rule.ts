import { broadEgress, broadIngress } from '../network/broad-rules';
import type { SecurityGroupRule } from '../network/network-config';
import type { ServiceDefinition } from '../services/service-definition';
import type { Report, Rule } from '../validation/object-schema';
import type { Environment } from './environment';

/** A rule that opens a public range to more than the services need is usually a mistake, or has been forgotten. */
export const broadNetworkRule: Rule<Environment> = {
  needs: [],
  check: ({ network, services }, report, hasValidType) => {
    const known = hasValidType('services') ? Object.entries(services) : undefined;
    const ports = known && portsOf(known.map(([, service]) => service));
    for (const direction of ['ingress', 'egress'] as const) {
      const rules = hasValidType('network', direction) ? network[direction] : [];
      reportBroadRules(rules, direction, ports, (message, path = []) => report(message, ['network', ...path]));
    }
    for (const [name, service] of known ?? []) {
      const { ingress = [] } = service;
      reportBroadRules(ingress, 'ingress', portsOf([service]), (message, path = []) =>
        report(message, ['services', name, ...path]),
      );
    }
  },
};

function reportBroadRules(
  rules: readonly SecurityGroupRule[],
  direction: 'ingress' | 'egress',
  servicePorts: ReadonlySet<number> | undefined,
  report: Report,
): void {
  for (const [index, rule] of rules.entries()) {
    const problem = direction === 'ingress' ? broadIngress(rule, servicePorts) : broadEgress(rule);
    if (problem !== undefined && rule.reason === undefined) {
      report(`${problem}; give a reason, or narrow it`, [direction, index]);
    }
  }
}

/** The ports on which services listen; nothing if one of them is wrong, and so cannot be told. */
function portsOf(services: readonly ServiceDefinition[]): ReadonlySet<number> | undefined {
  const ports = services.flatMap(({ port, sidecars = {} }) =>
    [port, ...Object.values(sidecars).map((sidecar) => sidecar.port)].flatMap((one) => one ?? []),
  );
  return ports.every((port) => Number.isInteger(port) && port >= 1 && port <= 65535) ? new Set(ports) : undefined;
}

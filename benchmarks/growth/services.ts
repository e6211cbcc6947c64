import { parameter } from '../../lib/secrets/secret-source';
import type { ServiceDefinition } from '../../lib/services/service-definition';

/** Services by name, each with two parameters. */
export function growingServices(count: number, first = 0): Record<string, ServiceDefinition> {
  const names = Array.from({ length: count }, (_, index) => `service-${first + index}`);
  return Object.fromEntries(names.map((name) => [name, service(name)]));
}

function service(name: string): ServiceDefinition {
  return {
    image: 'growth:1.0.0',
    size: { cpu: 256, memoryMiB: 512 },
    desiredCount: 1,
    port: 80,
    user: '1000:1000',
    secrets: { USER: parameter(`${name}/user`), PASSWORD: parameter(`${name}/password`) },
  };
}

import { smallEnvironment } from '../../examples/small-environment';
import type { ServiceDefinition } from '../../lib/services/service-definition';
import { parameter } from '../../lib/secrets/secret-source';
import { synthesize } from '../../stacks/synthesize';

/** One environment with as many services as the first argument says, as the project makes them. Prints its peak memory, in KiB. */
const count = Number(process.argv[2]);

const service = (name: string): ServiceDefinition => ({
  image: 'growth:1.0.0',
  size: { cpu: 256, memoryMiB: 512 },
  desiredCount: 1,
  port: 80,
  user: '1000:1000',
  secrets: { USER: parameter(`${name}/user`), PASSWORD: parameter(`${name}/password`) },
});

const names = Array.from({ length: count }, (_, index) => `service-${index}`);
const services = Object.fromEntries(names.map((name) => [name, service(name)]));

synthesize(
  { dev: { ...smallEnvironment, application: 'growth', services } },
  { outputDirectory: process.env.CDKTF_OUTDIR },
);
console.log(process.resourceUsage().maxRSS);

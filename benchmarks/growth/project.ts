import { smallEnvironment } from '../../examples/small-environment';
import { synthesize } from '../../stacks/synthesize';
import { growingServices } from './services';

/** One environment with as many services as the first argument says, as the project makes them. Prints its peak memory, in KiB. */
const services = growingServices(Number(process.argv[2]));

synthesize(
  { dev: { ...smallEnvironment, application: 'growth', services } },
  { outputDirectory: process.env.CDKTF_OUTDIR },
);
console.log(process.resourceUsage().maxRSS);

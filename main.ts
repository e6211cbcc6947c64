import { environments } from './environments';
import { accounts } from './environments/accounts';
import { synthesize } from './stacks/synthesize';

// The one variable that a synth may depend on: where the CLI wants the stacks. cdktf obeys others, which would change what is
// written, such as SYNTH_HCL_OUTPUT.
const { CDKTF_OUTDIR: outputDirectory } = process.env;
process.env = {};

// The option is that of `npm run policy`.
synthesize(environments, { accounts, outputDirectory, ignorePolicies: process.argv.includes('--ignore-policies') });

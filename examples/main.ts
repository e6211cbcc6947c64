import { synthesize } from '../stacks/synthesize';
import { EXAMPLE_NAMES, examples } from './index';

// As in the project's main.ts: where the CLI wants the stacks, and nothing else.
const { CDKTF_OUTDIR: outputDirectory } = process.env;
process.env = {};

const name = EXAMPLE_NAMES.find((example) => example === process.argv[2]);
if (name === undefined) {
  throw new Error(`${process.argv[2] ?? 'nothing'} is not one of the examples: ${EXAMPLE_NAMES.join(', ')}`);
}
const ignorePolicies = process.argv.includes('--ignore-policies');
synthesize({ dev: examples[name] }, { example: name, outputDirectory, ignorePolicies });

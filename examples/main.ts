import { synthesize } from '../stacks/synthesize';
import { EXAMPLE_NAMES, examples } from './index';

// As in the project's main.ts: where the CLI wants the stacks, and nothing else.
process.env = { CDKTF_OUTDIR: process.env.CDKTF_OUTDIR };

const name = EXAMPLE_NAMES.find((example) => example === process.argv[2]);
if (name === undefined) {
  throw new Error(`${process.argv[2] ?? 'nothing'} is not one of the examples: ${EXAMPLE_NAMES.join(', ')}`);
}
synthesize({ dev: examples[name] }, { example: name });

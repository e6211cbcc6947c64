import packageJson from '../../package.json';
import { runSynth, type SynthRun } from '../support/synth-program';

/** Writes all stacks of the project, and those of each example into a directory of its own. */
const everything = `
  import './main';
  import { EXAMPLE_NAMES, examples } from './examples';
  import { synthesize } from './stacks/synthesize';
  for (const name of EXAMPLE_NAMES) {
    process.env.CDKTF_OUTDIR = name;
    synthesize({ dev: examples[name] }, { example: name });
  }
`;

// cdktf is archived, and CDK Terrain continues it: https://cdktn.io/docs/release/upgrade-guide-v0-22
test('cdktn writes what cdktf writes, but for its version and the white space of empty arrays', () => {
  const { cdktf } = packageJson.dependencies;
  const { cdktn } = packageJson.devDependencies;
  const today = comparable(runSynth(everything), cdktf);
  const moved = comparable(runSynth(everything, { replacements: { cdktf: 'cdktn' } }), cdktn);
  expect(moved).toEqual(today);
  expect(today).toMatchObject({ status: 0, stderr: '' });
});

/** @param writer - the version that has to have written the files */
function comparable(run: SynthRun, writer: string): SynthRun {
  const files = Object.entries(run.files).map(([path, text]) => [
    path,
    text.replace(`"version": "${writer}"`, '"version": "the writer\'s"').replace(/\[\s+\]/g, '[]'),
  ]);
  return { ...run, files: Object.fromEntries(files) as SynthRun['files'] };
}

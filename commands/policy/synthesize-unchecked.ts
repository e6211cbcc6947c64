import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFailure } from '../cli/command-failure';
import { PROJECT_DIRECTORY } from '../cli/project-directory';
import { runProcess } from '../processes/owned-process';
import { createPrivateDirectory } from '../processes/private-directory';
import { scrubbedEnvironment } from '../processes/scrubbed-environment';

/**
 * What a synth would write for a stack, also if it breaks a rule, so that a synth refuses to. Nothing is written to `cdktf.out`.
 *
 * @param example - that the stack is of, if it is not one of the project's own
 * @throws CommandFailure if the configuration cannot be synthesized
 */
export async function synthesizeUnchecked(stack: string, example?: string): Promise<unknown> {
  const { path: CDKTF_OUTDIR, remove } = createPrivateDirectory('policy');
  try {
    const program = example === undefined ? ['main.ts'] : ['examples/main.ts', example];
    const { exitCode, output } = await runProcess(
      process.execPath,
      ['commands/run.mjs', ...program, '--ignore-policies'],
      {
        directory: PROJECT_DIRECTORY,
        processEnvironment: { ...scrubbedEnvironment(process.env), CDKTF_OUTDIR },
      },
    );
    if (exitCode !== 0) {
      throw new CommandFailure(output.trim());
    }
    return JSON.parse(await readFile(join(CDKTF_OUTDIR, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
  } finally {
    remove();
  }
}

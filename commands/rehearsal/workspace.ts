import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EmbeddedAwsAccess } from '../embedded-aws/embedded-aws';
import { createPrivateDirectory } from '../processes/private-directory';
import { readSynthesizedStacks, type SynthesizedStack } from './synthesized-stacks';
import { renderOverride } from './terraform-override';

/** The directory of one rehearsal, readable only by its owner: what was synthesized, state, plans and logs. */
export interface Workspace {
  readonly directory: string;
  /** What `cdktf synth` writes, and what `cdktf deploy --skip-synth` reads when it runs in the directory. */
  readonly outputDirectory: string;
  /** For what programs would leave in the directory of all temporary files, such as the sockets of Terraform's providers. */
  readonly temporaryDirectory: string;
  logFile(name: 'cdktf' | 'terraform-errors' | 'embedded-aws' | 'application'): string;
  stateFile(stack: string): string;
  /** What was synthesized into it. */
  readStacks(): Promise<SynthesizedStack[]>;
  /** Removes it, unless it is to be kept. */
  remove(): void;
}

/**
 * Makes a directory that is a cdktf project without a program: its stacks are synthesized elsewhere.
 *
 * @param keep - the directory when this process has ended; otherwise it is removed, however that ends
 */
export async function createWorkspace(projectDirectory: string, keep = false): Promise<Workspace> {
  const { path: directory, remove } = keep
    ? { path: await mkdtemp(join(tmpdir(), 'rehearsal-')), remove: () => undefined }
    : createPrivateDirectory('rehearsal');
  const temporaryDirectory = join(directory, 'tmp');
  await mkdir(temporaryDirectory);
  await copyFile(join(projectDirectory, 'cdktf.json'), join(directory, 'cdktf.json'));
  return {
    directory,
    outputDirectory: join(directory, 'cdktf.out'),
    temporaryDirectory,
    logFile: (name) => join(directory, `${name}.log`),
    stateFile: (stack) => join(directory, `${stack}.tfstate`),
    readStacks: () => readSynthesizedStacks(join(directory, 'cdktf.out')),
    remove,
  };
}

/** Leads every stack that was synthesized into the workspace to the embedded AWS, and its state into the workspace. */
export async function overrideStacks(workspace: Workspace, aws: EmbeddedAwsAccess): Promise<void> {
  for (const stack of await workspace.readStacks()) {
    const file = join(workspace.outputDirectory, dirname(stack.path), 'rehearsal_override.tf.json');
    const override = renderOverride(stack, aws, workspace.stateFile(stack.name));
    await writeFile(file, `${JSON.stringify(override, null, 2)}\n`);
  }
}

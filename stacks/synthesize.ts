import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingAccountNotes, type Project } from '../lib/delivery/project';
import { policyProblems } from '../lib/delivery/project-policies';
import { accountNotes } from '../lib/environment/account-rules';
import { ConfigurationError } from '../lib/environment/validate-environments';
import { createApp, type AppSettings } from './create-app';
import { withoutStackTraces } from './without-stack-traces';

export interface SynthesisSettings extends Pick<AppSettings, 'accounts' | 'example'> {
  /**
   * Where the stacks are written.
   *
   * @default 'cdktf.out'
   */
  readonly outputDirectory?: string;

  /**
   * Whether stacks are written though they break a policy rule: to be looked at, not deployed.
   *
   * @default false
   */
  readonly ignorePolicies?: boolean;
}

/**
 * What `cdktf synth` runs: writes the stacks and what to know about them, or says what is wrong with their configuration and leaves
 * everything as it was, or why they could not be written.
 */
export function synthesize(environments: Project['environments'], settings: SynthesisSettings = {}): void {
  try {
    writeStacks(environments, settings);
  } catch (error) {
    // Who wrote the configuration, or whose disk is full, has no use for a stack trace.
    if (error instanceof ConfigurationError) {
      console.error(error.message);
    } else if (isOfSystem(error)) {
      console.error(`The stacks could not be written: ${error.message}`);
    } else {
      throw error;
    }
    process.exitCode = 1;
  }
}

function writeStacks(
  environments: Project['environments'],
  { accounts = {}, example, outputDirectory = 'cdktf.out', ignorePolicies = false }: SynthesisSettings,
): void {
  const project = { environments, accounts };
  // Elsewhere first: the output is left as it was until all is known to be right.
  const directory = mkdtempSync(join(tmpdir(), 'synthesis-'));
  const outdir = join(directory, 'cdktf.out'); // cdktf makes it, for others to read.
  const synth = () => createApp(environments, { accounts, example, outdir }).synth();
  try {
    withoutStackTraces(synth);
    const problems = ignorePolicies ? [] : policyProblems(project, (name) => readStack(outdir, name));
    if (problems.length > 0) {
      throw new ConfigurationError(problems);
    }
    cpSync(outdir, outputDirectory, { recursive: true });
    for (const note of [...missingAccountNotes(project), ...accountNotes(environments)]) {
      // To the standard output, because cdktf shows everything else as an error.
      console.info(note);
    }
  } catch (error) {
    if (!(error instanceof ConfigurationError || isOfSystem(error))) {
      // A mistake of the program: again, to see where it is.
      synth();
    }
    throw error;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Such as EROFS and ENOSPC. */
function isOfSystem(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}

function readStack(outdir: string, name: string): unknown {
  return JSON.parse(readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8'));
}

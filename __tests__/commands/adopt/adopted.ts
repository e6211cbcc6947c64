import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { runAdopt } from '../../../commands/adopt/program';
import type { EnvironmentSet } from '../../../commands/cli/choose-environments';
import * as secretFile from '../../../lib/secrets/secret-file';
import * as secretSource from '../../../lib/secrets/secret-source';
import type { ServiceDefinition } from '../../../lib/services/service-definition';
import { capturing } from '../../support/captured-output';

interface Answer {
  readonly name: string;
  readonly declaration: string;
  readonly leftOut: readonly string[];
}

/** Runs the command on a task definition, or on a text. */
export async function adoptFile(
  environments: EnvironmentSet['environments'],
  definition: unknown,
  options: readonly string[] = [],
) {
  const directory = mkdtempSync(join(tmpdir(), 'adopted-'));
  try {
    const file = join(directory, 'task-definition.json');
    writeFileSync(file, typeof definition === 'string' ? definition : JSON.stringify(definition));
    return await capturing(() => runAdopt(environments, [file, ...options]));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What the command answers a program, and how it ends. */
export async function adopted(
  environments: EnvironmentSet['environments'],
  definition: unknown,
  options: readonly string[] = [],
): Promise<Answer & { readonly exitCode: typeof process.exitCode }> {
  const { exitCode, stdout } = await adoptFile(environments, definition, ['--json', ...options]);
  const answer = JSON.parse(stdout) as Answer & { readonly error?: string };
  if (answer.error !== undefined) {
    throw new Error(answer.error);
  }
  return { ...answer, exitCode };
}

/** What a printed declaration declares, as the project would load it. */
export function load(declaration: string): ServiceDefinition {
  const modules: Readonly<Record<string, unknown>> = {
    '../lib/secrets/secret-file': secretFile,
    '../lib/secrets/secret-source': secretSource,
  };
  const { code } = transformSync(declaration, {
    jsc: { parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const exported: Record<string, ServiceDefinition> = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- it is what the command has just printed
  new Function('exports', 'require', code)(exported, (name: string) => modules[name]);
  const [service] = Object.values(exported);
  if (service === undefined) {
    throw new Error('nothing is exported');
  }
  return service;
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CommandFailure } from '../cli/command-failure';

const manifestSchema = z.object({
  stacks: z.record(z.string(), z.object({ name: z.string(), synthesizedStackPath: z.string() })),
});

const stackSchema = z.object({
  provider: z.object({
    aws: z
      .array(
        z.object({
          region: z.string(),
          alias: z.string().optional(),
          allowed_account_ids: z.array(z.string()).optional(),
        }),
      )
      .min(1),
  }),
});

/** What a rehearsal must know of a stack that `cdktf synth` wrote. */
export interface SynthesizedStack {
  readonly name: string;
  /** The file, from the output directory. */
  readonly path: string;
  readonly region: string;
  /** The account that it may only be deployed to, if there is one. */
  readonly accountId: string | undefined;
  /** The aliases of its AWS providers; undefined is the one without. */
  readonly providerAliases: readonly (string | undefined)[];
}

export async function readSynthesizedStacks(outputDirectory: string): Promise<SynthesizedStack[]> {
  const { stacks } = manifestSchema.parse(await readJson(join(outputDirectory, 'manifest.json')));
  return Promise.all(
    Object.values(stacks).map(async ({ name, synthesizedStackPath: path }) => {
      const { provider } = stackSchema.parse(await readJson(join(outputDirectory, path)));
      const [main] = provider.aws;
      return {
        name,
        path,
        region: main?.region ?? '',
        accountId: main?.allowed_account_ids?.[0],
        providerAliases: provider.aws.map(({ alias }) => alias),
      };
    }),
  );
}

/** @throws CommandFailure that names those that there are */
export function findStack(stacks: readonly SynthesizedStack[], name: string): SynthesizedStack {
  const stack = stacks.find((candidate) => candidate.name === name);
  if (stack === undefined) {
    const names = stacks.map((candidate) => candidate.name).join(', ');
    throw new CommandFailure(`There is no environment "${name}".`, { remedy: `Choose one of: ${names}.` });
  }
  return stack;
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}

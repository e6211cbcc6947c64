import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { withEntries, type TerraformState } from '../terraform/terraform-state';
import type { UnknownResource } from './find-unknown';
import type { StackTerraform } from './stack-terraform';

const FILES = { imports: 'recover.tf.json', plan: 'recover.tfplan', state: 'recover.tfstate' };

const planSchema = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        change: z.object({
          actions: z.array(z.string()),
          before: z.looseObject({ tags_all: z.record(z.string(), z.string()).nullish() }).nullish(),
          importing: z.unknown().optional(),
        }),
      }),
    )
    .default([]),
});

type Change = z.infer<typeof planSchema>['resource_changes'][number];

/** What the imports change besides, by address: `update`, for what only the state contains, or `create`, for what they depend on. */
export type ImportChanges = readonly { readonly address: string; readonly action: string }[];

/**
 * Brings what exists into the state.
 *
 * An import reads a resource with its value. So what has one is entered into the state without it, and with the mark by which the
 * provider knows that the value was write-only and is not to be read.
 *
 * @throws CommandFailure if something would be replaced, or belongs to another environment
 */
export async function importIntoState(
  stack: StackTerraform,
  state: TerraformState,
  unknown: readonly UnknownResource[],
  identityTags: Readonly<Record<string, string>>,
): Promise<ImportChanges> {
  const inStack = (file: string) => join(stack.directory, file);
  try {
    const entries = unknown.flatMap(({ address, entry }) =>
      entry === undefined ? [] : [{ address, attributes: entry }],
    );
    if (entries.length > 0) {
      await writeFile(inStack(FILES.state), JSON.stringify(withEntries(state, entries, stack.provider)));
      await stack.run('state', 'push', FILES.state);
    }
    const imports = unknown.filter(({ entry }) => entry === undefined);
    if (imports.length === 0) {
      return [];
    }
    const blocks = imports.map(({ address, importId }) => ({ to: address, id: importId }));
    await writeFile(inStack(FILES.imports), JSON.stringify({ import: blocks }));
    const found = new Set(imports.map(({ address }) => address));
    const all = await plan(stack, []);
    // With nothing else to do, Terraform writes its outputs, too. Limited to some resources, it leaves those that name none of them.
    const changes = changesOf(all).every(({ address }) => found.has(address))
      ? all
      : await plan(
          stack,
          imports.map(({ address }) => `-target=${address}`),
        );
    refuseLosses(changes, identityTags);
    await stack.run('apply', '-input=false', '-no-color', FILES.plan);
    return changesOf(changes);
  } finally {
    await Promise.all(Object.values(FILES).map((file) => rm(inStack(file), { force: true })));
  }
}

async function plan(stack: StackTerraform, options: readonly string[]): Promise<readonly Change[]> {
  await stack.run('plan', '-input=false', '-no-color', `-out=${FILES.plan}`, ...options);
  return planSchema.parse(JSON.parse(await stack.run('show', '-json', FILES.plan))).resource_changes;
}

function changesOf(changes: readonly Change[]): ImportChanges {
  return changes
    .map(({ address, change }) => ({ address, action: change.actions.join(', ') }))
    .filter(({ action }) => action !== 'no-op' && action !== 'read');
}

function refuseLosses(changes: readonly Change[], identityTags: Readonly<Record<string, string>>): void {
  const replaced = changes.filter(({ change }) => change.actions.includes('delete'));
  const foreign = changes.filter(({ change: { importing, before } }) => {
    const tags = before?.tags_all;
    return importing != null && tags != null && Object.entries(identityTags).some(([key, tag]) => tags[key] !== tag);
  });
  const list = (resources: readonly Change[]) => resources.map(({ address }) => address).join(', ');
  if (foreign.length > 0) {
    throw new CommandFailure(`Without the tags of the environment, so perhaps somebody else's: ${list(foreign)}.`, {
      exitCode: EXIT.findings,
      remedy: 'Nothing was changed in AWS. Give them the tags if they are its own; else choose another name.',
    });
  }
  if (replaced.length > 0) {
    throw new CommandFailure(`They differ from their declaration and would be replaced: ${list(replaced)}.`, {
      exitCode: EXIT.findings,
      remedy: 'Nothing was changed in AWS. Change the declaration, or delete them if nothing uses them.',
    });
  }
}

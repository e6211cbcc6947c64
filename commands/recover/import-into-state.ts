import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { applyPlan, planIn, type SavedPlan } from '../plans/saved-plan';
import { changedResources, type ResourceChange } from '../plans/terraform-plan';
import type { StackTerraform } from '../terraform/stack-terraform';
import { withEntries, type TerraformState } from '../terraform/terraform-state';
import type { UnknownResource } from './find-unknown';

const FILES = { imports: 'recover.tf.json', plan: 'recover.tfplan', state: 'recover.tfstate' };

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
      await stack.run(['state', 'push', FILES.state]);
    }
    const imports = unknown.filter(({ entry }) => entry === undefined);
    if (imports.length === 0) {
      return [];
    }
    const blocks = imports.map(({ address, importId }) => ({ to: address, id: importId }));
    await writeFile(inStack(FILES.imports), JSON.stringify({ import: blocks }));
    const found = new Set(imports.map(({ address }) => address));
    const all = await planImports(stack);
    // With nothing else to do, Terraform writes its outputs, too. Limited to some resources, it leaves those that name none of them.
    const saved = changesOf(all).every(({ address }) => found.has(address) || isInStateOnly(address))
      ? all
      : await planImports(
          stack,
          imports.map(({ address }) => `-target=${address}`),
        );
    refuseLosses(saved.plan.resource_changes, identityTags);
    await applyPlan(saved);
    return changesOf(saved).filter(({ address }) => !isInStateOnly(address));
  } finally {
    await Promise.all(Object.values(FILES).map((file) => rm(inStack(file), { force: true })));
  }
}

function planImports(stack: StackTerraform, options: readonly string[] = []): Promise<SavedPlan> {
  return planIn(stack, FILES.plan, options);
}

function changesOf({ plan }: SavedPlan): ImportChanges {
  return changedResources(plan)
    .map(({ address, change }) => ({ address, action: change.actions.join(', ') }))
    .filter(({ action }) => action !== 'no-op');
}

/** Such as the mark by which a state tells whose it is. */
function isInStateOnly(address: string): boolean {
  return address.startsWith('terraform_data.');
}

/** It has the tags of the environment once it was adopted. It is found by its VPC, which has them from the beginning. */
const ADOPTED = 'aws_default_security_group';

function refuseLosses(changes: readonly ResourceChange[], identityTags: Readonly<Record<string, string>>): void {
  const replaced = changes.filter(({ change }) => change.actions.includes('delete'));
  const foreign = changes.filter(({ type, change: { importing, before } }) => {
    const tags = before?.tags_all;
    return (
      type !== ADOPTED &&
      importing != null &&
      isRecord(tags) &&
      Object.entries(identityTags).some(([key, tag]) => tags[key] !== tag)
    );
  });
  const list = (resources: readonly ResourceChange[]) => resources.map(({ address }) => address).join(', ');
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

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

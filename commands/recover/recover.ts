import { join } from 'node:path';
import type { operatorCommands } from '../../lib/naming/operator-commands';
import { EXIT, type ExitCode } from '../cli/command-failure';
import type { Output } from '../cli/output';
import { knownResources, pullState } from '../terraform/terraform-state';
import { remarkDuplicates } from './find-by-tags';
import { findUnknown } from './find-unknown';
import { importIntoState } from './import-into-state';
import type { RecoverClients } from './recover-clients';
import { declaredResources, Search } from './search';
import type { StackTerraform } from '../terraform/stack-terraform';
import { keepUnfinished, unfinishedResources } from './unfinished-resources';

export interface RecoverSettings {
  readonly stack: StackTerraform;
  readonly clients: RecoverClients;
  /** The tags by which what belongs to the environment is recognized. */
  readonly identityTags: Readonly<Record<string, string>>;
  readonly commands: ReturnType<typeof operatorCommands>;
  readonly output: Output;
  /**
   * Asks whether what was found is to be imported.
   *
   * @throws CommandFailure if it is not
   * @default - it is only shown
   */
  readonly confirmImport?: (question: string) => Promise<void>;
}

/** Finds what exists and is not in the state, and imports it if it is told to. */
export async function recover({
  stack,
  clients,
  identityTags,
  commands,
  output,
  confirmImport,
}: RecoverSettings): Promise<ExitCode> {
  const state = await pullState(stack);
  const resources = await declaredResources(join(stack.directory, 'cdk.tf.json'));
  const declared = new Map(resources.map((resource) => [resource.address, resource]));
  const search = new Search(clients, identityTags, declared, knownResources(state));
  const unknown = await findUnknown(resources, search);
  const remarks = [...search.remarks, ...(await remarkDuplicates(resources, search, commands))];
  const unfinished = unfinishedResources(state);
  const data = { resources: unknown.map(({ address, importId }) => ({ address, importId })), unfinished, remarks };

  const table = output.table(
    ['not in the state', 'exists as'],
    unknown.map(({ address, importId }) => [address, importId]),
  );
  const nothing = 'Everything that is declared and exists is in the state.';
  const interrupted = unfinished.map((address) => `Its creation was interrupted, and it would be replaced: ${address}`);
  const text = [unknown.length === 0 ? nothing : table, ...interrupted, ...remarks].join('\n\n');
  const count = unknown.length + unfinished.length;
  if (confirmImport === undefined || count === 0) {
    const next = count === 0 ? '' : `\n\nImport it: ${commands.recover} --import`;
    output.result({ ...data, imported: false }, `${text}${next}`);
    return count + remarks.length === 0 ? EXIT.done : EXIT.findings;
  }

  output.note(text);
  await confirmImport(`Import ${count} into the state?`);
  await keepUnfinished(stack, unfinished);
  const changes = await importIntoState(stack, await pullState(stack), unknown, identityTags);
  const changed = changes.map(({ address, action }) => `${action} ${address}`);
  const summary = [`Imported ${count}.`, ...changed, `See what differs: ${commands.diff}`].join('\n');
  output.done({ ...data, imported: true, changes }, summary);
  return remarks.length === 0 ? EXIT.done : EXIT.findings;
}

import { describeUse } from '../../../lib/environment/secret-inventory';
import { selectorOf } from '../../../lib/secrets/secret-selector';
import type { SecretSource } from '../../../lib/secrets/secret-source';
import type { SecretUse } from '../../../lib/tasks/workload';
import { readAsEcs, type Reader } from './read-as-ecs';
import type { Reading } from './select-value';

/** What a container would get for one use of a secret, or why it would not start. */
export type Resolution = Reading & { readonly use: SecretUse };

/**
 * Resolves what containers get injected by the configuration, as ECS does by the task definition.
 *
 * @param arnOf - the ARN of a parameter, or of a secret with its suffix
 */
export async function resolveAsEcs(
  reader: Reader,
  uses: readonly SecretUse[],
  arnOf: (source: SecretSource) => string,
): Promise<Resolution[]> {
  const injected = uses.map((use) => {
    const { source } = use;
    const reference = { store: source.store, id: arnOf(source), ...selectorOf(source) };
    return { use, reference, recipient: describeUse(use) };
  });
  return (await readAsEcs(reader, injected)).map(({ use, reading }) => ({ ...reading, use }));
}

import type { SecretUse } from '../../lib/secrets/secret-inventory';
import type { SecretSource } from '../../lib/secrets/secret-source';
import { readAsEcs, type Reader, type Reading } from '../ecs/read-as-ecs';
import { describeUse } from './findings';

/** What a container would get for one use of a secret, or why it would not start. */
export type Resolution = Reading & { readonly use: SecretUse };

/**
 * Resolves what containers get injected by the configuration, as ECS does by the task definition.
 *
 * @param idOf - what ECS asks for: the name of a parameter, the ARN of a secret with its suffix
 */
export async function resolveAsEcs(
  reader: Reader,
  uses: readonly SecretUse[],
  idOf: (source: SecretSource) => string,
): Promise<Resolution[]> {
  const injected = uses.map((use) => {
    const { source } = use;
    const { jsonKey, versionStage, versionId } = source.store === 'secrets-manager' ? source : {};
    const reference = { store: source.store, id: idOf(source), jsonKey, versionStage, versionId };
    return { use, reference, recipient: describeUse(use) };
  });
  return (await readAsEcs(reader, injected)).map(({ use, reading }) => ({ ...reading, use }));
}

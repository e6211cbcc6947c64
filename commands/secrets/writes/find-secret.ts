import { describeUse, type DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { secretKey } from '../../../lib/secrets/secret-names';
import { isInjected } from '../../../lib/tasks/workload';
import { shellQuoted } from '../../../lib/naming/operator-commands';
import { placedName } from '../../../lib/secrets/secret-location';
import { selectorOf } from '../../../lib/secrets/secret-selector';
import { didYouMean } from '../../../lib/validation/messages';
import { CommandFailure } from '../../cli/command-failure';
import type { Session } from '../../stores/session';

/** What a name on the command line or in a file stands for. */
export interface Target {
  readonly declared: DeclaredSecret;
  /** @default - the whole value */
  readonly jsonKey?: string;
}

/**
 * Finds a secret by its declared name, its name in the store, or the variable that contains it.
 *
 * The given name is not repeated in messages: somebody may have typed the value in its place.
 */
export function findSecret({ environment, inventory }: Session, given: string): Target {
  const byName = inventory.filter(({ source, storedName }) =>
    [source.name, storedName, placedName(source, storedName)].includes(given),
  );
  const candidates =
    byName.length > 0
      ? byName.map((declared): Target => ({ declared }))
      : byVariable({ environment, inventory }, given);
  const [target, other] = candidates;
  if (target === undefined) {
    throw new CommandFailure(
      `${environment.name} declares no secret of that name${didYouMean(given, knownNames(inventory))}`,
    );
  }
  if (other !== undefined) {
    const names = candidates.map(
      ({ declared, jsonKey }) =>
        `${placedName(declared.source, declared.storedName)}${jsonKey === undefined ? '' : ` --json-key ${shellQuoted(jsonKey)}`}`,
    );
    throw new CommandFailure(`That name stands for several secrets; choose one of them: ${names.join(', ')}`);
  }
  return target;
}

function byVariable({ environment, inventory }: Pick<Session, 'environment' | 'inventory'>, given: string): Target[] {
  const targets = new Map<string, Target>();
  for (const declared of inventory) {
    for (const use of declared.uses.filter((one) => one.variable === given && isInjected(one))) {
      const { jsonKey, versionStage, versionId } = selectorOf(use.source);
      const fixed = versionId ?? (versionStage === 'AWSCURRENT' ? undefined : versionStage);
      if (fixed !== undefined) {
        throw new CommandFailure(
          `${describeUse(use)} reads the version ${fixed} of ${declared.storedName}, which a new value does not change. ` +
            `To set the current version, use the name ${declared.source.name}.`,
        );
      }
      targets.set(`${secretKey(environment, declared.source)} ${jsonKey ?? ''}`, { declared, jsonKey });
    }
  }
  return [...targets.values()];
}

/** The names by which secrets are found. */
export function knownNames(inventory: readonly DeclaredSecret[]): string[] {
  return inventory.flatMap(({ source, storedName, uses }) => [
    source.name,
    storedName,
    ...uses.filter(isInjected).map(({ variable }) => variable),
  ]);
}

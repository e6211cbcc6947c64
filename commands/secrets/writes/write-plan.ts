import { describeUse, type DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { PLACEHOLDER } from '../../../lib/secrets/secret-names';
import { selectorOf } from '../../../lib/secrets/secret-selector';
import type { SecretSource } from '../../../lib/secrets/secret-source';
import type { SecretUse } from '../../../lib/tasks/workload';
import { didYouMean, shown } from '../../../lib/validation/messages';
import { CommandFailure, EXIT } from '../../cli/command-failure';
import { selectValue } from '../../ecs/agent/select-value';
import { mergeKeys } from '../../stores/json-keys';
import { jsonKeyProblems, parseJsonObject, valueProblems } from '../../stores/secret-format';
import type { Session } from '../../stores/session';
import { numberProblems } from '../checks/value-findings';
import type { Writable } from './writable';

/** A new value, or new values of some keys of a JSON object. */
export type ValueChange = { readonly value: string } | { readonly keys: Readonly<Record<string, string>> };

interface Wanted {
  readonly writable: Writable;
  readonly change: ValueChange;
}

export interface PlannedWrite extends Wanted {
  /** Whether it already is as wanted: a new version would only restart services for nothing. */
  readonly unchanged: boolean;
}

/** Checks everything that is to be written. If one value is refused, none is written, and every refusal is reported. */
export async function planWrites(session: Session, wanted: readonly Wanted[]): Promise<PlannedWrite[]> {
  const current = await currentValues(session, wanted);
  const problems = wanted.flatMap(({ writable, change }) =>
    changeProblems(writable, change, current.get(writable.declared)),
  );
  if (problems.length > 0) {
    throw new CommandFailure([...problems, 'Nothing was written.'].join('\n'), { exitCode: EXIT.findings });
  }
  return wanted.map(({ writable, change }) => ({
    writable,
    change,
    unchanged: isUnchanged(writable, change, current.get(writable.declared)),
  }));
}

/** Refuses a value that does not fit its declaration. */
export function requireFit(name: string, value: string, source: SecretSource): void {
  const problems = valueProblems(value, source);
  if (problems.length > 0) {
    throw new CommandFailure(`The new value of ${name} ${problems.join(', and ')}.`, { exitCode: EXIT.findings });
  }
}

/**
 * What is stored now, to find what changes. Whoever may write need not be allowed to read, except where only a part is changed.
 */
async function currentValues(
  { stores }: Session,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<DeclaredSecret, string>> {
  const existing = wanted.filter(({ writable: { stored } }) => stored.version !== undefined);
  // What nobody can decrypt any more can still be set.
  const { values, unreadable } = await stores.read(existing.map(({ writable }) => writable.declared));
  for (const { writable, change } of existing) {
    const failure = unreadable.get(writable.declared);
    if (failure !== undefined && 'keys' in change) {
      throw failure;
    }
  }
  return values;
}

function changeProblems({ declared }: Writable, change: ValueChange, current = PLACEHOLDER): string[] {
  const { storedName, source } = declared;
  try {
    if ('value' in change) {
      requireFit(storedName, change.value, source);
      return selectionProblems(declared, change.value);
    }
    const ofKeys = Object.entries(change.keys).flatMap(([key, value]) =>
      jsonKeyProblems(value).map((problem) => `The new value of ${storedName}, key ${shown(key)}, ${problem}.`),
    );
    requireFit(storedName, mergeKeys(storedName, current, change.keys), source);
    return ofKeys;
  } catch (error) {
    if (error instanceof CommandFailure) {
      return [error.message];
    }
    throw error;
  }
}

/** Without a key that a container selects of the current version, its next task would not start; with some, it gets another value. */
function selectionProblems({ storedName, uses }: DeclaredSecret, value: string): string[] {
  return selectedKeys(uses).flatMap(({ jsonKey, use }) => {
    const reading = selectValue(value, jsonKey, describeUse(use));
    const problems =
      'problem' in reading
        ? [reading.message]
        : numberProblems(jsonKey, reading).map((problem) => `has a key ${shown(jsonKey)} that ${problem}`);
    return problems.map((problem) => `The new value of ${storedName} ${problem}.`);
  });
}

function selectedKeys(uses: readonly SecretUse[]): { jsonKey: string; use: SecretUse }[] {
  return uses.flatMap((use) => {
    const { jsonKey, versionId, versionStage = 'AWSCURRENT' } = selectorOf(use.source);
    const isCurrent = versionId === undefined && versionStage === 'AWSCURRENT';
    return jsonKey !== undefined && isCurrent ? [{ jsonKey, use }] : [];
  });
}

/** Keys that no container selects, though containers select others: they are probably misspelt. */
export function keyNotes({ writable: { declared }, change }: Wanted): string[] {
  const selected = selectedKeys(declared.uses).map(({ jsonKey }) => jsonKey);
  const keys = 'keys' in change && selected.length > 0 ? Object.keys(change.keys) : [];
  return keys
    .filter((key) => !selected.includes(key))
    .map((key) => `${declared.storedName}: no container selects the key ${shown(key)}${didYouMean(key, selected)}`);
}

function isUnchanged({ repairs, stored }: Writable, change: ValueChange, current: string | undefined): boolean {
  // What it was created with is written once more even if it is the same: then metadata show that it is not the placeholder.
  if (repairs.length > 0 || current === undefined || stored.unchanged) {
    return false;
  }
  return isAsWanted(change, current);
}

/** Whether a value is what a change makes of it. */
export function isAsWanted(change: ValueChange, current: string): boolean {
  if ('value' in change) {
    return change.value === current;
  }
  const object = parseJsonObject(current);
  return Object.entries(change.keys).every(([key, value]) => object?.get(key) === value);
}

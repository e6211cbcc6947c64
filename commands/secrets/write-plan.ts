import { jsonKeyProblems, parseJsonObject, valueProblems } from '../../lib/secrets/secret-format';
import type { SecretSource } from '../../lib/secrets/secret-source';
import { PLACEHOLDER } from '../../lib/secrets/secret-names';
import type { DeclaredSecret, SecretUse } from '../../lib/secrets/secret-inventory';
import { didYouMean, shown } from '../../lib/validation/messages';
import { AwsFailure } from '../aws/aws-failure';
import { selectValue } from '../ecs/select-value';
import { CommandFailure, EXIT } from '../output/command-failure';
import { describeUse } from './findings';
import { mergeKeys } from './json-keys';
import type { Session } from './session';
import type { Writable } from './writable';

/** A new value, or new values of some keys of a JSON object. */
export type Change = { readonly value: string } | { readonly keys: Readonly<Record<string, string>> };

interface Wanted {
  readonly writable: Writable;
  readonly change: Change;
}

export interface PlannedWrite extends Wanted {
  /** Whether it already is as wanted: a new version would only have services restarted for nothing. */
  readonly unchanged: boolean;
}

/** Checks everything that is to be written. If one value is refused, none is written, and each refusal is told. */
export async function planWrites(session: Session, wanted: readonly Wanted[]): Promise<PlannedWrite[]> {
  const current = await currentValues(session, wanted);
  const problems = wanted.flatMap(({ writable, change }) => changeProblems(writable, change, current.get(writable)));
  if (problems.length > 0) {
    throw new CommandFailure([...problems, 'Nothing was written.'].join('\n'), EXIT.findings);
  }
  return wanted.map(({ writable, change }) => ({
    writable,
    change,
    unchanged: isUnchanged(writable, change, current.get(writable)),
  }));
}

/** Refuses a value that does not fit its declaration. */
export function requireFit(name: string, value: string, source: SecretSource): void {
  const problems = valueProblems(value, source);
  if (problems.length > 0) {
    throw new CommandFailure(`The new value of ${name} ${problems.join(', and ')}.`, EXIT.findings);
  }
}

/**
 * What is stored now, to tell what changes. Whoever may write need not be allowed to read, except where only a part is changed.
 */
async function currentValues({ stores }: Session, wanted: readonly Wanted[]): Promise<Map<Writable, string>> {
  const values = new Map<Writable, string>();
  for (const store of ['parameter-store', 'secrets-manager'] as const) {
    const inStore = wanted.filter(
      ({ writable: { declared, stored } }) => declared.source.store === store && stored.version !== undefined,
    );
    try {
      const read = await stores[store].read(inStore.map(({ writable }) => writable.stored.name));
      for (const { writable } of inStore) {
        const value = read.get(writable.stored.name);
        if (value !== undefined) {
          values.set(writable, value);
        }
      }
    } catch (error) {
      const needed = inStore.some(({ change }) => 'keys' in change);
      // Also what nobody can decrypt any more can be set anew.
      if (needed || !(error instanceof AwsFailure && error.isUnreadable)) {
        throw error;
      }
    }
  }
  return values;
}

function changeProblems({ declared }: Writable, change: Change, current = PLACEHOLDER): string[] {
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

/** Without a key that a container selects of the current version, its next task would not start. */
function selectionProblems({ storedName, uses }: DeclaredSecret, value: string): string[] {
  return selectedKeys(uses).flatMap(({ jsonKey, use }) => {
    const reading = selectValue(value, jsonKey, describeUse(use));
    return 'problem' in reading ? [`The new value of ${storedName} ${reading.message}.`] : [];
  });
}

function selectedKeys(uses: readonly SecretUse[]): { jsonKey: string; use: SecretUse }[] {
  return uses.flatMap((use) => {
    const {
      jsonKey,
      versionId,
      versionStage = 'AWSCURRENT',
    } = use.source.store === 'secrets-manager' ? use.source : {};
    const isCurrent = versionId === undefined && versionStage === 'AWSCURRENT';
    return jsonKey !== undefined && isCurrent ? [{ jsonKey, use }] : [];
  });
}

/** What is said of keys that no container selects, though containers select others: they are probably misspelt. */
export function keyNotes({ writable: { declared }, change }: Wanted): string[] {
  const selected = selectedKeys(declared.uses).map(({ jsonKey }) => jsonKey);
  const keys = 'keys' in change && selected.length > 0 ? Object.keys(change.keys) : [];
  return keys
    .filter((key) => !selected.includes(key))
    .map((key) => `${declared.storedName}: no container selects the key ${shown(key)}${didYouMean(key, selected)}`);
}

function isUnchanged({ repairs, stored }: Writable, change: Change, current: string | undefined): boolean {
  // What it was created with is written once more even if it is the same: after that, metadata tell that it is no placeholder.
  if (repairs.length > 0 || current === undefined || stored.unchanged) {
    return false;
  }
  if ('value' in change) {
    return change.value === current;
  }
  const object = parseJsonObject(current) ?? {};
  return Object.entries(change.keys).every(([key, value]) => object[key] === value);
}

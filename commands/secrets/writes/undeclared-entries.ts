import type { Environment } from '../../../lib/environment/environment';
import { secretInventory } from '../../../lib/environment/secret-inventory';
import { containsCredential } from '../../../lib/validation/credential-patterns';
import { didYouMean } from '../../../lib/validation/messages';
import type { Skipped } from './apply-writes';
import { knownNames } from './find-secret';
import type { ReadEntry } from './import-file';

/**
 * Parts what a file has for an environment from what it has for others. An assignment that is refused and whose name is not certain
 * stays: it may be a part of what is declared.
 */
export function skipUndeclared(
  environment: Environment,
  entries: readonly ReadEntry[],
): { declared: ReadEntry[]; skipped: Skipped[] } {
  const known = knownNames(secretInventory(environment));
  const isUndeclared = ({ name }: ReadEntry) => name !== undefined && !known.includes(name);
  return {
    declared: entries.filter((entry) => !isUndeclared(entry)),
    skipped: entries.filter(isUndeclared).map((entry) => ({
      secret: label(entry),
      reason: `is not declared in ${environment.name}${didYouMean(entry.name ?? '', known)}`,
    })),
  };
}

/**
 * The name of an assignment, or its place where the name may be a part of a value. The last line of a value
 * that lacks its quotes often ends with the `=` of base64.
 */
function label(entry: ReadEntry): string {
  const { name = '', place } = entry;
  const isVariable = /^[A-Z_][A-Z0-9_]*$/.test(name);
  const mayBeBase64 = 'value' in entry && /^=*$/.test(entry.value);
  const isName = isVariable || (/^[A-Za-z_/][\w./@-]*$/.test(name) && !mayBeBase64);
  return isName && !containsCredential(name) ? name : place;
}

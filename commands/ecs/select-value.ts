import { parseJsonObject } from '../../lib/secrets/secret-format';
import { PLACEHOLDER } from '../../lib/secrets/secret-names';
import { didYouMean, shown } from '../../lib/validation/messages';
import type { Reading } from './read-as-ecs';

/** What ECS makes of the value of a secret of which the whole, or one key, is wanted. */
export function selectValue(whole: string, jsonKey: string | undefined, recipient: string): Reading {
  if (jsonKey === undefined) {
    return injectable(whole, whole, recipient);
  }
  if (whole === PLACEHOLDER) {
    return { problem: 'placeholder', message: `is still the placeholder, and has no key ${shown(jsonKey)}` };
  }
  const object = parseJsonObject(whole);
  const failure = (message: string): Reading => ({ problem: 'json-key', message });
  if (object === undefined) {
    return failure(`is no JSON object, of which ${recipient} gets the key ${shown(jsonKey)}`);
  }
  if (!Object.hasOwn(object, jsonKey)) {
    return failure(`lacks the key ${shown(jsonKey)} of ${recipient}${didYouMean(jsonKey, Object.keys(object))}`);
  }
  const value = injectedText(object[jsonKey]);
  return value === undefined
    ? failure(`has under the key ${shown(jsonKey)} of ${recipient} something else than text or a number`)
    : injectable(value, whole, recipient);
}

/** With such a variable no program can be started, and the error of trying quotes the value. */
function injectable(value: string, whole: string, recipient: string): Reading {
  return value.includes('\0')
    ? { problem: 'value', message: `gives ${recipient} a NUL character, which no variable can hold` }
    : { value, whole };
}

/**
 * The text that ECS makes of a JSON value: from a million on, it writes numbers with an exponent.
 *
 * @see https://github.com/aws/amazon-ecs-agent/blob/master/agent/asm/asm.go GetSecretFromASMWithInput, which formats with %v
 */
function injectedText(value: unknown): string | undefined {
  if (typeof value === 'number') {
    const size = Math.abs(value);
    const plain = size === 0 || (size >= 1e-4 && size < 1e6);
    return plain ? String(value) : value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
}

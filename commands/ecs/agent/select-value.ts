import { isLosslessNumber } from 'lossless-json';
import { PLACEHOLDER } from '../../../lib/secrets/secret-names';
import { didYouMean, shown } from '../../../lib/validation/messages';
import { parseJsonObject } from '../../stores/secret-format';

/** What a container would get for it, or why it would not start. */
export type Reading = ReadValue | ReadFailure;

interface ReadValue {
  /** What the container gets. */
  readonly value: string;
  /** The value that it is, or is a part of. */
  readonly whole: string;
}

export interface ReadFailure {
  readonly problem: 'missing' | 'unreadable' | 'key' | 'placeholder' | 'value' | 'json-key';
  /** Words that follow the name of the parameter or secret; never a value. */
  readonly message: string;
}

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
    return failure(`is not a JSON object, but ${recipient} gets its key ${shown(jsonKey)}`);
  }
  if (!object.has(jsonKey)) {
    return failure(`lacks the key ${shown(jsonKey)} of ${recipient}${didYouMean(jsonKey, [...object.keys()])}`);
  }
  const value = injectedText(object.get(jsonKey));
  return value === undefined
    ? failure(`has no text, number or boolean under the key ${shown(jsonKey)} of ${recipient}`)
    : injectable(value, whole, recipient);
}

/** With such a variable no program can be started, and the error of trying quotes the value. */
function injectable(value: string, whole: string, recipient: string): Reading {
  return value.includes('\0')
    ? { problem: 'value', message: `gives ${recipient} a NUL character, which no variable can contain` }
    : { value, whole };
}

/**
 * The text that ECS makes of a JSON value: from a million on, it writes numbers with an exponent, and none with more digits than a
 * double has.
 *
 * @see https://github.com/aws/amazon-ecs-agent/blob/master/agent/asm/asm.go GetSecretFromASMWithInput, which formats with %v
 */
function injectedText(value: unknown): string | undefined {
  if (isLosslessNumber(value)) {
    const number = Number(value.value);
    const size = Math.abs(number);
    const plain = size === 0 || (size >= 1e-4 && size < 1e6);
    return plain ? String(number) : number.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
}

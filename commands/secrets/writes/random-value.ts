import { randomBytes, randomInt } from 'node:crypto';
import type { GeneratedText, GeneratedValue } from '../../../lib/secrets/generated-value';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** A value as it is declared, from the randomness of the operating system. */
export function randomValue(generate: GeneratedValue): string {
  return generate.encoding === undefined
    ? randomText(generate)
    : randomBytes(generate.bytes).toString(generate.encoding);
}

/**
 * Every text of the length that has each kind of character is equally likely: one that lacks a kind is thrown away as a whole, and
 * `randomInt` does not prefer some numbers, as the remainder of a division would.
 *
 * @see https://nodejs.org/api/crypto.html#cryptorandomintmin-max-callback
 */
function randomText({ length, symbols }: GeneratedText): string {
  const kinds = [LETTERS, LETTERS.toUpperCase(), DIGITS, ...(symbols === undefined ? [] : [symbols])];
  const characters = kinds.join('');
  for (;;) {
    const drawn = Array.from({ length }, () => characters.charAt(randomInt(characters.length)));
    if (kinds.every((kind) => drawn.some((character) => kind.includes(character)))) {
      return drawn.join('');
    }
  }
}

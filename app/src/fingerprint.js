import { createHmac, randomBytes } from 'node:crypto';

/**
 * @callback Fingerprint
 * @param {Buffer} content
 * @returns {string} eight hexadecimal digits
 */

/**
 * Creates a function that gives equal contents the same short fingerprint, and different contents different ones.
 *
 * A plain hash of a secret that can be guessed (a PIN, a word) can be reversed by trying all guesses. So the
 * fingerprint is keyed with random bytes that never leave this process: it shows whether two entries of one page are
 * equal, and is worthless anywhere else, including in the same container after a restart.
 *
 * @returns {Fingerprint}
 */
export function createFingerprint() {
  const key = randomBytes(32);
  return (content) => createHmac('sha256', key).update(content).digest('hex').slice(0, 8);
}

/** What the command `generate` makes a value of, from the randomness of the operating system. */
export type GeneratedValue = GeneratedText | GeneratedBytes;

/** A text of random letters and digits: a password, a token, a key that is any text. */
export interface GeneratedText {
  /**
   * Characters, 16 to 4,096. There is at least one capital letter, one small letter and one digit, as many services ask of a
   * password.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
   */
  readonly length: number;

  /**
   * Punctuation of ASCII that may occur, too, each written once: `'!#%-_'`. There is at least one of it.
   *
   * @default - letters and digits only, which mean themselves in URLs, shells and connection strings
   */
  readonly symbols?: string;

  /** Not of a text. @default - none */
  readonly encoding?: undefined;
}

/** Random bytes, written as text: a key of an algorithm that asks for so many bytes. */
export interface GeneratedBytes {
  /** Bytes, 16 to 1,024: 32 are a key of 256 bits, which has 64 characters as `hex` and 44 as `base64`. */
  readonly bytes: number;

  /** How they are written. `base64` ends with `=` where the number of bytes asks for it; `base64url` never does. */
  readonly encoding: 'hex' | 'base64' | 'base64url';
}

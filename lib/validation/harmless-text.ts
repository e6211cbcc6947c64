/** A text that looks like a secret and is none. Made by `harmless`. */
export interface HarmlessText {
  /** The text itself. */
  readonly text: string;

  /** Why everybody may read it. */
  readonly reason: string;
}

/** A text that many people can read: plain, or with the reason why it is no secret though it looks like one. */
export type PublicText = string | HarmlessText;

/**
 * Says of a text that looks like a secret that it is none, so that it is accepted where everybody can read it.
 *
 * @example environmentVariables: { CSRF_TOKEN: harmless('X-CSRF', 'The name of the header') }
 */
export function harmless(text: string, reason: string): HarmlessText {
  return { text, reason };
}

/** The text itself. */
export function textOf(given: PublicText): string;
export function textOf(given: PublicText | undefined): string | undefined;
export function textOf(given: PublicText | undefined): string | undefined {
  return typeof given === 'object' ? given.text : given;
}

import { z } from 'zod';
import { containsCredential } from './credential-patterns';
import type { HarmlessText } from './harmless-text';
import { checkWellTyped, objectSchema, OF_FIELD } from './object-schema';
import { kind, shown } from './messages';

/** Says what is wrong with a value, as the words that follow the value in a message; nothing if it is right. */
export type Check<T> = (value: T) => string | undefined;

const CONTROL_CHARACTER = /\p{Cc}/u;
const CONTROL_CHARACTER_BUT_WHITE_SPACE = /[^\P{Cc}\t\n\r]/u;

/** What follows what is wrong with a text that looks like a secret, where it may be none. */
export const HARMLESS_HINT = 'if it is none, write harmless(text, reason)';

/** A text without control characters that passes the check. */
export function text(check: Check<string> = () => undefined) {
  return z.string().superRefine(reporting((value) => prefixed(value, controlProblem(value) ?? check(value))));
}

/** A text that is stored where many may read it, such as a description, and so must not contain a credential. */
export function publicText(check: Check<string> = () => undefined) {
  const problem = `must not be here, where many people can read it; ${HARMLESS_HINT}`;
  return orHarmless(
    text((value) => (containsCredential(value) ? problem : check(value))),
    text(check),
  );
}

/** A text of any number of lines that may be secret: no message shows it. */
export function undisclosedText(check: Check<string> = () => undefined) {
  const multiline: Check<string> = (value) =>
    CONTROL_CHARACTER_BUT_WHITE_SPACE.test(value)
      ? 'must not contain control characters other than tabs and line breaks'
      : undefined;
  const checked = (more: Check<string>) =>
    z.string().superRefine(reporting((value) => multiline(value) ?? more(value)));
  return orHarmless(
    checked(check),
    checked(() => undefined),
  );
}

/** A text, or one of which is said that it is no secret. */
function orHarmless(plain: z.ZodType<string>, declared: z.ZodType<string>) {
  return z.union([plain, objectSchema<HarmlessText>({ text: declared, reason: reason() })], {
    error: ({ input }) =>
      input === undefined
        ? 'is missing'
        : `must be text, got ${kind(input)}${typeof input === 'number' ? ': put it in quotes' : ''}`,
  });
}

/**
 * A refinement from a check whose problem is the whole message. The issue is given as an object, because zod takes one given as a
 * text for a wrong type, after which no rule runs.
 */
function reporting<T>(check: Check<T>) {
  return (value: T, context: z.core.$RefinementCtx<T>): void => {
    const message = check(value);
    if (message !== undefined) {
      context.addIssue({ code: 'custom', message, params: OF_FIELD });
    }
  };
}

function controlProblem(value: string): string | undefined {
  return CONTROL_CHARACTER.test(value) ? 'must not contain control characters' : undefined;
}

function prefixed(value: string | number, problem: string | undefined): string | undefined {
  return problem && `${shown(value)} ${problem}`;
}

/** Why something that is usually a mistake is meant. */
export function reason() {
  return text(matching(/\S/, 'must not be empty'));
}

export function matching(pattern: RegExp, problem: string): Check<string> {
  return (value) => (pattern.test(value) ? undefined : problem);
}

/** Says how many characters there are, where nobody wants to count them. */
export function counting(check: Check<string>): Check<string> {
  return (value) => {
    const problem = check(value);
    return problem && `${problem}, got ${value.length}`;
  };
}

export function atMost(maximum: number): Check<string> {
  return (value) =>
    value.length <= maximum ? undefined : `has ${value.length} characters; at most ${maximum} are allowed`;
}

export function atMostBytes(maximum: number): Check<string> {
  return (value) => {
    const bytes = Buffer.byteLength(value);
    return bytes <= maximum ? undefined : `has ${bytes} bytes; at most ${maximum} are allowed`;
  };
}

/** A whole number within bounds, both included. */
export function wholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER) {
  const bounds = maximum === Number.MAX_SAFE_INTEGER ? `${minimum} or more` : `${minimum} to ${maximum}`;
  return number((value) =>
    Number.isInteger(value) && value >= minimum && value <= maximum ? undefined : `must be a whole number, ${bounds}`,
  );
}

/** A number that passes the check. */
export function number(check: Check<number>) {
  return z.number().superRefine(reporting((value) => prefixed(value, check(value))));
}

export function atLeastOne<T extends z.ZodType>(element: T, what: string) {
  return z
    .array(element)
    .superRefine(reporting((list) => (list.length === 0 ? `must have at least one ${what}` : undefined)));
}

/** An object whose keys are names that the configuration chooses. */
export function mapOf<T extends z.ZodType>(value: T, checkKey: Check<string>) {
  return z.record(z.string(), value).check(
    checkWellTyped((map, report) => {
      for (const key of Object.keys(map)) {
        const problem = controlProblem(key) ?? checkKey(key);
        if (problem !== undefined) {
          report(`${shown(key)} ${problem}`, [key]);
        }
      }
    }, OF_FIELD),
  );
}

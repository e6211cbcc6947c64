import { z } from 'zod';
import { didYouMean } from './messages';

export type Path = readonly PropertyKey[];

/** Reports a problem of the value being checked, or of the part of it at a path. */
export type Report = (message: string, path?: Path) => void;

/** Whether nothing at, above or below a path has a wrong type, so that a rule may rely on the type there. */
export type HasValidType = (...path: Path) => boolean;

/** A rule about several fields together. It runs when the fields that it needs have the right types, whatever the others have. */
export interface Rule<T> {
  /** The fields that the rule relies on. */
  readonly needs: readonly (keyof T)[];
  check(value: T, report: Report, hasValidType: HasValidType): void;
}

/** One schema for every field of `T`, also the optional ones: a field that is added to the type must be added to its schema. */
export type ShapeOf<T> = { [K in keyof Required<T>]: z.ZodType<T[K]> };

/**
 * The schema of an object with these fields and no others.
 *
 * Not `z.strictObject`: one unknown field would keep every refinement from running, and so hide the other problems.
 */
export function objectSchema<T extends object>(shape: ShapeOf<T>) {
  const known = Object.keys(shape);
  const schema: z.ZodObject<ShapeOf<T>, z.core.$loose> = z.looseObject(shape);
  return schema.check(
    checkWellTyped<object>((value, report) => {
      for (const field of Object.keys(value).filter((key) => !known.includes(key))) {
        report(`unknown field${didYouMean(field, known)}`, [field]);
      }
    }),
  );
}

/** The check that applies rules about several fields together. */
export function withRules<T extends object>(rules: readonly Rule<T>[]) {
  return checkWellTyped<T>((value, report, hasValidType) => applyRules(rules, value, report, hasValidType));
}

/** Applies the rules whose fields have the right types. */
export function applyRules<T>(rules: readonly Rule<T>[], value: T, report: Report, hasValidType: HasValidType): void {
  for (const rule of rules.filter(({ needs }) => needs.every((field) => hasValidType(field)))) {
    rule.check(value, report, hasValidType);
  }
}

/** Of an issue: it is about a field by itself, and a rule may find the same mistake again. */
export const OF_FIELD = { ofField: true };

/**
 * A check that also runs when members have problems; `hasValidType` says which may be relied on.
 *
 * @param params - of the issues, such as `OF_FIELD`
 */
export function checkWellTyped<T extends object>(
  check: (value: T, report: Report, hasValidType: HasValidType) => void,
  params: object = {},
) {
  return z.superRefine<T>(
    (value, context) => {
      const invalid = context.issues.filter((issue) => issue.continue !== true).map((issue) => issue.path ?? []);
      const report: Report = (message, path = []) =>
        context.addIssue({ code: 'custom', message, path: [...path], params: { ...params } });
      check(value, report, (...path) => !invalid.some((other) => onOneLine(path, other)));
    },
    {
      when: ({ value, issues }) =>
        isObject(value) && !issues.some(({ path = [], continue: goOn }) => path.length === 0 && goOn !== true),
    },
  );
}

/** Whether one path leads to or into the other. */
function onOneLine(a: Path, b: Path): boolean {
  return a.slice(0, b.length).every((segment, index) => segment === b[index]);
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

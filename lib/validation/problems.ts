import type { z } from 'zod';
import { isObject, type Path } from './object-schema';
import { alternatives, didYouMean, kind, nearest, shown } from './messages';
import { visibleOnOneLine } from './visible-text';

export interface Problem {
  /** Where it is, from the root of what was checked. */
  readonly path: Path;
  /** What was given, and what is allowed. */
  readonly message: string;
}

/** All that a schema finds wrong with a value. */
export function findProblems(schema: z.ZodType, value: unknown): Problem[] {
  const result = schema.safeParse(value, { error: describeWrongType });
  return [...prototypeKeys(value), ...(result.success ? [] : result.error.issues.flatMap(flatten))];
}

/** Keys `__proto__`, which zod leaves out of what it checks, so that no schema sees them. */
function prototypeKeys(value: unknown, path: Path = [], seen = new Set<unknown>()): Problem[] {
  if (!isObject(value) || seen.has(value)) {
    return [];
  }
  seen.add(value);
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return key === '__proto__'
      ? [{ path: at, message: '"__proto__" cannot be a name: JavaScript reserves it' }]
      : prototypeKeys(member, at, seen);
  });
}

/** One line for each problem, sorted by path. */
export function formatProblems(problems: readonly Problem[], root: string): string[] {
  const lines = [...problems]
    .sort((a, b) => comparePaths(a.path, b.path) || compare(a.message, b.message))
    .map(({ path, message }) => visibleOnOneLine(`${formatPath(path, root)}: ${message}`));
  return [...new Set(lines)];
}

export function formatPath(path: Path, root: string): string {
  return path.reduce<string>((result, segment) => {
    if (typeof segment === 'number') {
      return `${result}[${segment}]`;
    }
    const key = String(segment);
    if (!/^[A-Za-z_$][\w$]*$/.test(key)) {
      return `${result}[${shown(key)}]`;
    }
    return result === '' ? key : `${result}.${key}`;
  }, root);
}

// A value that may be of several types is reported as what its own type makes of it.
function flatten(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((issues) => issues.every(({ path }) => path.length > 0));
    if (branch !== undefined && branch.length > 0) {
      return branch.flatMap(flatten).map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
    }
  }
  return [{ path: issue.path, message: issue.message }];
}

const EXPECTED: Record<string, string> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** The message about a value of the wrong type. It shows the value only where a number or a word of a list belongs. */
function describeWrongType(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) {
    return 'is missing';
  }
  if (issue.code === 'invalid_value') {
    return describeWrongWord(issue.input, issue.values);
  }
  if (issue.code === 'invalid_type') {
    const expected = EXPECTED[issue.expected] ?? issue.expected;
    const showable = issue.expected === 'number' || issue.expected === 'boolean';
    return showable ? `${shown(issue.input)} must be ${expected}` : `must be ${expected}, got ${kind(issue.input)}`;
  }
  return issue.code === 'invalid_union' ? describeWrongUnion(issue.input, issue) : `must not be ${kind(issue.input)}`;
}

type UnionIssue = z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>;

function describeWrongUnion(input: unknown, { errors, discriminator, options }: UnionIssue): string {
  if (discriminator !== undefined) {
    const given: unknown = Object.entries(input ?? {}).find(([field]) => field === discriminator)?.[1];
    return given === undefined ? 'is missing' : describeWrongWord(given, Array.isArray(options) ? options : []);
  }
  const issues = errors.flat();
  const words = issues.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values : []));
  const types = issues.flatMap((issue) =>
    issue.code === 'invalid_type' ? [EXPECTED[issue.expected] ?? issue.expected] : [],
  );
  const expected = [...words.map(shown), ...types].join(' or ');
  return words.length > 0
    ? `${shown(input)} must be ${expected}${suggestion(input, words)}`
    : `must be ${expected}, got ${kind(input)}`;
}

function describeWrongWord(given: unknown, allowed: readonly unknown[]): string {
  return `${shown(given)} must be ${alternatives(allowed)}${suggestion(given, allowed)}`;
}

function suggestion(given: unknown, allowed: readonly unknown[]): string {
  if (typeof given === 'number') {
    const near = nearest(
      allowed.filter((value) => typeof value === 'number'),
      given,
    );
    return near === undefined ? '' : `; did you mean ${near}?`;
  }
  return typeof given === 'string' ? didYouMean(given, allowed.map(String)) : '';
}

function comparePaths(a: Path, b: Path): number {
  const index = a.findIndex((segment, position) => segment !== b[position]);
  const [left, right] = [a[index], b[index]];
  if (index === -1 || right === undefined || left === undefined) {
    return a.length - b.length;
  }
  return typeof left === 'number' && typeof right === 'number' ? left - right : compare(String(left), String(right));
}

// Not localeCompare: the order must not depend on the machine's language.
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

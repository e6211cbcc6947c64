import type { z } from 'zod';
import { isObject, type Path } from './object-schema';
import { alternatives, didYouMean, isShowable, kind, nearest, shown } from './messages';
import { isPlain, original, plainData } from './plain-data';
import { visibleOnOneLine } from './visible-text';

export interface Problem {
  /** Where it is, from the root of what was checked. */
  readonly path: Path;
  /** What was given, and what is allowed. */
  readonly message: string;
}

/** All that a schema finds wrong with a value. */
export function findProblems(schema: z.ZodType, value: unknown): Problem[] {
  const result = schema.safeParse(plainData(value), { error: describeWrongType });
  return [...prototypeKeys(value), ...(result.success ? [] : withoutRepetitions(result.error.issues.flatMap(flatten)))];
}

/** What a schema found, and whether in a field by itself. */
interface Found extends Problem {
  readonly ofField: boolean;
}

/** Without what a rule says about a field that is wrong by itself: it is about the same mistake. */
function withoutRepetitions(found: readonly Found[]): Problem[] {
  const key = ({ path }: Problem) => path.map(String).join('\n');
  const wrong = new Set(found.filter(({ ofField }) => ofField).map(key));
  return found.filter((problem) => problem.ofField || !wrong.has(key(problem)));
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
    const inQuotes = shown(key);
    if (!/^[A-Za-z_$][\w$]*$/.test(key) || inQuotes !== `"${key}"`) {
      return `${result}[${inQuotes}]`;
    }
    return result === '' ? key : `${result}.${key}`;
  }, root);
}

// A value that may be of several types is reported as what its own type makes of it.
function flatten(issue: z.core.$ZodIssue): Found[] {
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((issues) => issues.every(({ path }) => path.length > 0));
    if (branch !== undefined && branch.length > 0) {
      return branch.flatMap(flatten).map((found) => ({ ...found, path: [...issue.path, ...found.path] }));
    }
  }
  const ofField = issue.code === 'custom' && issue.params?.ofField === true;
  return [{ path: issue.path, message: issue.message, ofField }];
}

const EXPECTED: Record<string, string> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** The message about a value of the wrong type. It shows the value only where a number or a word of a list belongs, not any text. */
function describeWrongType(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) {
    return 'is missing';
  }
  if (issue.code === 'invalid_value') {
    return describeWrongWord(issue.input, issue.values);
  }
  if (issue.code === 'invalid_type') {
    const { input, expected } = issue;
    const mayShow = expected === 'number' || expected === 'boolean';
    return mismatch(input, namesOf([expected], input).join(), mayShow, withoutQuotes(input, [expected]));
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
  const types = issues.flatMap((issue) => (issue.code === 'invalid_type' ? [issue.expected] : []));
  const expected = [...words.map(shown), ...namesOf(types, input)].join(' or ');
  return mismatch(input, expected, words.length > 0, suggestion(input, words) || withoutQuotes(input, types));
}

function describeWrongWord(given: unknown, allowed: readonly unknown[]): string {
  return mismatch(given, alternatives(allowed), true, suggestion(given, allowed));
}

/** @param mayShow - whether the value may be shown if it is short enough; else it is only said what sort of thing it is */
function mismatch(given: unknown, expected: string, mayShow: boolean, advice: string): string {
  return mayShow && isShowable(given)
    ? `${shown(given)} must be ${expected}${advice}`
    : `must be ${expected}, got ${kind(given)}${advice}`;
}

function namesOf(types: readonly string[], given: unknown): string[] {
  const value = original(given);
  const isOfClass = typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlain(value);
  return types
    .map((type) => EXPECTED[type] ?? type)
    .map((name) => (isOfClass && name === 'an object' ? 'a plain object' : name));
}

function suggestion(given: unknown, allowed: readonly unknown[]): string {
  const numbers = allowed.filter((value) => typeof value === 'number');
  const number = typeof given === 'string' && numbers.length > 0 ? numberIn(given) : given;
  if (typeof number === 'number' && Number.isFinite(number)) {
    const near = nearest(numbers, number);
    return near === undefined ? '' : `; did you mean ${near}${number === given ? '' : ', without quotes'}?`;
  }
  return typeof given === 'string'
    ? didYouMean(
        given,
        allowed.filter((value) => typeof value === 'string'),
      )
    : '';
}

/** The advice about a value that is right but for its quotes. */
function withoutQuotes(given: unknown, types: readonly string[]): string {
  if (typeof given !== 'string') {
    const needsQuotes = types.includes('string') && (isShowable(given) || typeof given === 'bigint');
    return needsQuotes ? ': put it in quotes' : '';
  }
  const meant = [
    ...(types.includes('number') ? [numberIn(given)] : []),
    ...(types.includes('boolean') ? [/^true$/i.test(given) ? true : /^false$/i.test(given) ? false : undefined] : []),
  ].find((value) => value !== undefined);
  return meant === undefined ? '' : `; did you mean ${meant}, without quotes?`;
}

function numberIn(text: string): number | undefined {
  return /^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(text.trim()) ? Number(text) : undefined;
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

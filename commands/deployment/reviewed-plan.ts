import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { shown } from '../../lib/validation/messages';
import { CommandFailure } from '../cli/command-failure';
import { plannedChanges } from '../plans/planned-changes';
import type { SavedPlan } from '../plans/saved-plan';

const HASH = /^[0-9a-f]{16}$/;

const reviewSchema = z.object({
  environment: z.string(),
  hash: z.string().regex(HASH),
  /** What the plan changes, a line each, as `plannedChanges` says it. */
  plannedChanges: z.array(z.string()).optional(),
});

/** The plan that somebody reviewed. */
export interface ReviewedPlan {
  readonly hash: string;
  /** What it changes. @default - only the hash is known */
  readonly changes?: readonly string[];
}

/**
 * Reads what was given for `--plan`.
 *
 * @param given - the hash of a plan, or a file that `npm run review -- ENVIRONMENT --json` wrote
 * @throws CommandFailure if it is neither, or the review is of another environment
 */
export async function readReviewedPlan(given: string, environment: string): Promise<ReviewedPlan> {
  if (HASH.test(given)) {
    return { hash: given };
  }
  const allowed =
    '--plan takes the hash of a plan, 16 digits of 0-9 and a-f, or a file that the review wrote with --json';
  let text: string;
  try {
    text = await readFile(given, 'utf8');
  } catch {
    throw new CommandFailure(`${shown(given)} is neither a hash nor a file that can be read. ${allowed}.`);
  }
  const review = parseReview(text);
  if (review === undefined) {
    throw new CommandFailure(`${shown(given)} is not a review with the hash of a plan. ${allowed}.`);
  }
  if (review.environment !== environment) {
    throw new CommandFailure(`${shown(given)} is the review of ${shown(review.environment)}, not of ${environment}.`);
  }
  return { hash: review.hash, changes: review.plannedChanges };
}

function parseReview(text: string) {
  try {
    return reviewSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** How a plan differs from the reviewed one, in lines. */
export function differenceFrom(reviewed: ReviewedPlan, { plan, hash }: Pick<SavedPlan, 'plan' | 'hash'>): string[] {
  const now = plannedChanges(plan);
  const { changes } = reviewed;
  const inWords = (change: string) => change.replace(/^(?:create,delete|delete,create) /, 'replace ');
  if (changes === undefined) {
    return [
      `The reviewed plan is ${reviewed.hash}. This one is ${hash}:`,
      ...now.map((change) => `  ${inWords(change)}`),
    ];
  }
  const gone = changes.filter((change) => !now.some((other) => other === change));
  const added = now.filter((change) => !changes.includes(change));
  return [
    `The reviewed plan is ${reviewed.hash}, this one is ${hash}.`,
    ...gone.map((change) => `  only in the reviewed plan: ${inWords(change)}`),
    ...added.map((change) => `  only in this plan: ${inWords(change)}`),
    ...(now.length === 0
      ? ['  This one changes nothing: either the reviewed one was applied already, or it is of another release.']
      : []),
    ...(gone.length + added.length === 0 ? ['  The same resources change, but to other values.'] : []),
  ];
}

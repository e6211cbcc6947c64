import { formatPath } from '../../lib/validation/problems';
import type { Path } from '../../lib/validation/object-schema';
import { REASONS } from './reasons';

/** A part of a task definition that a declaration does not have. */
export interface LeftOut {
  /** Where it is, containers by their names. */
  readonly field: Path;
  /** What is there. It may be a secret. */
  readonly value: unknown;
  /** Where one would look for it in the declaration. */
  readonly at: Path;
  /** Why, and what to do about it; continues the field. */
  readonly message: string;
}

export type LeaveOut = (part: LeftOut) => void;

/** One line. */
export function describe({ field, message }: LeftOut): string {
  return `${formatPath(field, '')}: ${message}`;
}

/** Leaves out what is left of an object, by name. What is false would be so without being said: no such field is on by default. */
export function leaveOutOthers(
  others: Readonly<Record<string, unknown>>,
  { field, at, leaveOut }: Pick<LeftOut, 'field' | 'at'> & { readonly leaveOut: LeaveOut },
): void {
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined && value !== false) {
      const reason = Object.hasOwn(REASONS, name) ? REASONS[name] : undefined;
      leaveOut({ field: [...field, name], at, value, message: reason ?? 'a declaration has no such field' });
    }
  }
}

import { defaultTags, type EnvironmentIdentity } from './names';
import { mapOf, publicText } from '../validation/fields';
import type { Rule } from '../validation/object-schema';
import { shown } from '../validation/messages';

/** On one resource. */
const MAXIMUM_TAGS = 50;

/** Some resources have it in addition to the tags of their environment, or in place of the same one there. */
const NAME = 'Name';

/** @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#id_tags_naming_best_practices */
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export const tagsSchema = mapOf(
  publicText((value) => charactersProblem(value) ?? lengthProblem(value, 0, 256)),
  (key) =>
    /^aws:/i.test(key)
      ? 'must not start with "aws:", which AWS reserves'
      : (charactersProblem(key) ?? lengthProblem(key, 1, 128) ?? markProblem(key)),
);

/** Tags of the environment together with those that every environment has. */
export const tagsRule: Rule<EnvironmentIdentity> = {
  needs: ['application', 'tags'],
  check: (environment, report) => {
    const own = Object.keys(environment.tags ?? {});
    const fixed = Object.keys(defaultTags({ ...environment, tags: {} }));
    const chosen = own.filter((key) => key !== NAME);
    for (const [index, key] of chosen.entries()) {
      const others = [...fixed, NAME, ...chosen.slice(0, index)];
      const rival = others.find((other) => other.toLowerCase() === key.toLowerCase());
      if (rival !== undefined && fixed.includes(rival)) {
        report(`${shown(key)} is set by the project itself: leave it out`, ['tags', key]);
      } else if (rival !== undefined) {
        const also = rival === NAME ? ', which some resources also have' : '';
        report(`${shown(key)} differs from ${shown(rival)} only in case${also}`, ['tags', key]);
      }
    }
    const count = new Set([...fixed, ...own, NAME]).size;
    if (count > MAXIMUM_TAGS) {
      const added = [...fixed, NAME].filter((key) => !own.includes(key));
      report(
        `${own.length} tags make ${count} on a resource, together with ${added.join(', ')}; at most ${MAXIMUM_TAGS} are ` +
          `allowed: leave out ${count - MAXIMUM_TAGS}`,
        ['tags'],
      );
    }
  },
};

/** By these two together cdktf knows its constructs. */
function markProblem(key: string): string | undefined {
  return key === '_children' || key === '_metadata'
    ? 'cannot be a tag: cdktf would take the tags for a construct'
    : undefined;
}

function charactersProblem(value: string): string | undefined {
  return CHARACTERS.test(value) ? undefined : 'must be letters, digits, spaces and _.:/=+-@';
}

function lengthProblem(value: string, minimum: number, maximum: number): string | undefined {
  // AWS counts characters, and JavaScript halves of those outside the basic plane.
  const length = Array.from(value).length;
  return length < minimum || length > maximum
    ? `has ${length} characters; ${minimum} to ${maximum} are allowed`
    : undefined;
}

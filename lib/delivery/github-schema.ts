import { z } from 'zod';
import { atLeastOne, matching, text, wholeNumber, type Check } from '../validation/fields';
import { shown } from '../validation/messages';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import type { GitHubConfig, GitHubIds, GitHubRepository } from './github-config';

// No wildcard, and nothing with which a policy names a variable: `${…}`.
const repositoryNameProblem: Check<string> = matching(
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/,
  'must be one repository as GitHub writes it, OWNER/NAME, without a wildcard',
);

/** @see https://git-scm.com/docs/git-check-ref-format */
const branchProblem: Check<string> = matching(
  /^(?!refs\/|[/.-])(?!.*(?:\.\.|\/\/|\/\.|\.lock$|[/.]$))[\w./#+=,-]{1,200}$/,
  'must be the name of one branch, such as "main", without refs/heads/ and without a wildcard',
);

const uniqueRule: Rule<GitHubConfig> = {
  needs: ['repositories'],
  check: ({ repositories }, report) => {
    for (const [index, { name }] of repositories.entries()) {
      const first = repositories.findIndex((other) => other.name.toLowerCase() === name.toLowerCase());
      if (first !== index) {
        report(`${shown(name)} is already the repository ${first + 1}`, ['repositories', index, 'name']);
      }
    }
  },
};

export const gitHubSchema = objectSchema<GitHubConfig>({
  repositories: atLeastOne(
    objectSchema<GitHubRepository>({
      name: text(repositoryNameProblem),
      ids: objectSchema<GitHubIds>({ owner: wholeNumber(1), repository: wholeNumber(1) }).optional(),
      branches: z.array(text(branchProblem)).optional(),
    }),
    'repository',
  ),
  existingProvider: z.boolean().optional(),
}).check(withRules<GitHubConfig>([uniqueRule]));

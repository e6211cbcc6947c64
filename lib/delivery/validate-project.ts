import { environmentNameProblem } from '../environment/name-rules';
import { ConfigurationError, validateEnvironments } from '../environment/validate-environments';
import { copyOfData } from '../validation/data-copy';
import { mapOf } from '../validation/fields';
import { findProblems, formatProblems } from '../validation/problems';
import { accountProblems } from './account-rules';
import { accountSchema } from './account-schema';
import type { Project } from './project';

/**
 * Checks environments and accounts, each for itself, and then whether they belong together.
 *
 * @returns the same as plain data: what was checked is what is used
 * @throws ConfigurationError if there are problems
 */
export function validateProject(given: Project): Project {
  const problems: string[] = [];
  const orProblems = <T>(validate: () => T): T | undefined => {
    try {
      return validate();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) {
        throw error;
      }
      problems.push(...error.problems);
      return undefined;
    }
  };
  const environments = orProblems(() => validateEnvironments(given.environments));
  const accounts = orProblems(() => validateAccounts(given.accounts));
  if (environments !== undefined && accounts !== undefined) {
    const project = { environments, accounts };
    problems.push(...formatProblems(accountProblems(project), ''));
    if (problems.length === 0) {
      return project;
    }
  }
  throw new ConfigurationError(problems);
}

const accountsSchema = mapOf(accountSchema, environmentNameProblem);

function validateAccounts(given: Project['accounts']): Project['accounts'] {
  const data = copyOfData(given);
  const problems = data.problems.length > 0 ? data.problems : findProblems(accountsSchema, data.copy);
  if (problems.length > 0) {
    throw new ConfigurationError(formatProblems(problems, 'accounts'));
  }
  return data.copy as Project['accounts'];
}

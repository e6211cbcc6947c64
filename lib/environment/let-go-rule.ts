import { valueVariableName } from '../secrets/secret-names';
import { shown } from '../validation/messages';
import type { Problem } from '../validation/problems';
import type { Environment } from './environment';
import { protectedResources, protectedSource } from './protected-resources';

/**
 * Lines of `releases` and `retains` that are out of date, or contradict each other. Paths are those in the environment's configuration,
 * which must have no other problems.
 */
export function letGoProblems(environment: Environment): Problem[] {
  const { deletionProtection, releases = [], retains = [] } = environment;
  const declared = protectedResources(environment);
  const lines = [
    ...releases.map((name, index) => ({ name, path: ['releases', index] })),
    ...retains.map((name, index) => ({ name, path: ['retains', index] })),
  ];
  const names = lines.map(({ name }) => name);
  return [
    ...(deletionProtection || releases.length === 0
      ? []
      : [{ path: ['releases'], message: 'must be left out without deletionProtection, as nothing is held then' }]),
    ...lines.flatMap(({ name, path }, index): Problem[] => {
      const problem = declared.includes(name)
        ? 'is still declared: remove its declaration, or this line'
        : names.indexOf(name) < index
          ? 'is there twice; it is either destroyed by `releases`, or left in AWS by `retains`'
          : sameVariableProblem(name, [...declared, ...names.slice(0, index)]);
      return problem === undefined ? [] : [{ path, message: `${shown(name)} ${problem}` }];
    }),
  ];
}

/** Where declarations have one variable for the first value, they are refused: in the stack they would be one. */
function sameVariableProblem(name: string, others: readonly string[]): string | undefined {
  const variable = variableOf(name);
  const other = others.find((candidate) => variable !== undefined && variableOf(candidate) === variable);
  return other && `cannot be told from ${shown(other)} in Terraform: give that another name`;
}

function variableOf(text: string): string | undefined {
  const source = protectedSource(text);
  return source && valueVariableName(source);
}

import { declaredFields } from '../environment/declared-workloads';
import type { Environment } from '../environment/names';
import type { Rule } from '../validation/known-object';
import { didYouMean, shown } from '../validation/messages';
import { declarations } from './secret-declarations';
import { relativeNameProblem } from './secret-name-grammar';

/** A part of the hierarchy below which nothing is declared is probably misspelt, and would make an application start empty. */
export const runtimeParametersRule: Rule<Environment> = {
  // With one declaration of a wrong type it cannot be told whether a part is empty.
  needs: ['services', 'scheduledTasks', 'parameters'],
  check: (environment, report, isSound) => {
    const names = declarations(environment, isSound).flatMap(({ source }) =>
      source.store === 'parameter-store' && source.ownership === 'managed' ? [source.name] : [],
    );
    for (const { path, value: prefix } of declaredFields('runtimeParameters', environment, isSound)) {
      if (relativeNameProblem(prefix) !== undefined) {
        continue;
      }
      if (!names.some((name) => name.startsWith(`${prefix}/`))) {
        const known = [...new Set(names.flatMap(pathsAbove))];
        report(`${shown(prefix)} has no managed parameter below it${didYouMean(prefix, known)}`, path);
      }
    }
  },
};

function pathsAbove(name: string): string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

import { parameterArn } from '../aws/arns';
import { partitionOf } from '../environment/aws-regions';
import { declaredWorkloads, entriesOf } from '../environment/declared-workloads';
import type { Environment } from '../environment/names';
import type { IsSound, Path, Report, Rule } from '../validation/known-object';
import { shown } from '../validation/messages';
import { formatPath } from '../validation/problems';
import { levelProblem, parameterArnProblem, secretLengthProblem } from './secret-name-grammar';
import { storedName, valueVariableName } from './secret-names';
import type { SecretSource } from './secret-source';

/** A parameter or secret where a configuration names it. */
export interface Declaration {
  readonly path: Path;
  readonly source: SecretSource;
}

const ANY_ACCOUNT = '0'.repeat(12);

/** Every declaration of a parameter or secret that has the right type. */
export function declarations(environment: Environment, isSound: IsSound): Declaration[] {
  const { parameters = [] } = environment;
  return [
    ...declaredWorkloads(environment).flatMap(({ path, config }) => [
      ...soundEntries(config.secrets, [...path, 'secrets'], isSound).map(([at, source]) => ({ path: at, source })),
      ...soundEntries(config.secretFiles, [...path, 'secretFiles'], isSound).map(([at, file]) => ({
        path: [...at, 'source'],
        source: file.source,
      })),
    ]),
    ...(Array.isArray(parameters) ? parameters : []).flatMap((source: SecretSource, index) =>
      isSound('parameters', index) ? [{ path: ['parameters', index], source }] : [],
    ),
  ];
}

/** Rules about each declaration by itself, as far as they need more than the declaration. */
export const storedNameRule: Rule<Environment> = {
  needs: ['application', 'region'],
  check: (environment, report, isSound) => {
    const { region } = environment;
    const partition = partitionOf(region);
    if (partition === undefined) {
      return;
    }
    const location = { partition, region, accountId: ANY_ACCOUNT };
    for (const { path, source } of declarations(environment, isSound)) {
      const name = storedName(environment, source);
      const problem =
        source.store === 'secrets-manager'
          ? source.ownership === 'managed' && secretLengthProblem(name)
          : ((source.ownership === 'managed' ? levelProblem(name) : undefined) ??
            parameterArnProblem(parameterArn(location, name)));
      if (problem) {
        report(`${shown(source.name)} ${problem}`, [...path, 'name']);
      }
      if (source.ownership === 'existing' && source.keyArn !== undefined) {
        reportForeignKey(source.keyArn, location, [...path, 'keyArn'], report);
      }
    }
  },
};

/** Rules about two declarations. */
export const declarationsRule: Rule<Environment> = {
  needs: ['application'],
  check: (environment, report, isSound) => {
    const byName = new Map<string, Declaration>();
    const byVariable = new Map<string, Declaration>();
    for (const declaration of declarations(environment, isSound)) {
      const { path, source } = declaration;
      // A leading slash makes no difference in the ARN of a parameter.
      const key = `${source.store} ${storedName(environment, source).replace(/^\//, '')}`;
      const first = byName.get(key);
      byName.set(key, first ?? declaration);
      if (first !== undefined) {
        reportDifference(first, declaration, report);
      } else if (source.ownership === 'managed') {
        const variable = valueVariableName(source);
        const rival = byVariable.get(variable);
        byVariable.set(variable, rival ?? declaration);
        if (rival !== undefined) {
          report(
            `${shown(source.name)} and ${shown(rival.source.name)} of ${formatPath(rival.path, '')} would both get their ` +
              `first value from the variable ${variable}; rename one of them`,
            [...path, 'name'],
          );
        }
      }
    }
  },
};

/** The extra parameters are created by the stack, and each is listed once. */
export const parametersRule: Rule<Environment> = {
  needs: ['parameters'],
  check: ({ parameters = [] }, report) => {
    for (const [index, { name, ownership }] of parameters.entries()) {
      if (ownership === 'existing') {
        report(`${shown(name)} already exists; only parameters that the stack creates are listed here`, [
          'parameters',
          index,
        ]);
      }
      const other = parameters.slice(0, index).findIndex((parameter) => parameter.name === name);
      if (other !== -1) {
        report(`${shown(name)} is also parameters[${other}]`, ['parameters', index]);
      }
    }
  },
};

function reportForeignKey(
  keyArn: string,
  { partition, region }: { partition: string; region: string },
  path: Path,
  report: Report,
): void {
  const [, keyPartition, service, keyRegion] = keyArn.split(':');
  if (service === 'kms' && (keyPartition !== partition || keyRegion !== region)) {
    report(`${shown(keyArn)} is a key of another Region than the environment's, ${region}`, path);
  }
}

function reportDifference(first: Declaration, second: Declaration, report: Report): void {
  const [a, b] = [settings(first.source), settings(second.source)];
  const differing = Object.keys({ ...a, ...b }).find((setting) => a[setting] !== b[setting]);
  if (differing !== undefined) {
    report(
      `${shown(second.source.name)} is declared twice, with ${differing} ${given(b[differing])} here and ` +
        `${given(a[differing])} at ${formatPath(first.path, '')}; declare it once and use it in both places`,
      second.path,
    );
  }
}

/** What two declarations of one secret must agree in. Which part or version is used is each one's own matter. */
function settings(source: SecretSource): Record<string, unknown> {
  const selectors = ['name', 'jsonKey', 'versionStage', 'versionId'];
  const given = Object.entries(source).filter(([field, value]) => value !== undefined && !selectors.includes(field));
  const { ownership } = source;
  return {
    ownership,
    format: 'text',
    rollout: 0,
    tier: 'Standard',
    recoveryWindowDays: 30,
    ...Object.fromEntries(given),
  };
}

function given(value: unknown): string {
  return value === undefined ? 'left out' : shown(value);
}

function soundEntries<T>(map: Readonly<Record<string, T>> | undefined, path: Path, isSound: IsSound): [Path, T][] {
  return entriesOf(map).flatMap(([key, value]): [Path, T][] =>
    isSound(...path, key) ? [[[...path, key], value]] : [],
  );
}

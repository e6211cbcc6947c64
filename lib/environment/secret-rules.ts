import { parseArn, type ArnLocation } from '../aws/arns';
import { partitionOf } from '../aws/regions';
import { arnInOtherAccount, declaredRegion, placedName, secretLocation } from '../secrets/secret-location';
import { relativeNameProblem, storedNameProblem } from '../secrets/secret-name-rules';
import { storedName, valueVariableName } from '../secrets/secret-names';
import type { SecretSource } from '../secrets/secret-source';
import { RUNTIME_STORE, SECRET_STORES } from '../secrets/secret-stores';
import { textOf } from '../validation/harmless-text';
import { didYouMean, shown } from '../validation/messages';
import type { HasValidType, Path, Report, Rule } from '../validation/object-schema';
import { formatPath } from '../validation/problems';
import { declaredContainers, declaredFields, entriesOf } from './declared-workloads';
import type { Environment } from './environment';
import { hasValidIdentity } from './name-rules';

/** A parameter or secret where a configuration names it. */
export interface Declaration {
  /** Where it is declared. */
  readonly path: Path;
  /** What is declared there. */
  readonly source: SecretSource;
}

const ANY_ACCOUNT = '0'.repeat(12);

/** Every declaration of a parameter or secret that has the right type. */
export function declarations(environment: Environment, hasValidType: HasValidType): Declaration[] {
  const { parameters = [] } = environment;
  return [
    ...declaredContainers(environment).flatMap(({ path, config }) => [
      ...wellTypedEntries(config.secrets, [...path, 'secrets'], hasValidType).map(([at, source]) => ({
        path: at,
        source,
      })),
      ...(config.registryCredentials !== undefined && hasValidType(...path, 'registryCredentials')
        ? [{ path: [...path, 'registryCredentials'], source: config.registryCredentials }]
        : []),
      ...wellTypedEntries(config.secretOptions, [...path, 'secretOptions'], hasValidType).map(([at, source]) => ({
        path: at,
        source,
      })),
      ...wellTypedEntries(config.secretFiles, [...path, 'secretFiles'], hasValidType).map(([at, file]) => ({
        path: [...at, 'source'],
        source: file.source,
      })),
    ]),
    ...(Array.isArray(parameters) ? parameters : []).flatMap((source: SecretSource, index) =>
      hasValidType('parameters', index) ? [{ path: ['parameters', index], source }] : [],
    ),
  ];
}

/** Rules about each declaration that need the environment, too. */
export const storedNameRule: Rule<Environment> = {
  needs: ['application', 'region'],
  check: (environment, report, hasValidType) => {
    const { region } = environment;
    const partition = partitionOf(region);
    if (partition === undefined) {
      return;
    }
    const location = { partition, region, accountId: ANY_ACCOUNT };
    for (const { path, source } of declarations(environment, hasValidType)) {
      const name = storedName(environment, source);
      const problem = storedNameProblem(source, name, secretLocation(location, source));
      if (problem !== undefined && (source.ownership === 'existing' || hasValidIdentity(environment))) {
        report(`${shown(source.name)} ${problem}`, [...path, 'name']);
      }
      reportWrongPlace(source, location, path, report);
      reportForeignKey(source, location, [...path, 'keyArn'], report);
    }
  },
};

/** A secret of the own account needs no ARN, and is looked up. */
export const otherAccountRule: Rule<Environment> = {
  needs: ['accountId'],
  check: (environment, report, hasValidType) => {
    for (const { path, source } of declarations(environment, hasValidType)) {
      const accountId = 'accountId' in source ? source.accountId : undefined;
      if (accountId !== undefined && accountId === environment.accountId) {
        report(
          `${shown(accountId)} is the environment's own account: leave it out, and declare the secret by its name`,
          [...path, 'accountId'],
        );
      }
    }
  },
};

/** Rules about two declarations. */
export const declarationsRule: Rule<Environment> = {
  needs: ['application'],
  check: (environment, report, hasValidType) => {
    const byName = new Map<string, Declaration>();
    const byVariable = new Map<string, Declaration>();
    for (const declaration of declarations(environment, hasValidType)) {
      const { path, source } = declaration;
      // A leading slash makes no difference in the ARN of a parameter.
      const key = `${source.store} ${placedName(source, storedName(environment, source).replace(/^\//, ''))}`;
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
    const known = new Map<string, number>();
    for (const [index, { name, ownership }] of parameters.entries()) {
      if (ownership === 'existing') {
        report(`${shown(name)} already exists; only parameters that the stack creates are listed here`, [
          'parameters',
          index,
        ]);
      }
      const other = known.get(name);
      known.set(name, other ?? index);
      if (other !== undefined) {
        report(`${shown(name)} is also parameters[${other}]`, ['parameters', index]);
      }
    }
  },
};

/** A part of the hierarchy below which nothing is declared is probably misspelt, and would make an application start empty. */
export const runtimeParametersRule: Rule<Environment> = {
  // Where one declaration has a wrong type, a part that seems to be empty may not be.
  needs: ['services', 'scheduledTasks', 'tasks', 'parameters'],
  check: (environment, report, hasValidType) => {
    const names = declarations(environment, hasValidType).flatMap(({ source }) =>
      source.store === RUNTIME_STORE && source.ownership === 'managed' ? [source.name] : [],
    );
    for (const { path, value: prefix } of declaredFields('runtimeParameters', environment, hasValidType)) {
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

function reportWrongPlace(source: SecretSource, environment: ArnLocation, path: Path, report: Report): void {
  const region = declaredRegion(source);
  const partition = region === undefined ? undefined : partitionOf(region);
  const isForeign = arnInOtherAccount(source) !== undefined;
  if (region === environment.region && !isForeign) {
    report(`${shown(region)} is the environment's own Region: leave it out`, [...path, 'region']);
  } else if (partition !== undefined && partition !== environment.partition) {
    report(
      `${shown(region)} is a Region of the partition ${partition}, where no role of ${environment.partition} can read: the ` +
        `environment is in ${environment.region}`,
      [...path, isForeign ? 'name' : 'region'],
    );
  }
}

/** Secrets Manager and Parameter Store encrypt with keys of their own Region only. */
function reportForeignKey(source: SecretSource, environment: ArnLocation, path: Path, report: Report): void {
  const keyArn = source.ownership === 'existing' ? source.keyArn : undefined;
  const key = keyArn === undefined ? undefined : parseArn(keyArn);
  const declared = declaredRegion(source);
  const region = declared ?? (arnInOtherAccount(source) === undefined ? environment.region : '');
  const partition = partitionOf(region);
  // Of an unknown Region, it is reported that it is unknown.
  if (key?.service === 'kms' && partition !== undefined && (key.region !== region || key.partition !== partition)) {
    const what = declared === undefined ? 'the environment' : `the ${SECRET_STORES[source.store].noun}`;
    report(`${shown(keyArn)} is a key in another Region; ${what} is in ${region}`, path);
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
  const given = Object.entries({
    ...source,
    description: descriptionOf(source),
    generate: undefined,
    ...generateFields(source),
  }).filter(([field, value]) => value !== undefined && !selectors.includes(field));
  const { ownership } = source;
  return {
    ownership,
    format: 'text',
    rollout: 0,
    plainText: false,
    tier: 'Standard',
    recoveryWindowDays: 30,
    ...Object.fromEntries(given),
  };
}

function descriptionOf(source: SecretSource): string | undefined {
  return source.ownership === 'managed' ? textOf(source.description) : undefined;
}

/** One by one, as they are compared. */
function generateFields(source: SecretSource): Record<string, unknown> {
  const { generate = {} } = source.ownership === 'managed' ? source : {};
  return Object.fromEntries(Object.entries(generate).map(([field, value]) => [`generate.${field}`, value]));
}

function given(value: unknown): string {
  return value === undefined ? 'left out' : shown(value);
}

function wellTypedEntries<T>(
  map: Readonly<Record<string, T>> | undefined,
  path: Path,
  hasValidType: HasValidType,
): [Path, T][] {
  return entriesOf(map).flatMap(([key, value]): [Path, T][] =>
    hasValidType(...path, key) ? [[[...path, key], value]] : [],
  );
}

/** What is above a name in its hierarchy: `a` and `a/b` of `a/b/c`. */
export function pathsAbove(name: string): string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

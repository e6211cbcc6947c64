import { jsonKeyProblems, valueProblems } from '../../lib/secrets/secret-format';
import type { Environment } from '../../lib/environment/names';
import type { DeclaredSecret, SecretUse } from '../../lib/secrets/secret-inventory';
import { PLACEHOLDER } from '../../lib/secrets/secret-names';
import { shown } from '../../lib/validation/messages';
import type { ReadFailure } from '../ecs/read-as-ecs';
import { commandsFor, describeUse, findingFor, type Finding } from './findings';
import type { Resolution } from './resolve-as-ecs';

/** What is wrong with a value, if a task started with it. */
export function valueFindings(
  environment: Environment,
  secret: DeclaredSecret,
  value: string,
  version?: string,
): Finding[] {
  const where = version === undefined ? '' : ` in its version ${version}`;
  return valueProblems(value, secret.source).map((problem) =>
    findingFor(secret)(
      value === PLACEHOLDER ? 'placeholder' : 'value',
      `${problem}${where}`,
      commandsFor(environment).set(secret),
    ),
  );
}

/**
 * Why a container would get nothing.
 *
 * @param reader - who read, if that is the role of the container
 */
export function failureFinding(
  environment: Environment,
  secret: DeclaredSecret,
  use: SecretUse,
  { problem, message }: ReadFailure,
  reader = 'these credentials',
): Finding {
  const finding = findingFor(secret);
  const { deploy, restoreKey, set } = commandsFor(environment);
  if (problem === 'unreadable') {
    return finding(
      problem,
      `cannot be read by ${reader}, for ${describeUse(use)}: ${message}`,
      `Deploy, which grants it: ${deploy}`,
    );
  }
  return finding(problem, message, problem === 'key' ? restoreKey : set(secret, jsonKeyOf(use)));
}

/**
 * What is wrong with what a container would get.
 *
 * @param reader - who read it, if that is the role of the container
 */
export function resolutionFindings(
  environment: Environment,
  secret: DeclaredSecret,
  resolution: Resolution,
  reader: string | undefined,
): Finding[] {
  const { use } = resolution;
  if ('problem' in resolution) {
    return [failureFinding(environment, secret, use, resolution, reader)];
  }
  const { versionStage, versionId } = use.source.store === 'secrets-manager' ? use.source : {};
  const ofWhole = valueFindings(environment, secret, resolution.whole, versionId ?? versionStage);
  const jsonKey = jsonKeyOf(use);
  if (jsonKey === undefined) {
    return ofWhole;
  }
  const ofKey = [
    ...jsonKeyProblems(resolution.value),
    ...(/^-?\d(\.\d+)?e[+-]\d\d+$/.test(resolution.value)
      ? ['may be a number that ECS injects with an exponent; store it as text']
      : []),
  ];
  const remedy = commandsFor(environment).set(secret, jsonKey);
  return [
    ...ofWhole,
    ...ofKey.map((problem) => findingFor(secret)('value', `has a key ${shown(jsonKey)} that ${problem}`, remedy)),
  ];
}

function jsonKeyOf({ source }: SecretUse): string | undefined {
  return source.store === 'secrets-manager' ? source.jsonKey : undefined;
}

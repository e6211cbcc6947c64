import { isLosslessNumber } from 'lossless-json';
import type { Environment } from '../../../lib/environment/environment';
import { describeUse, type DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { operatorCommands } from '../../../lib/naming/operator-commands';
import { PLACEHOLDER } from '../../../lib/secrets/secret-names';
import { selectorOf } from '../../../lib/secrets/secret-selector';
import type { SecretUse } from '../../../lib/tasks/workload';
import { shown } from '../../../lib/validation/messages';
import type { ReadFailure } from '../../ecs/agent/select-value';
import { jsonKeyProblems, parseJsonObject, valueProblems } from '../../stores/secret-format';
import { findingFor, newValueCommand, restoreKey, type Finding } from './findings';
import type { Resolution } from '../../ecs/agent/resolve-as-ecs';

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
      newValueCommand(environment, secret),
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
  if (problem === 'unreadable') {
    return finding(
      problem,
      `cannot be read by ${reader}, for ${describeUse(use)}: ${message}`,
      `Deploying grants it: ${operatorCommands(environment).deploy}`,
    );
  }
  const { jsonKey } = selectorOf(use.source);
  return finding(
    problem,
    message,
    problem === 'key' ? restoreKey(environment, secret) : newValueCommand(environment, secret, jsonKey),
  );
}

/** ECS makes a double of a number, and writes that in its own way: neither all digits nor the form remain. */
export function numberProblems(jsonKey: string, { whole, value }: { readonly whole: string; readonly value: string }) {
  const stored = parseJsonObject(whole)?.get(jsonKey);
  return isLosslessNumber(stored) && stored.value !== value
    ? ['is a number that ECS does not inject as it is written; store it as text']
    : [];
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
  const { jsonKey, versionStage, versionId } = selectorOf(use.source);
  const ofWhole = valueFindings(environment, secret, resolution.whole, versionId ?? versionStage);
  if (jsonKey === undefined) {
    return ofWhole;
  }
  const ofKey = [...jsonKeyProblems(resolution.value), ...numberProblems(jsonKey, resolution)];
  const remedy = newValueCommand(environment, secret, jsonKey);
  return [
    ...ofWhole,
    ...ofKey.map((problem) => findingFor(secret)('value', `has a key ${shown(jsonKey)} that ${problem}`, remedy)),
  ];
}

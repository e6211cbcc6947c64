import { jsonKeyProblems, valueProblems } from '../../lib/secrets/secret-format';
import type { Environment } from '../../lib/environment/names';
import type { DeclaredSecret } from '../../lib/secrets/secret-inventory';
import { PLACEHOLDER } from '../../lib/secrets/secret-names';
import { shown } from '../../lib/validation/messages';
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
  const finding = findingFor(secret);
  const { set, deploy } = commandsFor(environment);
  const { jsonKey, versionStage, versionId } = use.source.store === 'secrets-manager' ? use.source : {};
  const setKey = jsonKey === undefined ? set(secret) : `${set(secret)} --json-key ${jsonKey}`;
  if ('problem' in resolution) {
    const { problem, message } = resolution;
    return problem === 'unreadable'
      ? [
          finding(
            problem,
            `cannot be read by ${reader ?? 'these credentials'}, for ${describeUse(use)}: ${message}`,
            `Deploy, which grants it: ${deploy}`,
          ),
        ]
      : [finding(problem, message, setKey)];
  }
  const ofKey =
    jsonKey === undefined
      ? []
      : [
          ...jsonKeyProblems(resolution.value),
          ...(/^-?\d(\.\d+)?e[+-]\d\d+$/.test(resolution.value)
            ? ['may be a number that ECS injects with an exponent; store it as text']
            : []),
        ].map((problem) => finding('value', `has a key ${shown(jsonKey)} that ${problem}`, setKey));
  return [...valueFindings(environment, secret, resolution.whole, versionId ?? versionStage), ...ofKey];
}

import type { Environment } from '../../../lib/environment/environment';
import type { DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { operatorCommands } from '../../../lib/naming/operator-commands';
import { declaredRegion, placedName } from '../../../lib/secrets/secret-location';
import type { SecretStoreName } from '../../../lib/secrets/secret-stores';
import { hasSeveralLines } from '../../stores/secret-format';

export type ProblemCode =
  | 'missing'
  | 'deleted'
  | 'never-set'
  | 'type'
  | 'tags'
  | 'key'
  | 'stage'
  | 'version'
  | 'placeholder'
  | 'value'
  | 'json-key'
  | 'unreadable'
  | 'role'
  | 'same-value';

/** Something that would make a task fail to start, or start with a wrong value. */
export interface Finding {
  readonly store: SecretStoreName;
  /** Name in its store, after its Region if that is not the environment's. */
  readonly secret: string;
  readonly problem: ProblemCode;
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** How a finding is made for one secret of an environment. */
export function findingFor({ storedName, source }: DeclaredSecret) {
  return (problem: ProblemCode, message: string, remedy: string): Finding => ({
    store: source.store,
    secret: placedName(source, storedName),
    problem,
    message,
    remedy,
  });
}

/** The order in which findings are shown. */
export function bySecret(a: Finding, b: Finding): number {
  return a.secret < b.secret ? -1 : Number(a.secret > b.secret);
}

/** The command that sets a secret, also to the same value again, or what to do where its owner must set it. */
export function setCommand(environment: Environment, { source }: DeclaredSecret, jsonKey?: string): string {
  if (source.ownership === 'existing') {
    return 'Ask its owner to set it.';
  }
  const command = operatorCommands(environment).set(source.name, jsonKey);
  return jsonKey === undefined && hasSeveralLines(source) ? `${command} --yes < FILE` : command;
}

/** The commands for an environment, of which those of the AWS CLI are for the Region of the secret. */
export function commandsFor(environment: Environment, { source }: DeclaredSecret) {
  return operatorCommands({ ...environment, region: declaredRegion(source) ?? environment.region });
}

/** The command that gives a secret a value where it has none of its own, or a wrong one. */
export function newValueCommand(environment: Environment, secret: DeclaredSecret, jsonKey?: string): string {
  const { source } = secret;
  return source.ownership === 'managed' && source.generate !== undefined
    ? operatorCommands(environment).generate(source.name)
    : setCommand(environment, secret, jsonKey);
}

/** How the key of a secret is made usable again. */
export function restoreKey(environment: Environment, secret: DeclaredSecret): string {
  const { enableKey, cancelKeyDeletion } = commandsFor(environment, secret);
  return `Enable the key, or cancel its deletion: ${enableKey}, or ${cancelKeyDeletion}`;
}

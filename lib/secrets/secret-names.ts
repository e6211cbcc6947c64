import type { ArnLocation } from '../aws/arns';
import { secretHierarchy, type EnvironmentIdentity } from '../naming/names';
import { arnInOtherAccount, placedName, secretLocation } from './secret-location';
import { selectorOf } from './secret-selector';
import { type SecretSource } from './secret-source';
import { RUNTIME_STORE, SECRET_STORES } from './secret-stores';

/** The value of a parameter or secret that nobody has set yet; applications refuse to start with it. */
export const PLACEHOLDER = 'PLACEHOLDER-set-with-npm-run-secrets';

/** A parameter or secret, and its name in its store. */
export interface NamedSecret {
  /** Name in its store. */
  readonly storedName: string;
  /** The declaration, without the part or version that a use selects. */
  readonly source: SecretSource;
}

/** Name of a parameter or secret in its store: below the environment's hierarchy if it is managed, as declared if it exists. */
export function storedName(environment: EnvironmentIdentity, source: SecretSource): string {
  return source.ownership === 'existing'
    ? source.name
    : `${SECRET_STORES[source.store].nameStart}${secretHierarchy(environment)}/${source.name}`;
}

/**
 * The ARN of a secret. Characters that only AWS knows are `?`, as a policy writes them.
 *
 * @param environment - where the environment is
 */
export function secretArn(environment: ArnLocation, { source, storedName }: NamedSecret): string {
  return arnInOtherAccount(source) ?? SECRET_STORES[source.store].arn(secretLocation(environment, source), storedName);
}

/** Identifies a secret within an environment. */
export function secretKey(environment: EnvironmentIdentity, source: SecretSource): string {
  return `${source.store}:${placedName(source, storedName(environment, source))}`;
}

/** Full path of a part of the environment's parameter hierarchy. */
export function parameterPath(environment: EnvironmentIdentity, prefix: string): string {
  return `${SECRET_STORES[RUNTIME_STORE].nameStart}${secretHierarchy(environment)}/${prefix}`;
}

/** Name of the Terraform variable that may give a managed parameter or secret its first value, as `TF_VAR_<name>`. */
export function valueVariableName({ store, name }: SecretSource): string {
  return `${SECRET_STORES[store].noun}_${name.replace(/[^A-Za-z0-9_]/g, '_')}`;
}

/**
 * What a container definition's `valueFrom` says: the ARN, followed by the selector of a part or version. If any selector is used,
 * all three colons are there.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function renderValueFrom(arn: string, source: SecretSource): string {
  const { jsonKey = '', versionStage = '', versionId = '' } = selectorOf(source);
  const selector = [jsonKey, versionStage, versionId];
  return selector.every((part) => part === '') ? arn : [arn, ...selector].join(':');
}

/** Staging label of the version that Terraform wrote when it created a secret. */
export const INITIAL_VERSION_STAGE = 'INITIAL';

/** The variable in which an application finds the path of the parameters that it reads itself. */
export const RUNTIME_PARAMETERS_VARIABLE = 'PARAMETER_STORE_PREFIX';

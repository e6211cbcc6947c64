import { secretHierarchy, type Environment } from '../environment/names';
import type { SecretSource } from './secret-source';

/** The value of a parameter or secret that nobody has set yet; applications refuse to start with it. */
export const PLACEHOLDER = 'PLACEHOLDER-set-with-npm-run-secrets';

/** Name of a parameter or secret in its store: below the environment's hierarchy if it is managed, as declared if it exists. */
export function storedName(environment: Environment, source: SecretSource): string {
  if (source.ownership === 'existing') {
    return source.name;
  }
  const name = `${secretHierarchy(environment)}/${source.name}`;
  return source.store === 'parameter-store' ? `/${name}` : name;
}

/** Full path of a part of the environment's parameter hierarchy. */
export function parameterPath(environment: Environment, prefix: string): string {
  return `/${secretHierarchy(environment)}/${prefix}`;
}

/** Name of the Terraform variable that may give a managed parameter or secret its first value, as `TF_VAR_<name>`. */
export function valueVariableName(source: SecretSource): string {
  const store = source.store === 'parameter-store' ? 'parameter' : 'secret';
  return `${store}_${source.name.replace(/[^A-Za-z0-9_]/g, '_')}`;
}

/** Staging label of the version that Terraform wrote when it created a secret. */
export const INITIAL_VERSION_STAGE = 'INITIAL';

/** The variable in which an application finds the path of the parameters that it reads itself. */
export const RUNTIME_PARAMETERS_VARIABLE = 'PARAMETER_STORE_PREFIX';

import { SETTING_NAMES } from './settings.js';
import { steersPrograms } from './steering-variables.js';

/**
 * @typedef {object} Parameter
 * @property {string} name the whole path
 * @property {string} value
 */

/** Variables of this container, of the shell that runs its entrypoint, and of ECS and the SDK. */
const RESERVED_NAMES = new Set([
  ...SETTING_NAMES,
  '_',
  'LINENO',
  'OLDPWD',
  'OPTARG',
  'OPTIND',
  'PARAMETER_STORE_PREFIX',
  'PPID',
  'PWD',
]);
const RESERVED_PREFIXES = ['AWS_', 'ECS_'];

/** Says everything that is wrong with a prefix or its parameters. Its message names paths and never contains a value. */
export class ParameterError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'ParameterError';
  }
}

/**
 * @param {string} text such as `/goecssample/dev/database/`
 * @returns {string} the same without superfluous slashes
 * @throws {ParameterError}
 */
export function normalizePrefix(text) {
  const prefix = text.replace(/\/+/g, '/').replace(/\/$/, '');
  // Not repeated in the message, which must stay one line. The root alone is refused: it is every parameter there is.
  if (!/^(\/[A-Za-z0-9_.-]+)+$/.test(prefix)) {
    throw new ParameterError('PARAMETER_STORE_PREFIX must be a path such as /application/environment');
  }
  return prefix;
}

/**
 * The variable for a parameter: its path below the prefix in upper case, with `_` for every run of other characters
 * than letters and digits, and `_` before a leading digit.
 *
 * @param {string} parameterName below `prefix`
 * @param {string} prefix normalized
 */
export function variableName(parameterName, prefix) {
  const name = parameterName
    .slice(prefix.length + 1)
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_');
  return /^\d/.test(name) ? `_${name}` : name;
}

/**
 * Renders the lines of shell that export the parameters.
 *
 * @param {Parameter[]} parameters below `prefix`
 * @param {string} prefix normalized
 * @param {NodeJS.ProcessEnv} environment in which no variable may be overwritten
 * @returns {string}
 * @throws {ParameterError} with all problems at once
 */
export function renderExports(parameters, prefix, environment) {
  if (parameters.length === 0) throw new ParameterError(`there is no parameter below ${prefix}`);

  /** @type {Map<string, Parameter>} */
  const parameterOf = new Map();
  /** @type {string[]} */
  const problems = [];
  for (const parameter of [...parameters].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = variableName(parameter.name, prefix);
    const other = parameterOf.get(name);
    if (other) problems.push(`${other.name} and ${parameter.name} would both become ${name}`);
    else if (isReserved(name)) problems.push(`${parameter.name} would become ${name}, which is reserved`);
    else if (environment[name] !== undefined) {
      problems.push(`${parameter.name} would become ${name}, which the environment already sets`);
    }
    parameterOf.set(name, parameter);
  }
  if (problems.length > 0) throw new ParameterError(problems.join('; '));

  return [...parameterOf].map(([name, { value }]) => `export ${name}=${quote(value)}\n`).join('');
}

/** @param {string} name */
function isReserved(name) {
  return (
    RESERVED_NAMES.has(name) || RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix)) || steersPrograms(name)
  );
}

/**
 * Between single quotes a POSIX shell takes every character as it is, except the single quote itself.
 *
 * @param {string} value
 */
function quote(value) {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

import { isIP } from 'node:net';

import { inspectFile } from './inspect-file.js';

/**
 * What the infrastructure writes into a secret that nobody has set yet. It is a contract: the infrastructure uses the
 * same string.
 */
export const PLACEHOLDER = 'PLACEHOLDER-set-with-npm-run-secrets';

/** The variables with which the container itself is configured. */
export const SETTING_NAMES = ['LISTEN_ADDRESS', 'PORT', 'REQUIRED_VARIABLES', 'REQUIRED_FILES', 'REVEAL_SECRETS'];

const DEFAULT_PORT = '80';
const DEFAULT_REQUIRED_VARIABLES = 'MY_PARAM_1,MY_PARAM_2';

/**
 * @typedef {object} RequiredVariable
 * @property {string} name
 * @property {string} value
 *
 * @typedef {object} RequiredFile
 * @property {string} variable the name of the variable that contains the path
 * @property {string} path
 *
 * @typedef {object} Settings
 * @property {string | undefined} address of the interface to listen on; undefined is all of them
 * @property {number} port 0 lets the system choose a free one
 * @property {RequiredVariable[]} variables
 * @property {RequiredFile[]} files
 * @property {boolean} revealSecrets whether the page shows the values of the variables
 */

/** Says everything that is wrong with the environment. Its message names variables and never contains a value. */
export class SettingsError extends Error {
  /** @param {string[]} problems */
  constructor(problems) {
    super(problems.join('; '));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<Settings>}
 * @throws {SettingsError} with all problems at once
 */
export async function readSettings(environment) {
  /** @type {string[]} */
  const problems = [];
  const address = readAddress(environment, problems);
  const port = readPort(environment, problems);
  const revealSecrets = readSwitch(environment, 'REVEAL_SECRETS', problems);
  const variableNames = readNames(environment, 'REQUIRED_VARIABLES', DEFAULT_REQUIRED_VARIABLES, problems);
  const fileVariableNames = readNames(environment, 'REQUIRED_FILES', '', problems);

  const variables = variableNames.map((name) => ({ name, value: readRequired(environment, name, problems) }));
  const files = fileVariableNames.map((variable) => ({
    variable,
    path: readRequired(environment, variable, problems),
  }));
  for (const file of files) {
    if (file.path !== '') await checkFile(file, problems);
  }

  // A variable that is in both lists is reported once.
  if (problems.length > 0) throw new SettingsError([...new Set(problems)]);
  return { address, port, variables, files, revealSecrets };
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {string[]} problems
 */
function readAddress({ LISTEN_ADDRESS: address }, problems) {
  if (address !== undefined && isIP(address) === 0) problems.push('LISTEN_ADDRESS must be an IP address');
  return address;
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {string[]} problems
 */
function readPort(environment, problems) {
  const text = environment.PORT ?? DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65535)) problems.push('PORT must be a whole number between 0 and 65535');
  return port;
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} name
 * @param {string[]} problems
 */
function readSwitch(environment, name, problems) {
  const text = environment[name] ?? 'false';
  if (text !== 'true' && text !== 'false') problems.push(`${name} must be true or false`);
  return text === 'true';
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} name
 * @param {string} defaultNames
 * @param {string[]} problems
 */
function readNames(environment, name, defaultNames, problems) {
  const entries = (environment[name] ?? defaultNames).split(',').map((entry) => entry.trim());
  const names = new Set(entries.filter((entry) => entry !== ''));
  // Not repeated in the message: a value may have been put here by mistake.
  if (![...names].every((entry) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(entry))) {
    problems.push(`${name} must be names of variables, separated by commas`);
    return [];
  }
  return [...names];
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} name
 * @param {string[]} problems
 * @returns {string} empty if there is a problem
 */
function readRequired(environment, name, problems) {
  const value = environment[name];
  if (value === undefined) problems.push(`${name} is not set`);
  else if (value.trim() === '') problems.push(`${name} is empty`);
  else if (value.trim() === PLACEHOLDER) problems.push(`${name} still contains the placeholder`);
  else return value;
  return '';
}

/**
 * @param {RequiredFile} file
 * @param {string[]} problems
 */
async function checkFile({ variable, path }, problems) {
  const file = await inspectFile(path);
  if (!file.readable) {
    problems.push(`the file that ${variable} names cannot be read (${file.reason})`);
    return;
  }
  const text = file.content.toString('utf8').trim();
  if (text === '') problems.push(`the file that ${variable} names is empty`);
  if (text === PLACEHOLDER) problems.push(`the file that ${variable} names still contains the placeholder`);
}

// Prints the lines of shell that export the parameters below PARAMETER_STORE_PREFIX, for docker-entrypoint.sh to
// evaluate. Prints all of them or, if anything is wrong, none.

import { paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm';

import { normalizePrefix, ParameterError, renderExports } from './parameter-variables.js';

/** @typedef {import('./parameter-variables.js').Parameter} Parameter */

try {
  const prefix = normalizePrefix(process.env.PARAMETER_STORE_PREFIX ?? '');
  process.stdout.write(renderExports(await readParameters(prefix), prefix, process.env));
} catch (error) {
  if (!(error instanceof ParameterError)) throw error;
  console.error(`cannot start: ${error.message}`);
  process.exitCode = 1;
}

/**
 * @param {string} prefix normalized
 * @returns {Promise<Parameter[]>}
 * @throws {ParameterError}
 */
async function readParameters(prefix) {
  const client = new SSMClient({
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  const request = { Path: prefix, Recursive: true, WithDecryption: true };
  /** @type {Parameter[]} */
  const parameters = [];
  try {
    for await (const page of paginateGetParametersByPath({ client }, request)) {
      for (const { Name, Value } of page.Parameters ?? []) {
        // The SDK's types say that both may be missing; no parameter is without.
        parameters.push(/** @type {Parameter} */ ({ name: Name, value: Value }));
      }
    }
  } catch (error) {
    throw new ParameterError(`the parameters below ${prefix} cannot be read (${errorCode(error)})`);
  }
  return parameters;
}

/**
 * @param {Error & { code?: string }} error of the service, of the network or of the SDK itself
 * @returns {string}
 */
function errorCode(error) {
  // The SDK's error for this has no name of its own.
  if (error.message === 'Region is missing') return 'RegionMissing';
  return error.code ?? error.name;
}

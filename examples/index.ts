import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { everything } from './everything';
import { gcpCredentials } from './gcp-credentials';
import { production } from './production';
import { rolePerContainer } from './role-per-container';
import { runtimeParameters } from './runtime-parameters';
import { secretsManagerSelectors } from './secrets-manager-selectors';
import { sidecars } from './sidecars';

export const EXAMPLE_NAMES = [
  'everything',
  'gcp-credentials',
  'production',
  'role-per-container',
  'runtime-parameters',
  'secrets-manager-selectors',
  'sidecars',
] as const;

export type ExampleName = (typeof EXAMPLE_NAMES)[number];

/** Each is the definition of an environment named `dev`, to be copied from: `npm start -- --example NAME` rehearses it. */
export const examples: Readonly<Record<ExampleName, EnvironmentConfig>> = {
  everything,
  'gcp-credentials': gcpCredentials,
  production,
  'role-per-container': rolePerContainer,
  'runtime-parameters': runtimeParameters,
  'secrets-manager-selectors': secretsManagerSelectors,
  sidecars,
};

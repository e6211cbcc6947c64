import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { dev } from './dev';
import { prod } from './prod';
import { stg } from './stg';

/** The names of the environments: of their stacks, and a part of the names of their resources. */
export const ENVIRONMENT_NAMES = ['dev', 'stg', 'prod'] as const;

export type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];

/** A name without its configuration does not compile. */
export const environments: Readonly<Record<EnvironmentName, EnvironmentConfig>> = { dev, stg, prod };

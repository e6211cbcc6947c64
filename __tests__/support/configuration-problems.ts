import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { ConfigurationError, validateEnvironments } from '../../lib/environment/validate-environments';
import type { ServiceDefinition } from '../../lib/services/service-definition';
import { environmentConfig, serviceDefinition } from './environment-config';

/** The day on which configurations are checked in tests. */
export const NOW = new Date('2026-01-15T12:00:00Z');

/** The problems of several environments; none if they are valid. */
export function problemsOf(environments: Readonly<Record<string, EnvironmentConfig>>): readonly string[] {
  try {
    validateEnvironments(environments, 'environments', NOW);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.problems;
    }
    throw error;
  }
}

/** The problems of one environment, `dev`, that differs in these fields from a valid one; without the path to `dev`. */
export function problemsWith(overrides: Partial<EnvironmentConfig>): readonly string[] {
  return problemsOf({ dev: environmentConfig(overrides) }).map((problem) =>
    problem.replace(/^environments\.dev\.?/, ''),
  );
}

/** The problems of a service, `web`, that differs in these fields from a valid one; without the path to `web`. */
export function problemsWithService(overrides: Partial<ServiceDefinition>): readonly string[] {
  return problemsWith({ services: { web: serviceDefinition(overrides) } }).map((problem) =>
    problem.replace(/^services\.web\.?/, ''),
  );
}

/** What a configuration may contain that the compiler did not see, as esbuild bundles it unchecked. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the point is to evade the compiler
export function unchecked<T>(value: unknown): T;
export function unchecked(value: unknown): unknown {
  return value;
}

import type { EnvironmentConfig } from './environment-config';

/** An environment's configuration together with its name. */
export interface Environment extends EnvironmentConfig {
  /** Key of the configuration, id of the stack, and part of the names of resources. */
  readonly name: string;

  /**
   * Name of the example that it belongs to, which commands need as `--example`.
   *
   * @default - it is one of the project's own
   */
  readonly example?: string;
}

import type { EnvironmentConfig } from '../lib/environment/environment-config';
import { ConfigurationError } from '../lib/environment/validate-environments';
import { createApp } from './create-app';

/** What `cdktf synth` runs: writes the stacks, or says what is wrong with their configuration and leaves everything as it was. */
export function synthesize(environments: Readonly<Record<string, EnvironmentConfig>>): void {
  try {
    createApp(environments).synth();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    // A mistake of the person who wrote the configuration, who has no use for a stack trace.
    console.error(error.message);
    process.exitCode = 1;
  }
}

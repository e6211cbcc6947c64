import { missingAccountNotes, type Project } from '../lib/delivery/project';
import { accountNotes } from '../lib/environment/account-rules';
import { ConfigurationError } from '../lib/environment/validate-environments';
import { createApp, type AppSettings } from './create-app';
import { withoutStackTraces } from './without-stack-traces';

/**
 * What `cdktf synth` runs: writes the stacks and what to know about them, or says what is wrong with their configuration and leaves
 * everything as it was.
 */
export function synthesize(
  environments: Project['environments'],
  settings: Pick<AppSettings, 'accounts' | 'example'> = {},
): void {
  const synth = () => createApp(environments, settings).synth();
  try {
    withoutStackTraces(synth);
    const { accounts = {} } = settings;
    for (const note of [...missingAccountNotes({ environments, accounts }), ...accountNotes(environments)]) {
      // To the standard output, because cdktf shows everything else as an error.
      console.info(note);
    }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      // A mistake of the program: again, to see where it is.
      synth();
      throw error;
    }
    // A mistake of the person who wrote the configuration, who has no use for a stack trace.
    console.error(error.message);
    process.exitCode = 1;
  }
}

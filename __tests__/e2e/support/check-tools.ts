import { CommandFailure } from '../../../commands/cli/command-failure';
import { checkTools } from '../../../commands/rehearsal/check-tools';

// A program of its own, because Jest cannot load the ES modules that it needs before the tests begin.
checkTools(process.env).catch((error: unknown) => {
  if (!(error instanceof CommandFailure)) {
    throw error;
  }
  process.stderr.write(`\nThe end-to-end tests cannot run.\n${error.message}\n\n${error.remedy ?? ''}\n`);
  process.exitCode = 1;
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import { createProgram, documentExitCodes, run, runCommandLine, type CommandContext } from '../cli/command-line';
import { composeComment } from './compose-comment';

/** What the job of each environment leaves: `review-dev/review.md`. */
const DIRECTORY = /^review-(.+)$/;
const FILE = 'review.md';

interface CommentOptions {
  readonly run: string;
  readonly commit: string;
}

/** Composes the comment on a pull request of the reviews of all environments, and sets the exit code of the process. */
export function runReviewComment(args: readonly string[]): Promise<void> {
  const program = createProgram('npm run review-comment --')
    .description('Compose one comment on a pull request of the reviews of all environments.')
    .argument('<directory>', `with ${FILE} of each environment, in a directory review-ENVIRONMENT`)
    .requiredOption('--run <url>', 'the run of the workflow, to which the comment links')
    .requiredOption('--commit <id>', 'what was reviewed')
    .action((directory: string, _options: unknown, command: Command) =>
      run<CommentOptions>(command, (context) => showComment(context, directory)),
    );
  documentExitCodes(program, { 2: 'could not be done: usage, or there is no review' });
  return runCommandLine(program, args);
}

function showComment({ options, output }: CommandContext<CommentOptions>, directory: string): ExitCode {
  const reviews = readdirSync(directory)
    .sort()
    .flatMap((name) => {
      const environment = DIRECTORY.exec(name)?.[1];
      return environment === undefined
        ? []
        : [{ environment, review: readFileSync(join(directory, name, FILE), 'utf8') }];
    });
  if (reviews.length === 0) {
    throw new CommandFailure(`There is no review in ${directory}.`);
  }
  const comment = composeComment(reviews, options.run, options.commit);
  output.result({ comment }, comment);
  return EXIT.done;
}

import { environments } from '../../environments';
import { EXAMPLE_NAMES, examples } from '../../examples';
import { alternatives, didYouMean, shown } from '../../lib/validation/messages';
import { CommandFailure } from '../output/command-failure';
import type { Environments } from './find-environment';

/** @throws CommandFailure if there is no such example */
export function exampleEnvironments(given: string): Environments {
  const name = EXAMPLE_NAMES.find((example) => example === given);
  if (name === undefined) {
    const suggestion = didYouMean(given, EXAMPLE_NAMES) || `; there is ${alternatives(EXAMPLE_NAMES)}`;
    throw new CommandFailure(`There is no example ${shown(given)}${suggestion}`);
  }
  return { dev: examples[name] };
}

/**
 * Runs a command with the environments of the project, or with `--example NAME` among its arguments, before any `--`, with that
 * example as its environment `dev`.
 */
export function withChosenEnvironments(
  args: readonly string[],
  command: (environments: Environments, args: readonly string[]) => unknown,
): void {
  const at = args.indexOf('--example');
  const end = args.indexOf('--');
  if (at === -1 || (end !== -1 && end < at)) {
    command(environments, args);
    return;
  }
  try {
    command(exampleEnvironments(args[at + 1] ?? ''), [...args.slice(0, at), ...args.slice(at + 2)]);
  } catch (error) {
    if (!(error instanceof CommandFailure)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}

import type { TaskOverride } from '@aws-sdk/client-ecs';
import { commandSchema, LOOKS_SECRET } from '../../lib/tasks/command-schema';
import type { Workload } from '../../lib/tasks/workload';
import { findProblems } from '../../lib/validation/problems';
import { CommandFailure } from '../cli/command-failure';

/**
 * Of the overrides of a task, as JSON.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html#ECS-RunTask-request-overrides
 */
const MAXIMUM_CHARACTERS = 8192;

/**
 * Separates the arguments of `npm run task` from those of another command, which may look the same: the command is whatever follows `--`.
 *
 * @returns the command as a list of words; undefined without `--`
 */
export function splitCommand(args: readonly string[]): { own: readonly string[]; words?: readonly string[] } {
  const end = args.indexOf('--');
  return end === -1 ? { own: args } : { own: args.slice(0, end), words: args.slice(end + 1) };
}

/**
 * What has a task run another command than the declared one: in the application's container, and in no other.
 *
 * @param given - the words after `--`, or the line of `--command`
 * @throws CommandFailure if there is no command, or one that ECS would refuse, or that contains what looks like a secret
 */
export function overrideCommand({ name }: Workload, given: readonly string[] | string): TaskOverride {
  const words = typeof given === 'string' ? [given] : given;
  if (!words[0]?.trim()) {
    throw new CommandFailure('The command is empty. Without one, a task runs the command of its declaration.');
  }
  if (typeof given === 'string' && given.trimStart().startsWith('-')) {
    throw new CommandFailure('--command takes a line of shell, which must not start with "-".');
  }
  for (const { path, message } of findProblems(commandSchema, words)) {
    const word = typeof given === 'string' ? 'The command' : `Word ${Number(path[0]) + 1} of the command`;
    throw message === LOOKS_SECRET
      ? new CommandFailure(
          `${word} looks like a secret, and whoever may describe tasks (ecs:DescribeTasks) can read what one was started with.`,
          {
            remedy:
              `Declare it in secrets of ${name}, and let the command read the variable: sh -c 'psql "$DATABASE_URL"', in single quotes. ` +
              'If it is none, declare the command, with harmless(text, reason).',
          },
        )
      : new CommandFailure(`${word} ${message}.`);
  }
  const command = typeof given === 'string' ? ['sh', '-c', given] : [...words];
  const overrides = { containerOverrides: [{ name, command }] };
  const { length } = JSON.stringify(overrides);
  if (length > MAXIMUM_CHARACTERS) {
    throw new CommandFailure(
      `The command has ${length} characters as ECS counts them; at most ${MAXIMUM_CHARACTERS} are allowed.`,
      { remedy: 'Put what it does into the image, and start that.' },
    );
  }
  return overrides;
}

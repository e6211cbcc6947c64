import type { Command } from 'commander';
import { EXIT } from '../../../commands/cli/command-failure';
import { createEnvironmentProgram, runCommandLine } from '../../../commands/cli/command-line';
import { addChoice, runChosen, type ChosenEnvironment } from '../../../commands/secrets/chosen-environments';
import { capturing } from '../../support/captured-output';
import { environmentConfig } from '../../support/environment-config';

const environments = {
  dev: environmentConfig({ application: 'shop' }),
  stg: environmentConfig({ application: 'shop' }),
  prod: environmentConfig({ application: 'shop' }),
};

/** Runs a command that only notes for what it was called. */
async function run(...args: readonly string[]) {
  const calls: string[] = [];
  const note = (...chosen: readonly ChosenEnvironment[]) => {
    calls.push(...chosen.map(({ environment, profile = '' }) => `${environment.name}:${profile}`));
    return Promise.resolve(EXIT.done);
  };
  const program = createEnvironmentProgram('npm run secrets --', environments);
  addChoice(program.command('list')).action((name: string | undefined, _options: unknown, self: Command) =>
    runChosen(
      self,
      name,
      (_context, one) => note(one),
      (_context, all) => note(...all),
    ),
  );
  const { exitCode, stderr } = await capturing(() => runCommandLine(program, ['list', ...args]));
  return { exitCode, calls, stderr };
}

test.each([
  ['the one that is named', ['stg'], ['stg:']],
  ['the one that is named, with a profile', ['stg', '--profile', 'stg=staging'], ['stg:staging']],
  ['all', ['--all'], ['dev:', 'prod:', 'stg:']],
  [
    'all, some with a profile of their own',
    ['--profile', 'prod=production', '--all', '--profile=dev=a=b c'],
    ['dev:a=b c', 'prod:production', 'stg:'],
  ],
])('a command is about %s', async (_what, args, expected) => {
  const { exitCode, calls, stderr } = await run(...args);
  expect({ exitCode, stderr, calls: calls.sort() }).toEqual({ exitCode: 0, stderr: '', calls: expected });
});

const ONE_OR_ALL = 'Name one environment, or use --all.';

test.each([
  ['no environment', [], ONE_OR_ALL],
  ['one and all', ['dev', '--all'], ONE_OR_ALL],
  ['an unknown one', ['dve'], 'There is no environment "dve"; did you mean "dev"?'],
  [
    'a profile of an unknown one',
    ['--all', '--profile', 'prd=x'],
    'There is no environment "prd"; did you mean "prod"?',
  ],
  [
    'a profile of one that is not asked for',
    ['dev', '--profile', 'prod=x'],
    '--profile names "prod", but only dev is asked for.',
  ],
  [
    'two profiles of one',
    ['--all', '--profile', 'prod=x', '--profile', 'prod=y'],
    '--profile is given more than once for "prod"; one profile is allowed.',
  ],
  [
    'the same profile twice',
    ['--all', '--profile', 'prod=x', '--profile', 'prod=x'],
    '--profile is given more than once for "prod"; one profile is allowed.',
  ],
  ['a profile that is missing', ['--all', '--profile'], "option '--profile <environment=profile>' argument missing"],
])('refuses %s', async (_what, args, message) => {
  expect(await run(...args)).toEqual({ exitCode: 2, calls: [], stderr: `${message}\n` });
});

test.each(['production', '', '=', '=x', 'prod=', 'prod= ', ' =x'])('refuses the profile %j', async (given) => {
  expect(await run('--all', `--profile=${given}`)).toEqual({
    exitCode: 2,
    calls: [],
    stderr: `--profile must be ENVIRONMENT=PROFILE, as in dev=my-profile; ${JSON.stringify(given)} was given.\n`,
  });
});

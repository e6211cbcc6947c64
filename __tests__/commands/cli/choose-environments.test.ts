import { Command } from 'commander';
import { exampleOption, findEnvironment, type EnvironmentSet } from '../../../commands/cli/choose-environments';
import { environments } from '../../../environments';
import { examples } from '../../../examples';

const project: EnvironmentSet = { environments };

/** What a command with a subcommand gets of its arguments. */
function choose(args: readonly string[]): { chosen: unknown; rest: readonly string[] } | undefined {
  let result: ReturnType<typeof choose>;
  const program = new Command().exitOverride().addOption(exampleOption(project));
  program
    .command('exec')
    .argument('[rest...]')
    .action((rest: string[], _options: unknown, command: Command) => {
      result = { chosen: command.optsWithGlobals().example as unknown, rest };
    });
  program.parse(args, { from: 'user' });
  return result;
}

const EVERYTHING = { environments: { dev: examples.everything }, example: 'everything' };

test.each([
  [['exec', 'dev'], project, ['dev']],
  [['--example', 'everything', 'exec', 'dev'], EVERYTHING, ['dev']],
  [['exec', 'dev', '--example', 'everything'], EVERYTHING, ['dev']],
  [['exec', 'dev', '--example=everything'], EVERYTHING, ['dev']],
  [['exec', 'dev', '--', 'x', '--example', 'y'], project, ['dev', 'x', '--example', 'y']],
])('%j', (args, chosen, rest) => {
  expect(choose(args)).toEqual({ chosen, rest });
});

test.each([
  ['everythin', 'There is no example "everythin"; did you mean "everything"?'],
  ['', 'There is no example ""; choose "everything", '],
])('an unknown example is refused: %j', (name, message) => {
  expect(() => choose(['exec', '--example', name])).toThrow(message);
});

describe('findEnvironment', () => {
  it('gives the configuration with its name', () => {
    expect(findEnvironment(project, 'stg')).toEqual({ ...environments.stg, name: 'stg' });
  });

  it('says which example it is from', () => {
    expect(findEnvironment(EVERYTHING, 'dev')).toEqual({ ...examples.everything, name: 'dev', example: 'everything' });
  });
});

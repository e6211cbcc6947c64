import { exampleEnvironments, withChosenEnvironments } from '../../../commands/configuration/choose-environments';
import { environments } from '../../../environments';
import { examples } from '../../../examples';

const PROJECT = environments;
const EXAMPLE = { dev: examples.everything };

test.each([
  [['list', 'dev'], PROJECT, ['list', 'dev']],
  [['--example', 'everything', 'list', 'dev'], EXAMPLE, ['list', 'dev']],
  [['list', 'dev', '--example', 'everything'], EXAMPLE, ['list', 'dev']],
  [['exec', 'dev', 'web', '--', 'x', '--example', 'y'], PROJECT, ['exec', 'dev', 'web', '--', 'x', '--example', 'y']],
  [['--example', 'everything', 'exec', '--', '--example'], EXAMPLE, ['exec', '--', '--example']],
])('%j', (args, chosen, rest) => {
  const command = jest.fn();
  withChosenEnvironments(args, command);
  expect(command.mock.calls).toEqual([[chosen, rest]]);
});

test('an unknown example is refused before anything is done', () => {
  expect(() => exampleEnvironments('everythin')).toThrow('There is no example "everythin"; did you mean "everything"?');
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const command = jest.fn();
  withChosenEnvironments(['list', 'dev', '--example'], command);
  expect(write.mock.calls[0]?.[0]).toMatch(/^There is no example ""; there is "everything", /);
  expect(process.exitCode).toBe(2);
  expect(command).not.toHaveBeenCalled();
  write.mockRestore();
  process.exitCode = undefined;
});

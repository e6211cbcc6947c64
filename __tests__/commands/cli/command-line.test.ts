import { InvalidArgumentError, type Command } from 'commander';
import { CommandFailure, EXIT } from '../../../commands/cli/command-failure';
import {
  createEnvironmentProgram,
  createProgram,
  documentExitCodes,
  run as runAction,
  runCommandLine,
} from '../../../commands/cli/command-line';
import { ConfigurationError } from '../../../lib/environment/validate-environments';
import type { Output } from '../../../commands/cli/output';
import { capturing, type Captured } from '../../support/captured-output';
import { environmentConfig } from '../../support/environment-config';

const CANARY = "canary-it's-5f0e";

const UNKNOWN = 'unknown option; --help shows those that there are';

const refuse = () => {
  throw new InvalidArgumentError('It must be a number.');
};

/** Runs a command line whose subcommand does something. */
function run(args: readonly string[], action: () => number = () => EXIT.done) {
  const program = createProgram('npm run operate --');
  const command = program
    .command('set')
    .argument('<name>')
    .argument('[command...]')
    .option('--attempts <n>', 'how often', refuse)
    .action((_name: string, _command: string[], _options: unknown, self: Command) => runAction(self, action));
  documentExitCodes(command, { 1: 'something is wrong' });
  return capturing(() => runCommandLine(program, args));
}

test.each([
  [`--value=${CANARY}`, UNKNOWN],
  [`--value${CANARY.toUpperCase()}`, UNKNOWN],
  [`-p${CANARY}`, UNKNOWN],
  ['--topsecret', UNKNOWN],
  [`--x'\n(Did you mean ${CANARY}?)`, UNKNOWN],
  ['--jsn', 'unknown option\n(Did you mean --json?)'],
  [`--attempts=${CANARY}`, "option '--attempts <n>' is invalid. It must be a number."],
])('does not repeat what may be a value: %s', async (option, message) => {
  const { exitCode, stdout, stderr } = await run(['set', 'name', option]);
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: `${message}\n` });
});

test.each([
  ['wrong usage', ['set', '--json'], "missing required argument 'name'"],
  ['a missing subcommand', ['--json'], 'missing subcommand'],
])('reports %s as JSON to programs', async (_what, args, error) => {
  const { exitCode, stdout } = await run(args);
  expect({ exitCode, answer: JSON.parse(stdout) as unknown }).toEqual({ exitCode: 2, answer: { error } });
});

test('does not repeat an unknown subcommand, which may be a value', async () => {
  const { stderr } = await run([CANARY]);
  expect(stderr).toBe('unknown command; --help shows those that there are\n');
});

test('ignores the options of another command', async () => {
  const { exitCode, stdout, stderr } = await run(['set', '--wrong', '--', '--json']);
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: `${UNKNOWN}\n` });
});

test('shows its help, once, and succeeds only if it was asked for', async () => {
  const asked = await run(['--help']);
  expect([asked.exitCode, asked.stdout]).toEqual([0, expect.stringMatching(/^Usage: npm run operate -- /)]);
  const unasked = await run([]);
  expect([unasked.exitCode, unasked.stderr]).toEqual([2, asked.stdout]);
});

test('shows in its help the names of environments, which nobody has checked yet, with their control characters escaped', async () => {
  const program = createEnvironmentProgram('npm run operate --', { 'd\u009bev\u202e': environmentConfig() });
  const { stdout } = await capturing(() => runCommandLine(program, ['--help']));
  expect(stdout).toContain('Environments: d\\u009bev\\u202e');
});

test('shows in its help what is typed and how it ends', async () => {
  const { stdout } = await run(['set', '--help']);
  expect(stdout).toMatch(/^Usage: npm run operate -- set /);
  expect(stdout).toMatch(
    /Exit status:\n {2}0 {4}done\n {2}1 {4}something is wrong\n {2}2 {4}.*\n {2}74 {3}done, but .*\n {2}130 {2}interrupted/,
  );
});

const failing = (error: Error) => () => {
  throw error;
};

test.each([
  ['findings', new CommandFailure('It is wrong.', { exitCode: EXIT.findings, remedy: 'Correct it.' }), 1],
  ['what could not be done', new CommandFailure('It is not there.'), 2],
  ['a configuration with problems', new ConfigurationError(['environments.dev: is missing']), 2],
  ['what nobody expected', new TypeError(CANARY), 2],
  ['an interrupted prompt', Object.assign(new Error(), { name: 'ExitPromptError' }), 130],
])('ends for %s with its exit status, in words and in JSON', async (_what, error, status) => {
  const inWords = await run(['set', 'name'], failing(error));
  const asJson = await run(['set', 'name', '--json'], failing(error));
  expect([inWords.exitCode, asJson.exitCode]).toEqual([status, status]);
  const { error: message, remedy } = JSON.parse(asJson.stdout) as { error: string; remedy?: string };
  expect(inWords.stderr).toBe(`${[message, remedy].filter(Boolean).join('\n')}\n`);
  expect(inWords.stderr).not.toContain(CANARY);
});

// https://man7.org/linux/man-pages/man2/write.2.html: a full disk, a used-up quota, a reader that is gone, a terminal that is gone.
describe('what cannot be written', () => {
  const text = 'token, version 3, was written.';
  const failure = (code: string) => Object.assign(new Error(), { code });

  /** Runs an action whose standard output cannot be written. */
  async function losing(
    code: string,
    action: (output: Output) => number,
    ...options: readonly string[]
  ): Promise<Captured<unknown>> {
    const program = createProgram('npm run operate --').action((_options: unknown, self: Command) =>
      runAction(self, ({ output }) => action(output)),
    );
    return capturing(async () => {
      jest.spyOn(process.stdout, 'write').mockImplementation((_text, callback) => {
        (callback as unknown as (error: Error) => void)(failure(code));
        return false;
      });
      await runCommandLine(program, options);
    });
  }

  it.each(['ENOSPC', 'EDQUOT', 'EPIPE', 'EIO'])(
    'to standard output because of %s, but was changed, is said on standard error, and is no success',
    async (code) => {
      const change = (output: Output) => {
        output.done({}, text);
        return EXIT.done;
      };
      const expected = {
        exitCode: 74,
        stderr: `${text}\nThe above could not be written to standard output (${code}).\n`,
      };
      expect(await losing(code, change)).toMatchObject(expected);
      expect(await losing(code, change, '--json')).toMatchObject(expected);
    },
  );

  it.each([
    ['ENOSPC', 74, 'The result could not be written to standard output (ENOSPC).\n'],
    ['EPIPE', 0, ''],
    ['EIO', 0, ''],
  ])('and was only read, is no success after %s, unless the reader is gone', async (code, exitCode, stderr) => {
    const look = (output: Output) => {
      output.result({}, text);
      return EXIT.done;
    };
    expect(await losing(code, look)).toMatchObject({ exitCode, stderr });
  });

  it('leaves findings and failures their own exit status, and says the reason on standard error', async () => {
    const find = (output: Output) => {
      output.result({}, text);
      return EXIT.findings;
    };
    expect(await losing('ENOSPC', find)).toMatchObject({ exitCode: 1 });
    expect(await losing('ENOSPC', failing(new CommandFailure('It is not there.')), '--json')).toMatchObject({
      exitCode: 2,
      stderr: 'It is not there.\nThe above could not be written to standard output (ENOSPC).\n',
    });
  });

  it('of the help is no success', async () => {
    expect(await losing('ENOSPC', () => EXIT.done, '--help')).toMatchObject({ exitCode: 74 });
  });

  it.each([
    ['ENOSPC', 74],
    ['EPIPE', 0],
  ])('to standard error because of %s does not end the command', async (code, exitCode) => {
    const ended = await run(['set', 'name'], () => {
      process.stderr.emit('error', failure(code));
      return EXIT.done;
    });
    expect(ended.exitCode).toBe(exitCode);
  });
});

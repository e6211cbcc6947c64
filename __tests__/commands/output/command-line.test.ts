import { createProgram, runCommandLine } from '../../../commands/output/command-line';
import { capturing } from '../../support/captured-output';

const CANARY = "canary-it's-5f0e";

function run(...args: string[]) {
  const program = createProgram('operate');
  program
    .command('set')
    .argument('<name>')
    .argument('[command...]')
    .option('--json')
    .action(() => undefined);
  return capturing(() => runCommandLine(program, args));
}

test.each([
  [`--value=${CANARY}`, "unknown option '--value'"],
  [`--value${CANARY.toUpperCase()}`, "unknown option '--value'"],
  [`-p${CANARY}`, "unknown option '-p'"],
  ['--jsn', "unknown option '--jsn'\n(Did you mean --json?)"],
])('does not repeat what may be a value: %s', async (option, message) => {
  const { exitCode, stdout, stderr } = await run('set', 'name', option);
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: `${message}\n` });
});

test('tells programs of wrong usage as JSON', async () => {
  const { exitCode, stdout, stderr } = await run('set', '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({ error: "missing required argument 'name'" });
});

test('takes no heed of the options of another command', async () => {
  const { exitCode, stdout, stderr } = await run('set', '--wrong', '--', '--json');
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: '', stderr: "unknown option '--wrong'\n" });
});

test('shows its help, once, and ends well only if it was asked for', async () => {
  const asked = await run('--help');
  expect([asked.exitCode, asked.stdout]).toEqual([0, expect.stringMatching(/^Usage: operate/)]);
  const unasked = await run();
  expect([unasked.exitCode, unasked.stderr]).toEqual([2, asked.stdout]);
});

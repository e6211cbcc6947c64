import { runScripts } from '../../../commands/scripts/program';
import { capturing } from '../../support/captured-output';

/** Runs three scripts that end with these exit codes; a missing one is a script that must not run. */
async function run(exitCodes: readonly number[], ...typed: readonly string[]) {
  const ran: string[] = [];
  const captured = await capturing(() =>
    runScripts(['run check', 'lint', 'unused', 'test:unit', '--', ...typed], (_program, args) => {
      const exitCode = exitCodes[ran.push(args.join(' ')) - 1];
      return exitCode === undefined ? Promise.reject(new Error(`ran ${args.join(' ')}`)) : Promise.resolve(exitCode);
    }),
  );
  return { ...captured, ran };
}

test('runs all scripts, and says which failed', async () => {
  const { ran, exitCode, stdout, stderr } = await run([0, 2, 1]);
  expect(ran).toEqual(['run --silent lint', 'run --silent unused', 'run --silent test:unit']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '\nFailed: unused, test:unit\n' });
  expect(stderr).toContain('==> npm run unused\n');
});

test('succeeds if all do', async () => {
  const { exitCode, stdout } = await run([0, 0, 0]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '\nAll succeeded.\n' });
});

test.each([130, 143])('stops when one is ended by a signal: %i', async (ended) => {
  const { ran, exitCode, stdout } = await run([0, ended], '--json');
  expect({ ran: ran.length, exitCode }).toEqual({ ran: 2, exitCode: 130 });
  expect(JSON.parse(stdout)).toEqual({ error: 'Interrupted: unused did not end.' });
});

test('answers programs in JSON', async () => {
  const { stdout } = await run([0, 1, 0], '--json');
  expect(JSON.parse(stdout)).toEqual({ scripts: ['lint', 'unused', 'test:unit'], failed: ['unused'] });
});

test('runs nothing to show its help', async () => {
  const { ran, exitCode, stdout } = await run([], '--help');
  expect({ ran, exitCode }).toEqual({ ran: [], exitCode: 0 });
  expect(stdout).toMatch(/^Usage: npm run check -- \[options\]\n\nRun in turn: lint, unused, test:unit\./);
});

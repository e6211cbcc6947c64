import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import packageJson from '../../package.json';

/** The scripts that are commands of this project, and not of a tool. */
const scripts = Object.entries(packageJson.scripts)
  .filter(([, script]) => script.includes('commands/run.mjs'))
  .map(([name]) => name as keyof typeof packageJson.scripts);

/** What `npm run SCRIPT -- ARGUMENT…` runs, without npm, which takes most of the time. */
const runScript = (script: keyof typeof packageJson.scripts, ...args: string[]) =>
  execa('sh', ['-c', `${packageJson.scripts[script]} "$@"`, script, ...args], {
    cwd: resolve(__dirname, '../..'),
    reject: false,
  });

test('there are commands', () => {
  expect(scripts).toEqual(expect.arrayContaining(['start', 'secrets', 'check', 'test', 'bench']));
});

test.each(scripts)('npm run %s -- --help says what is typed, and how it ends', async (script) => {
  const { exitCode, stdout } = await runScript(script, '--help');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Usage: npm (start|test|run [\w:-]+|run --silent [\w-]+) -- /);
  expect(stdout).toContain('Exit status:\n');
});

test.each([false, true])(
  'a configuration that is not TypeScript is reported with its place, as JSON: %p',
  async (json) => {
    const directory = await mkdtemp(join(tmpdir(), 'command-lines-'));
    const program = join(directory, 'program.ts');
    await writeFile(program, 'export const shown = 1;\nexport const = 2;\n');
    const args = json ? ['--json'] : [];
    const { exitCode, stdout, stderr } = await execa('node', ['commands/run.mjs', program, ...args], { reject: false });
    await rm(directory, { recursive: true });
    const shown: unknown = json ? JSON.parse(stdout) : { error: stderr };
    const error = /^The configuration could not be loaded \(.*program\.ts:2\): Expected identifier but found "="$/;
    expect({ exitCode, shown }).toEqual({ exitCode: 2, shown: { error: expect.stringMatching(error) as string } });
  },
);

test('no command runs what it finds in a directory for temporary files', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'command-lines-'));
  await execa('npm', ['run', '--silent', 'secrets', '--', '--help'], { env: { TMPDIR: directory } });
  const kept = await readdir(directory);
  await rm(directory, { recursive: true });
  expect(kept).toEqual([]);
});

test('a reader that has seen enough is no error', async () => {
  const command = 'npm run --silent secrets -- --help | true';
  const { stdout, stderr } = await execa('sh', ['-c', command], { cwd: resolve(__dirname, '../..') });
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
});

test.each(scripts)('npm run %s -- --json refuses in JSON', async (script) => {
  const { exitCode, stdout, stderr } = await runScript(script, '--json', '--no-such-option');
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
  const error = /^(unknown option; --help shows those that there are|required option '--\S+ <\w+>' not specified)$/;
  expect(JSON.parse(stdout)).toEqual({ error: expect.stringMatching(error) as string });
});

import childProcess from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInForeground } from '../../../commands/processes/foreground-process';
import { waitUntil } from '../../../commands/processes/wait-until';

const run = (program: string, ...args: string[]) => runInForeground(program, args, { PATH: process.env.PATH });

test.each([
  ['ends well', 'exit 0', 0],
  ['ends with a code of its own', 'exit 42', 42],
  ['is ended by a signal', 'kill -TERM $$', 143],
])('has the exit code of a program that %s', async (_title, script, expected) => {
  await expect(run('sh', '-c', script)).resolves.toBe(expected);
});

test.each([
  ['no-such-program', 127, 'no-such-program: command not found'],
  [__filename, 126, `${__filename}: cannot be executed`],
  [`${__filename}/below-a-file`, 126, `${__filename}/below-a-file: cannot be executed`],
  ['', 126, ': cannot be executed'],
])('says of %j that it cannot be run, with the exit code of a shell', async (program, exitCode, message) => {
  await expect(run(program)).rejects.toMatchObject({ exitCode, message });
});

test('gives it exactly the environment', async () => {
  await expect(run('sh', '-c', 'test -z "$HOME"')).resolves.toBe(0);
});

test('listens for signals before the program runs, which may be faster than this process', async () => {
  const before = process.listenerCount('SIGINT');
  let listening = 0;
  const spawn = jest.spyOn(childProcess, 'spawn').mockImplementation(() => {
    listening = process.listenerCount('SIGINT');
    throw new Error('not started');
  });
  await expect(run('true')).rejects.toThrow('true: cannot be executed');
  spawn.mockRestore();
  expect([listening, process.listenerCount('SIGINT')]).toEqual([before + 1, before]);
});

test('hands a signal on, and listens no more when the program has ended', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'foreground-process-'));
  const ready = join(directory, 'ready');
  const before = process.listenerCount('SIGTERM');
  const running = run('sh', '-c', 'trap "exit 7" TERM; touch "$0"; while :; do sleep 0.01; done', ready);
  expect(process.listenerCount('SIGTERM')).toBe(before + 1);
  expect(await waitUntil(() => Promise.resolve(existsSync(ready)), { seconds: 10 })).toBe(true);
  process.emit('SIGTERM', 'SIGTERM');
  await expect(running).resolves.toBe(7);
  expect(process.listenerCount('SIGTERM')).toBe(before);
  rmSync(directory, { recursive: true });
});

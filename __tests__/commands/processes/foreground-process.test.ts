import { runInForeground } from '../../../commands/processes/foreground-process';

const run = (program: string, ...args: string[]) => runInForeground(program, args, { PATH: process.env.PATH });

test.each([
  ['ends well', 'exit 0', 0],
  ['ends with a code of its own', 'exit 42', 42],
  ['is ended by a signal', 'kill -TERM $$', 143],
])('has the exit code of a program that %s', async (_title, script, expected) => {
  await expect(run('sh', '-c', script)).resolves.toBe(expected);
});

test('has the exit codes of a shell for what cannot be run', async () => {
  await expect(run('no-such-program')).resolves.toBe(127);
  await expect(run(__filename)).resolves.toBe(126);
  await expect(run(`${__filename}/below-a-file`)).resolves.toBe(126);
  await expect(run('')).resolves.toBe(126);
});

test('gives it exactly the environment', async () => {
  await expect(run('sh', '-c', 'test -z "$HOME"')).resolves.toBe(0);
});

test('hands a signal on, and listens no more when the program has ended', async () => {
  const before = process.listenerCount('SIGTERM');
  const running = run('sh', '-c', 'trap "exit 7" TERM; while :; do sleep 0.05; done');
  expect(process.listenerCount('SIGTERM')).toBe(before + 1);
  await new Promise((started) => setTimeout(started, 300));
  process.emit('SIGTERM', 'SIGTERM');
  await expect(running).resolves.toBe(7);
  expect(process.listenerCount('SIGTERM')).toBe(before);
});

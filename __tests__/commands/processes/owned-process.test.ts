import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess, startProcess, type OwnedProcess } from '../../../commands/processes/owned-process';
import { waitUntil } from '../../../commands/processes/wait-until';

const processEnvironment = { PATH: process.env.PATH };

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
};

/** Whether a process has ended, and its parent has not asked how yet. */
const isZombie = (pid: number): boolean =>
  existsSync('/proc/self/stat') && readFileSync(`/proc/${pid}/stat`, 'utf8').includes(' Z ');

/** A shell that starts another process in a session of its own, as cdktf does with Terraform, and says both ids. */
const TREE = `
  const { spawn } = require('node:child_process');
  const child = spawn('sleep', ['15'], { detached: true, stdio: 'ignore' });
  console.log(process.pid + ' ' + child.pid);
  setTimeout(() => undefined, 15000);`;

/** The system may take a moment to forget a process that was killed. */
const areGone = (pids: readonly number[]): Promise<boolean> =>
  waitUntil(() => Promise.resolve(!pids.some(isAlive)), { seconds: 5 });

const started: OwnedProcess[] = [];
afterEach(() => started.forEach((tree) => tree.stop()));

async function startTree(signal?: AbortSignal) {
  let line: string | undefined;
  const tree = await startProcess(process.execPath, ['--eval', TREE], {
    processEnvironment,
    signal,
    onLine: (written) => (line = written),
  });
  started.push(tree);
  await waitUntil(() => Promise.resolve(line !== undefined), { seconds: 10 });
  return { ...tree, pids: (line ?? '').split(' ').map(Number) };
}

describe('a process', () => {
  test('is stopped with all that it started, and nothing else is', async () => {
    const [one, other] = [await startTree(), await startTree()];
    one.stop();
    expect(await one.ended).toMatchObject({ exitCode: undefined });
    expect(await areGone(one.pids)).toBe(true);
    expect(other.pids.map(isAlive)).toEqual([true, true]);
    other.stop();
    await other.ended;
    expect(await areGone(other.pids)).toBe(true);
  });

  test('is stopped when its signal is aborted', async () => {
    const interruption = new AbortController();
    const tree = await startTree(interruption.signal);
    interruption.abort();
    await tree.ended;
    expect(tree.hasEnded()).toBe(true);
    expect(await areGone(tree.pids)).toBe(true);
  });

  test('is not started when its signal is aborted already', async () => {
    await expect(runProcess('true', [], { processEnvironment, signal: AbortSignal.abort() })).rejects.toThrow(
      'aborted',
    );
  });

  test('gets no other environment than the given one', async () => {
    const { output } = await runProcess('/usr/bin/env', [], { processEnvironment: { ONLY: 'this' } });
    expect(output).toBe('ONLY=this');
  });

  test('has written its log when it has ended', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'owned-process-'));
    try {
      const logFile = join(directory, 'log');
      for (const script of ['echo one; echo two >&2', 'echo three']) {
        await runProcess('sh', ['-c', script], { processEnvironment, logFile });
      }
      expect(readFileSync(logFile, 'utf8').split('\n').filter(Boolean).sort()).toEqual(['one', 'three', 'two']);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  // The file that Linux has for a full disk: https://man7.org/linux/man-pages/man4/full.4.html
  (process.platform === 'linux' ? test : test.skip)('whose log cannot be written is ended, and says why', async () => {
    const script = 'while :; do echo a line; sleep 0.01; done';
    const ended = runProcess('sh', ['-c', script], { processEnvironment, logFile: '/dev/full' });
    await expect(ended).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  test('that cannot be started says so', async () => {
    const { exitCode, output } = await runProcess('no-such-program', [], { processEnvironment });
    expect(exitCode).toBeUndefined();
    expect(output).toContain('no-such-program');
  });
});

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../../commands/processes/wait-until';
import { runToEnd, startApplication } from '../../../commands/rehearsal/application';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'application-'));
  const entrypoint = join(directory, 'docker-entrypoint.sh');
  writeFileSync(entrypoint, '#!/bin/sh\nexec "$@"\n');
  chmodSync(entrypoint, 0o755);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const settings = (script: string) => ({
  directory,
  processEnvironment: { PATH: process.env.PATH, NAME: 'value' },
  command: ['sh', '-c', script],
  logFile: join(directory, 'log'),
});

test('a task that ends well gives what it wrote', async () => {
  await expect(runToEnd(settings('echo "$NAME"'))).resolves.toBe('value');
});

test('it is told to listen on the loopback interface only, whatever its container is told', async () => {
  const { processEnvironment, ...container } = settings('echo "$LISTEN_ADDRESS"');
  const told = { ...processEnvironment, LISTEN_ADDRESS: '0.0.0.0' };
  await expect(runToEnd({ ...container, processEnvironment: told })).resolves.toBe('127.0.0.1');
});

test('a task that does not fails with what it wrote and how it ended', async () => {
  await expect(runToEnd(settings('echo because; exit 3'))).rejects.toThrow('The task ended with 3: because');
});

test('one that only has to end may fail', async () => {
  await expect(runToEnd(settings('echo because; exit 3'), { mustSucceed: false })).resolves.toBe('because');
});

test('a service without a port counts as started when it goes on running', async () => {
  const service = { ...settings('echo started; sleep 60'), settleSeconds: 0.05 };
  const { url, ended, stop } = await startApplication(service, undefined);
  expect(url).toBeUndefined();
  const hasStarted = () => Promise.resolve(readFileSync(service.logFile, 'utf8').includes('started'));
  expect(await waitUntil(hasStarted, { seconds: 10 })).toBe(true);
  await stop();
  await expect(ended).resolves.toContain('started');
});

test('a service that ends at once has not started, with or without a port', async () => {
  for (const port of [undefined, 1]) {
    await expect(startApplication(settings('echo "missing $NAME"; exit 1'), port)).rejects.toThrow(
      'The application did not become healthy: missing value',
    );
  }
});

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLauncher } from '../../../commands/embedded-aws/launcher';

let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'path-'));
});
afterEach(() => rmSync(path, { recursive: true }));

function install(program: string, exitCode = 0): void {
  writeFileSync(join(path, program), `#!/bin/sh\nexit ${exitCode}\n`);
  chmodSync(join(path, program), 0o755);
}

const commandLine = async (): Promise<string> => {
  const launcher = await findLauncher({ PATH: path });
  return [launcher.program, ...launcher.arguments(4321, '/project/extension')].join(' ');
};

test('an installed moto comes before all that download one', async () => {
  ['docker', 'pipx', 'uvx', 'moto_server'].forEach((program) => install(program));
  expect(await commandLine()).toBe('moto_server -H 127.0.0.1 -p 4321');
});

test('uvx and pipx run a pinned version', async () => {
  ['docker', 'pipx', 'uvx'].forEach((program) => install(program));
  expect(await commandLine()).toMatch(/^uvx --from moto\[server\]==\d+\.\d+\.\d+ moto_server -H 127\.0\.0\.1 -p 4321$/);
  rmSync(join(path, 'uvx'));
  expect(await commandLine()).toMatch(
    /^pipx run --spec moto\[server\]==\d+\.\d+\.\d+ moto_server -H 127\.0\.0\.1 -p 4321$/,
  );
});

test('Docker serves the port on the loopback interface only, with the extension mounted', async () => {
  install('docker');
  expect(await commandLine()).toMatch(
    /^docker run --rm --interactive --publish 127\.0\.0\.1:4321:5000 --volume \/project\/extension:\/extension:ro --env PYTHONPATH=\/extension --env MOTO_ACCOUNT_ID --env EMBEDDED_AWS_ADMISSION motoserver\/moto:\d+\.\d+\.\d+$/,
  );
});

test('Docker without a daemon does not count', async () => {
  install('docker', 1);
  await expect(findLauncher({ PATH: path })).rejects.toMatchObject({
    message: 'Nothing is installed that can run the embedded AWS (moto).',
    remedy: expect.stringMatching(/pip install 'moto\[server\]==.*uv .*pipx .*Docker/) as string,
  });
});

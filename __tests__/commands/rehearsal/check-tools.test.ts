import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandFailure } from '../../../commands/cli/command-failure';
import { checkTools } from '../../../commands/rehearsal/check-tools';

let empty: string;
let server: Server;
let takenPort: number;

beforeAll(async () => {
  empty = mkdtempSync(join(tmpdir(), 'check-tools-'));
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  takenPort = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  rmSync(empty, { recursive: true });
});

test('everything that is missing is named at once, with how to get it', async () => {
  const missing: unknown = await checkTools(
    { PATH: empty, TERRAFORM_BINARY_NAME: 'no-such-terraform' },
    takenPort,
  ).catch((error: unknown) => error);
  if (!(missing instanceof CommandFailure)) {
    throw new Error('nothing was found missing');
  }
  expect(missing.message.split('\n')).toEqual([
    'TERRAFORM_BINARY_NAME names no-such-terraform, which is not installed.',
    'Nothing is installed that can run the embedded AWS (moto).',
    `Port ${takenPort} cannot be used (EADDRINUSE).`,
  ]);
  expect(missing.remedy).toMatch(/^Install Terraform .*\nInstall one of these: .*\nChoose another port/);
});

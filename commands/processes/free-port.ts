import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { CommandFailure } from '../cli/command-failure';

/** A TCP port of the loopback interface that nobody listens on. */
export async function freePort(): Promise<number> {
  return listenBriefly(0);
}

/** @throws CommandFailure if the port of the loopback interface is taken, or kept for others */
export async function requireFreePort(port: number): Promise<void> {
  try {
    await listenBriefly(port);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
    throw new CommandFailure(`Port ${port} cannot be used (${code}).`, {
      remedy: 'Choose another port, or omit --port to use a free one.',
    });
  }
}

async function listenBriefly(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Failure } from '../failure';

/** A TCP port of the loopback interface that nobody listens on. */
export async function freePort(): Promise<number> {
  return listenBriefly(0);
}

/** @throws Failure if the port of the loopback interface is taken, or kept for others */
export async function requireFreePort(port: number): Promise<void> {
  try {
    await listenBriefly(port);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
    throw new Failure(`Port ${port} cannot be used (${code})`, 'Name another port, or none, for a free one.');
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

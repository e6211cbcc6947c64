import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

export const APP_DIRECTORY = fileURLToPath(new URL('..', import.meta.url));
export const ENTRYPOINT = `${APP_DIRECTORY}docker-entrypoint.sh`;

/**
 * Starts a program in the app's directory. It sees nothing of this process's environment but the path to Node.js.
 *
 * @param {string[]} command
 * @param {Record<string, string>} environment
 */
export function start([file, ...parameters], environment) {
  const child = spawn(file, parameters, {
    cwd: APP_DIRECTORY,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const result = { status: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (result.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (result.stderr += text));
  const finished = once(child, 'close').then(([status]) => ({ ...result, status }));

  return {
    /** Its exit status and all that it printed. */
    finished,
    kill: (/** @type {NodeJS.Signals} */ signal) => child.kill(signal),
    /** @param {RegExp} pattern waits until the program has printed it */
    async printed(pattern) {
      while (!pattern.test(result.stdout)) {
        const ended = await Promise.race([finished, once(child.stdout, 'data').then(() => undefined)]);
        if (ended && !pattern.test(ended.stdout)) throw new Error(`ended before ${pattern}: ${ended.stderr}`);
      }
      return pattern.exec(result.stdout);
    },
  };
}

/**
 * @param {string[]} command
 * @param {Record<string, string>} [environment]
 */
export function run(command, environment = {}) {
  return start(command, environment).finished;
}

/**
 * Starts the server as a process of its own, which is killed when the test ends.
 *
 * @param {import('node:test').TestContext} test
 * @param {Record<string, string>} environment
 */
export async function startServer(test, environment) {
  const server = start(['node', 'src/server.js'], { PORT: '0', ...environment });
  test.after(() => server.kill('SIGKILL'));
  const [, port] = await server.printed(/listening on port (\d+)\n/);
  return { ...server, port: Number(port) };
}

/**
 * Serves an application on a free port of the loopback interface until the test ends.
 *
 * @param {import('node:test').TestContext} test
 * @param {import('node:http').RequestListener} application
 * @returns {Promise<string>} its address
 */
export async function serve(test, application) {
  const server = createServer(application);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/**
 * Starts what the SDK takes for Parameter Store.
 *
 * @param {import('node:test').TestContext} test
 * @param {(request: Record<string, unknown>) => { status?: number, body: unknown }} answer
 */
export async function startParameterStore(test, answer) {
  /** @type {{ target: string, body: Record<string, unknown> }[]} */
  const requests = [];
  const address = await serve(test, async (request, response) => {
    const body = JSON.parse((await request.setEncoding('utf8').toArray()).join(''));
    requests.push({ target: request.headers['x-amz-target'], body });
    const { status = 200, body: answerBody } = answer(body);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answerBody));
  });
  return { requests, environment: awsEnvironment(address) };
}

/** @param {string} address of a service on the loopback interface */
export function awsEnvironment(address) {
  return {
    AWS_ENDPOINT_URL: address,
    AWS_REGION: 'ap-northeast-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '2',
  };
}

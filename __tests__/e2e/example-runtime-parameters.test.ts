import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { processEnvironment } from './support/process-environment';
import { rehearseExample, telltales, type RehearsedExample } from './support/rehearsed-example';

const PATH = '/goecssample/dev/database';
const PRINT = ['node', '-p', 'JSON.stringify(process.env)'];

let example: RehearsedExample;

beforeAll(async () => {
  example = await rehearseExample('runtime-parameters');
});
afterAll(() => example.stop());

const withEntrypoint = (command: readonly string[], environment?: NodeJS.ProcessEnv) =>
  example.secrets(['exec', 'dev', 'web', '--', 'app/docker-entrypoint.sh', ...command], { environment });

test('the application has every parameter below its path in a variable, which its task definition does not name', () => {
  const [web] = example.rehearsal.services;
  expect(processEnvironment(web?.pid)).toMatchObject({
    PARAMETER_STORE_PREFIX: PATH,
    SAMPLE_MASTER_USER: example.valueOf(`${PATH}/sample/master/user`),
    SAMPLE_MASTER_PASSWORD: example.valueOf(`${PATH}/sample/master/password`),
  });
  expect(web?.variables).toEqual(['PARAMETER_STORE_PREFIX', 'REQUIRED_VARIABLES']);
});

test('more parameters than come in a page are all read, with no change of the service', async () => {
  const { ssm } = example.rehearsal.session.clients;
  const names = Array.from({ length: 25 }, (_, index) => `${PATH}/more/${index}`);
  for (const Name of names) {
    await ssm.send(new PutParameterCommand({ Name, Value: `value of ${Name}`, Type: 'SecureString' }));
  }
  const { stdout, exitCode } = await withEntrypoint(PRINT);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject(
    Object.fromEntries(names.map((name, index) => [`MORE_${index}`, `value of ${name}`])),
  );
  for (const Name of names) {
    await ssm.send(new DeleteParameterCommand({ Name }));
  }
});

test('the role that reads them is the task role', async () => {
  const { stdout } = await example.secrets(['exec', 'dev', 'web', '--as-role', '--', ...PRINT]);
  const { AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN } = JSON.parse(stdout) as NodeJS.ProcessEnv;
  expect(AWS_ACCESS_KEY_ID).not.toBe(example.rehearsal.embeddedAws.credentials.accessKeyId);
  expect(AWS_SESSION_TOKEN).not.toBeUndefined();
});

test('where access is denied, the container stops with a line that names the path', async () => {
  const denying = createServer((_request, response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not authorized' }));
  }).listen(0, '127.0.0.1');
  await once(denying, 'listening');
  const { port } = denying.address() as AddressInfo;
  const reader = ['env', `AWS_ENDPOINT_URL=http://127.0.0.1:${port}`, 'app/docker-entrypoint.sh', ...PRINT];
  const { stdout, stderr, exitCode } = await example.secrets(['exec', 'dev', 'web', '--', ...reader]);
  denying.close();
  denying.closeAllConnections();
  expect({ stdout, stderr, exitCode }).toEqual({
    stdout: '',
    stderr: `cannot start: the parameters below ${PATH} cannot be read (AccessDeniedException)`,
    exitCode: 1,
  });
});

test('where there is nothing below the path, too', async () => {
  const elsewhere = ['env', `PARAMETER_STORE_PREFIX=${PATH}2`, 'app/docker-entrypoint.sh', ...PRINT];
  expect(await example.secrets(['exec', 'dev', 'web', '--', ...elsewhere])).toMatchObject({
    stdout: '',
    stderr: `cannot start: there is no parameter below ${PATH}2`,
    exitCode: 1,
  });
});

test('no value is left in what was synthesized, planned, logged or kept as state', async () => {
  const traces = example.rehearsal.valuesSet.flatMap((name) => telltales(example.versionsOf(name)));
  expect(traces).toHaveLength(2);
  for (const trace of traces) {
    expect(await example.filesHolding(trace)).toEqual([]);
  }
});

test('is destroyed without a trace', async () => {
  expect(await example.destroy()).toEqual([]);
});

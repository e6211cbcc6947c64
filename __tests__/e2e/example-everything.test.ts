import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { placedName } from '../../lib/secrets/secret-location';
import { processEnvironment } from './support/process-environment';
import { rehearseExample, telltales, type RehearsedExample } from './support/rehearsed-example';

let example: RehearsedExample;

beforeAll(async () => {
  example = await rehearseExample('everything');
});
afterAll(() => example.stop());

const service = (name: string) => {
  const found = example.rehearsal.services.find((candidate) => candidate.name === name);
  return { environment: processEnvironment(found?.pid), files: found?.files ?? [] };
};
const jsonKey = (storedName: string, key: string) =>
  (JSON.parse(example.valueOf(storedName)) as Record<string, unknown>)[key];

test('a service has its parameters, keys of a secret, and what somebody else owns, in variables', () => {
  const { environment } = service('web');
  expect(environment).toMatchObject({
    SESSION_KEY: example.valueOf('/everything/dev/session-key'),
    DATABASE_USER: jsonKey('everything/dev/database', 'user'),
    DATABASE_PASSWORD: jsonKey('everything/dev/database', 'password'),
    LICENSE_KEY: example.valueOf('/shared/license-key'),
    VIRGINIA_LICENSE_KEY: example.valueOf('us-east-1:/shared/license-key'),
    ENDPOINT: example.valueOf('/shared/endpoint'),
  });
  expect(environment.DATABASE_USER).not.toBe(environment.DATABASE_PASSWORD);
});

test('another service that uses the same parameter has the same value, and nothing of the first besides', () => {
  const { environment } = service('search');
  expect(environment).toMatchObject({
    SESSION_KEY: service('web').environment.SESSION_KEY,
    PARTNER: example.valueOf('shared/partner'),
    VIRGINIA_PARTNER: example.valueOf('us-east-1:shared/partner'),
    PAYMENT_TOKEN: jsonKey('arn:aws:secretsmanager:ap-northeast-1:444455556666:secret:shared/payment-AbCdEf', 'token'),
    API_URL: example.valueOf('/everything/dev/feature/search/api-url'),
    API_KEY: example.valueOf('/everything/dev/feature/search/api-key'),
  });
  const others = ['DATABASE_USER', 'DATABASE_PASSWORD', 'LICENSE_KEY', 'TLS_KEY_FILE'];
  expect(Object.keys(environment)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(`^(${others.join('|')})$`)]),
  );
});

test('a file contains exactly the value, for nobody but its user, and the value is in no variable', () => {
  const { environment, files } = service('web');
  const [file] = files;
  const path = environment.TLS_KEY_FILE ?? '';
  expect(file).toEqual({ variable: 'TLS_KEY_FILE', path, mode: '0400' });
  expect(readFileSync(path, 'utf8')).toBe(example.valueOf('everything/dev/tls-key'));
  // Only root can give it to the user of the task definition.
  expect(statSync(path).uid).toBe(process.getuid?.() === 0 ? 1000 : process.getuid?.());
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(Object.values(environment).join('\n')).not.toContain('PRIVATE KEY');
});

test('the scheduled task ran to its end with its file', () => {
  const [report] = example.rehearsal.scheduledTasks;
  expect(report).toMatchObject({
    name: 'report',
    secretNames: ['DATABASE'],
    files: [{ variable: 'GOOGLE_APPLICATION_CREDENTIALS', mode: '0400' }],
  });
  expect(report?.output).toContain('service account rehearsal@rehearsal.iam.gserviceaccount.com');
});

test('what is declared to be plain is a String, and what is declared to be generated looks so', async () => {
  const { ssm } = example.rehearsal.session.clients;
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/shared/endpoint' }));
  expect(Parameter).toMatchObject({ Type: 'String', Value: example.valueOf('/shared/endpoint') });
  expect(example.valueOf('/everything/dev/session-key')).toMatch(/^[A-Za-z0-9]{48}$/);
});

test('no container has the credentials with which an image is pulled', () => {
  const { username, password } = JSON.parse(example.valueOf('shared/registry')) as Record<string, unknown>;
  expect([username, password]).toEqual([expect.stringMatching(/^rehearsal-/), expect.stringMatching(/^rehearsal-/)]);
  for (const { pid } of example.rehearsal.services) {
    expect(Object.values(processEnvironment(pid)).join('\n')).not.toContain(password);
  }
});

test('check finds nothing, neither in metadata nor in values', async () => {
  const { stdout, exitCode } = await example.secrets(['check', 'dev', '--deep', '--json']);
  expect({ exitCode, ...(JSON.parse(stdout) as object) }).toMatchObject({ exitCode: 0, findings: [], unchecked: [] });
});

test('generate replaces what is named, shows nothing of it, and has nothing to do for what is missing', async () => {
  const missing = await example.secrets(['generate', 'dev', '--missing', '--yes', '--json']);
  expect(JSON.parse(missing.stdout)).toMatchObject({
    written: [],
    skipped: [{ secret: '/everything/dev/session-key', reason: 'is set' }],
  });
  const { stdout, stderr, exitCode } = await example.secrets(['generate', 'dev', 'SESSION_KEY', '--yes']);
  const { ssm } = example.rehearsal.session.clients;
  const { Parameter } = await ssm.send(
    new GetParameterCommand({ Name: '/everything/dev/session-key', WithDecryption: true }),
  );
  const value = String(Parameter?.Value);
  expect({ exitCode, value }).toEqual({ exitCode: 0, value: expect.stringMatching(/^[A-Za-z0-9]{48}$/) as string });
  expect(value).not.toBe(example.valueOf('/everything/dev/session-key'));
  expect(stdout).toContain('npm run secrets -- rollout dev --changed --example everything');
  expect(`${stdout}${stderr}`).not.toContain(value);
  expect(await example.filesHolding(value)).toEqual([]);
});

test('no value of any form is left in what was synthesized, planned, logged or kept as state', async () => {
  const { inventory } = example.rehearsal.session;
  expect(inventory).toHaveLength(13);
  for (const { source, storedName } of inventory) {
    expect(await example.filesHolding(storedName)).not.toEqual([]);
    const traces = telltales(example.versionsOf(placedName(source, storedName)));
    expect(traces).not.toEqual([]);
    for (const trace of traces) {
      expect(await example.filesHolding(trace)).toEqual([]);
    }
  }
});

test('is destroyed without a trace, but for what somebody else owns', async () => {
  expect(await example.destroy()).toEqual([
    '/shared/endpoint',
    '/shared/license-key',
    'shared/partner',
    'shared/registry',
  ]);
});

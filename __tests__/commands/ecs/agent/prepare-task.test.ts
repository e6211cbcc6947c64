import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { prepareTask } from '../../../../commands/ecs/agent/prepare-task';
import { declareTask } from '../../../../commands/ecs/declared-task';
import { file } from '../../../../lib/secrets/secret-file';
import { parameter, secretsManager } from '../../../../lib/secrets/secret-source';
import type { ServiceDefinition } from '../../../../lib/services/service-definition';
import { environmentConfig, serviceDefinition } from '../../../support/environment-config';
import { awsError, fakeSession, type Answers } from '../../../support/secrets/fake-aws';

const HERE = 'ap-northeast-1:123456789012';
/** What a shell, `echo` or `printf` could change. */
const VALUE = 'a \'b\' "c" \\n %s $HOME `id` \n\nä';

const answers: Answers = {
  GetParametersCommand: ({ Names }) => ({
    Parameters: (Array.isArray(Names) ? Names.map(String) : []).map((ARN) => ({ ARN, Value: VALUE })),
  }),
  DescribeSecretCommand: ({ SecretId }) => ({
    Name: SecretId,
    ARN: `arn:aws:secretsmanager:${HERE}:secret:${String(SecretId)}-AbCdEf`,
  }),
  GetSecretValueCommand: () => ({ SecretString: VALUE }),
};

/** Prepares the service `web` of this configuration. */
async function prepare(config: Partial<ServiceDefinition>, change: Answers = {}) {
  const web = serviceDefinition({ secrets: {}, ...config });
  const environment = { ...environmentConfig({ application: 'shop', services: { web } }), name: 'dev' };
  const { session } = fakeSession(environment, { ...answers, ...change });
  const task = await declareTask(session, { kind: 'service', name: 'web', config: web });
  const { containers, remove } = await prepareTask(task, session.clients);
  const application = containers.find(({ definition }) => definition.name === 'web');
  if (application === undefined) {
    throw new Error('no application');
  }
  return { ...application, remove };
}

const withFiles: Partial<ServiceDefinition> = {
  user: '1000:1001',
  environmentVariables: { MODE: 'dev', SIMILAR: '/var/run/secrets/files2/x' },
  secrets: { TOKEN: parameter('token') },
  secretFiles: { KEY_FILE: file('key.pem', secretsManager('key')), OTHER_FILE: file('other', parameter('other')) },
};

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(os.tmpdir(), 'prepare-task-'));
  jest.spyOn(os, 'tmpdir').mockReturnValue(temporary);
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(temporary, { recursive: true, force: true });
});

describe('a task without files', () => {
  test('has its plain variables and its secrets, and makes no directory', async () => {
    const task = await prepare({ environmentVariables: { MODE: 'dev' }, secrets: { TOKEN: parameter('token') } });
    expect(task).toMatchObject({ variables: { MODE: 'dev', TOKEN: VALUE }, secretNames: ['TOKEN'], files: [] });
    expect(readdirSync(temporary)).toEqual([]);
  });
});

test('a task has nothing of what its image is pulled with', async () => {
  const registryCredentials = secretsManager('registry');
  const task = await prepare({ image: 'registry.example.com/shop:1', registryCredentials, secrets: {} });
  expect(task).toMatchObject({ variables: {}, secretNames: [], files: [] });
  expect(task.definition.repositoryCredentials).toEqual({
    credentialsParameter: `arn:aws:secretsmanager:${HERE}:secret:shop/dev/registry-AbCdEf`,
  });
});

describe('a task with files', () => {
  test('finds them where its variables say, as they were set, and for itself alone', async () => {
    const { variables, secretNames, files, remove } = await prepare(withFiles);
    expect(secretNames).toEqual(['TOKEN']);
    expect(Object.keys(variables).sort()).toEqual(['KEY_FILE', 'MODE', 'OTHER_FILE', 'SIMILAR', 'TOKEN']);
    expect(variables).toMatchObject({ MODE: 'dev', SIMILAR: '/var/run/secrets/files2/x', TOKEN: VALUE });
    expect(files).toEqual(
      ['KEY_FILE', 'OTHER_FILE'].map((variable) => ({ variable, path: variables[variable], mode: '0400' })),
    );
    for (const { path } of files) {
      expect(path.startsWith(temporary)).toBe(true);
      expect(readFileSync(path, 'utf8')).toBe(VALUE);
      expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
      expect(statSync(path).mode & 0o777).toBe(0o400);
    }
    remove();
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('leaves them to whoever is not root, who cannot give them away', async () => {
    const [user, group] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
    const [uid, gid] = user === 0 ? [1000, 1001] : [user, group];
    const { files, remove } = await prepare(withFiles);
    expect(files.map(({ path }) => [statSync(path).uid, statSync(path).gid])).toEqual([
      [uid, gid],
      [uid, gid],
    ]);
    remove();
  });

  test.each([
    ['the path itself', '/var/run/secrets/files', ''],
    ['a path below it', '/var/run/secrets/files/key.pem', '/key.pem'],
  ])('finds %s in a plain variable, too', async (_what, value, end) => {
    const { variables, files, remove } = await prepare({ ...withFiles, environmentVariables: { PLAIN: value } });
    remove();
    expect(variables.PLAIN).toBe(`${dirname(files[0]?.path ?? '')}${end}`);
  });

  test('leaves no file where one cannot be written', async () => {
    jest.spyOn(fs, 'writeFileSync').mockImplementation(() => {
      throw new Error('ENOSPC');
    });
    await expect(prepare(withFiles)).rejects.toThrow('ENOSPC');
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('the containers of a task', () => {
  const prepareAll = async (names?: readonly string[]) => {
    const web = serviceDefinition({
      secrets: { TOKEN: parameter('token') },
      environmentVariables: { SETTINGS: '/settings/x.json', ELSEWHERE: '/settings-2' },
      tmpfs: [{ path: '/tmp', sizeMiB: 1 }],
      command: ['cat', '/tmp/x'],
      sidecars: {
        init: {
          image: 'shop/init:1.0.0',
          secrets: { LICENSE: parameter('license') },
          environmentVariables: { SETTINGS: '/settings/x.json' },
          writablePaths: [{ path: '/settings', readableBy: ['web'] }],
        },
      },
      logRouter: {
        image: 'shop/router:1.0.0',
        options: { Name: 'stdout' },
        secretOptions: { apikey: parameter('datadog') },
      },
    });
    const environment = { ...environmentConfig({ application: 'shop', services: { web } }), name: 'dev' };
    const { session, calls } = fakeSession(environment, answers);
    const task = await declareTask(session, { kind: 'service', name: 'web', config: web });
    const { containers, remove } = await prepareTask(task, session.clients, names);
    remove();
    return { containers: new Map(containers.map((one) => [one.definition.name, one])), calls };
  };

  test('have each their own secrets, and share the directories of the volumes that they share', async () => {
    const { containers } = await prepareAll();
    const [web, init, router] = ['web', 'init', 'log-router'].map((name) => containers.get(name));
    expect([web?.secretNames, init?.secretNames, router?.secretNames]).toEqual([['TOKEN'], ['LICENSE'], ['apikey']]);
    expect(router?.variables).toEqual({});
    expect(web?.variables.SETTINGS).toMatch(/\/init-writable-1\/x\.json$/);
    expect(web?.variables).toMatchObject({ SETTINGS: init?.variables.SETTINGS, ELSEWHERE: '/settings-2' });
    expect(web?.command).toEqual(['cat', expect.stringMatching(/\/web-tmpfs-0\/x$/)]);
  });

  test('are read one by one where one alone is wanted', async () => {
    const { containers, calls } = await prepareAll(['init']);
    expect([...containers.keys()]).toEqual(['init']);
    const read = calls.flatMap(({ command, input }) => (command === 'GetParametersCommand' ? [input.Names] : []));
    expect(read).toEqual([[`arn:aws:ssm:${HERE}:parameter/shop/dev/license`]]);
  });
});

test('everything that ECS could not inject is reported together, by variable and ARN', async () => {
  const preparing = prepare(withFiles, {
    GetParametersCommand: () => ({ Parameters: [], InvalidParameters: [] }),
    GetSecretValueCommand: () => {
      throw awsError('ResourceNotFoundException');
    },
  });
  await expect(preparing).rejects.toThrow(
    [
      'ECS could not start web:',
      `web: TOKEN: arn:aws:ssm:${HERE}:parameter/shop/dev/token does not exist`,
      `web: file of KEY_FILE: arn:aws:secretsmanager:${HERE}:secret:shop/dev/key-AbCdEf cannot be read (ResourceNotFoundException)`,
      `web: file of OTHER_FILE: arn:aws:ssm:${HERE}:parameter/shop/dev/other does not exist`,
    ].join('\n'),
  );
  expect(readdirSync(temporary)).toEqual([]);
});

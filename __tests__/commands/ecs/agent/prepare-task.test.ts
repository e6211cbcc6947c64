import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { prepareTask } from '../../../../commands/ecs/agent/prepare-task';
import { file } from '../../../../lib/secrets/secret-file';
import { parameter, secretsManager } from '../../../../lib/secrets/secret-source';
import type { ServiceDefinition } from '../../../../lib/services/service-definition';
import { renderContainerDefinitions } from '../../../../lib/tasks/task-containers';
import { environmentConfig, serviceDefinition } from '../../../support/environment-config';
import { awsError, fakeAws, type Answers } from '../../../support/secrets/fake-aws';

const HERE = 'ap-northeast-1:123456789012';
/** What a shell, `echo` or `printf` could change. */
const VALUE = 'a \'b\' "c" \\n %s $HOME `id` \n\nä';

const answers: Answers = {
  GetParametersCommand: ({ Names }) => ({
    Parameters: (Array.isArray(Names) ? Names.map(String) : []).map((ARN) => ({ ARN, Value: VALUE })),
  }),
  GetSecretValueCommand: () => ({ SecretString: VALUE }),
};

/** A task as it would be deployed. */
function deployed(config: Partial<ServiceDefinition>) {
  const environment = { ...environmentConfig(), name: 'dev' };
  const rendered = renderContainerDefinitions(
    environment,
    { kind: 'service', name: 'web', config: serviceDefinition({ secrets: {}, ...config }) },
    [],
    {
      image: 'app:1',
      valueFrom: ({ store, name }) =>
        store === 'parameter-store'
          ? `arn:aws:ssm:${HERE}:parameter/${name}`
          : `arn:aws:secretsmanager:${HERE}:secret:${name}`,
    },
  );
  const containers = JSON.parse(JSON.stringify(rendered)) as ContainerDefinition[];
  const [application] = containers;
  if (application === undefined) {
    throw new Error('no container');
  }
  const roles = { executionRoleArn: '', taskRoleArn: '' };
  return { name: 'web', taskDefinitionArn: '', ...roles, containers, application };
}

const prepare = (config: Partial<ServiceDefinition>, change: Answers = {}) =>
  prepareTask(deployed(config), fakeAws({ ...answers, ...change }).clients, process.env);

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
      expect(statSync(dirname(dirname(path))).mode & 0o777).toBe(0o700);
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

  test('leaves no file when the container that writes them fails', async () => {
    const task = deployed(withFiles);
    task.containers.filter(({ essential }) => !essential).forEach((writer) => writer.command?.splice(2, 1, 'exit 3'));
    const preparing = prepareTask(task, fakeAws(answers).clients, process.env);
    await expect(preparing).rejects.toThrow('The container web-secret-files, which must succeed first, ended with 3.');
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('is not prepared when the container that writes them has only the command of its image', async () => {
    const task = deployed(withFiles);
    task.containers.filter(({ essential }) => !essential).forEach((writer) => delete writer.command);
    const preparing = prepareTask(task, fakeAws(answers).clients, process.env);
    await expect(preparing).rejects.toThrow(
      'The container web-secret-files has no command, and images are not run here',
    );
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
      `web-secret-files: KEY_FILE: arn:aws:secretsmanager:${HERE}:secret:key cannot be read (ResourceNotFoundException)`,
      `web-secret-files: OTHER_FILE: arn:aws:ssm:${HERE}:parameter/other does not exist`,
      `web: TOKEN: arn:aws:ssm:${HERE}:parameter/token does not exist`,
    ].join('\n'),
  );
  expect(readdirSync(temporary)).toEqual([]);
});

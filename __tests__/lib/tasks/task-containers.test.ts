import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runtimeSecrets, secretInventory } from '../../../lib/environment/secret-inventory';
import type { ScheduledTaskWorkload, ServiceWorkload } from '../../../lib/environment/workloads';
import { file } from '../../../lib/secrets/secret-file';
import { parameter, secretsManager } from '../../../lib/secrets/secret-source';
import type { ServiceDefinition } from '../../../lib/services/service-definition';
import { containerDefinitionsJson } from '../../../lib/tasks/container-definition';
import { renderContainerDefinitions } from '../../../lib/tasks/task-containers';
import { harmless } from '../../../lib/validation/harmless-text';
import { environmentConfig } from '../../support/environment-config';

const environment = { ...environmentConfig({ executeCommand: false }), name: 'dev' };
const references = {
  image: (reference: string) => `registry/${reference}`,
  valueFrom: ({ name }: { name: string }) => `arn:${name}`,
};
const minimal: ServiceDefinition = { image: 'app:1', size: { cpu: 256, memoryMiB: 512 }, desiredCount: 1 };

function containersOf(config: Partial<ServiceDefinition>, exec = false) {
  const workload: ServiceWorkload = { kind: 'service', name: 'web', config: { ...minimal, ...config } };
  return renderContainerDefinitions({ ...environment, executeCommand: exec }, workload, [], references);
}

const logConfiguration = {
  logDriver: 'awslogs',
  options: {
    'awslogs-group': '/ecs/ecs_parameter_store/dev/web',
    'awslogs-region': 'ap-northeast-1',
    'awslogs-stream-prefix': 'ecs',
    'max-buffer-size': '25m',
    mode: 'non-blocking',
  },
};

test('the text that Terraform takes says the same, without long runs of what cdktf takes for a number', () => {
  const containers = containersOf({ environmentVariables: { A: '1'.repeat(60_000), B: '-|.+'.repeat(1000), C: '}' } });
  const text = containerDefinitionsJson(containers);
  expect(JSON.parse(text)).toEqual(containers);
  expect(/[-|.+\d]{1004}/.test(text)).toBe(false);
  expect(containerDefinitionsJson(containersOf({}))).toBe(JSON.stringify(containersOf({})));
});

describe('the containers of a task', () => {
  test('are one with nothing that was not asked for', () => {
    expect(containersOf({})).toEqual([
      { name: 'web', image: 'registry/app:1', essential: true, readonlyRootFilesystem: true, logConfiguration },
    ]);
  });

  test('have texts that only look like secrets as they are, without the reason', () => {
    const text = harmless('--token-style', 'Only looks like one');
    const [container] = containersOf({
      command: ['app', text],
      environmentVariables: { TOKEN: text },
      healthCheck: { command: ['CMD', text] },
    });
    expect(container).toMatchObject({
      command: ['app', '--token-style'],
      environment: [{ name: 'TOKEN', value: '--token-style' }],
      healthCheck: { command: ['CMD', '--token-style'] },
    });
  });

  test('have all that was asked for, in alphabetical order', () => {
    expect(
      containersOf(
        {
          port: 80,
          command: ['node', 'x.js'],
          user: '1000:1000',
          environmentVariables: { ZONE: 'z', AREA: 'a' },
          secrets: { Z_KEY: parameter('z'), A_KEY: parameter('a') },
          runtimeParameters: 'database',
          healthCheck: { command: ['CMD', 'true'], startPeriodSeconds: 0 },
        },
        true,
      ),
    ).toEqual([
      {
        name: 'web',
        image: 'registry/app:1',
        essential: true,
        command: ['node', 'x.js'],
        user: '1000:1000',
        readonlyRootFilesystem: true,
        portMappings: [{ containerPort: 80 }],
        systemControls: [{ namespace: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
        environment: [
          { name: 'AREA', value: 'a' },
          { name: 'PARAMETER_STORE_PREFIX', value: '/ecs_parameter_store/dev/database' },
          { name: 'ZONE', value: 'z' },
        ],
        secrets: [
          { name: 'A_KEY', valueFrom: 'arn:a' },
          { name: 'Z_KEY', valueFrom: 'arn:z' },
        ],
        healthCheck: { command: ['CMD', 'true'], interval: 30, timeout: 5, retries: 3, startPeriod: 0 },
        mountPoints: [
          { sourceVolume: 'web-exec-1', containerPath: '/managed-agents' },
          { sourceVolume: 'web-exec-2', containerPath: '/var/lib/amazon/ssm' },
          { sourceVolume: 'web-exec-3', containerPath: '/var/log/amazon/ssm' },
        ],
        linuxParameters: { initProcessEnabled: true },
        logConfiguration,
      },
    ]);
  });

  test('need no kernel parameter for a port that every user may listen on', () => {
    expect(containersOf({ port: 1024 })[0]).not.toHaveProperty('systemControls');
    expect(containersOf({ port: 1023 })[0]).toHaveProperty('systemControls');
  });

  test('change with the rollout number of a secret, and only then', () => {
    const secrets = (rollout?: number) => containersOf({ secrets: { KEY: parameter('key', { rollout }) } });
    expect(secrets(2)).not.toEqual(secrets(1));
    expect(secrets(1)).not.toEqual(secrets());
    expect(secrets(2)).toEqual(secrets(2));
  });

  test('change with the rollout number of a parameter that is read at run time', () => {
    const labels = (rollout: number) => {
      const config: ServiceDefinition = { ...minimal, runtimeParameters: 'database' };
      const workload: ServiceWorkload = { kind: 'service', name: 'web', config };
      const declared = {
        ...environment,
        services: { web: config },
        parameters: [parameter('database/user', { rollout })],
      };
      const uses = runtimeSecrets(secretInventory(declared), workload);
      return renderContainerDefinitions(declared, workload, uses, references)[0]?.dockerLabels;
    };
    expect(labels(1)).toEqual({ 'secret-rollout./ecs_parameter_store/dev/database/user': '1' });
    expect(labels(2)).not.toEqual(labels(1));
  });

  test('of a scheduled task listen on no port and have no health check', () => {
    const workload: ScheduledTaskWorkload = {
      kind: 'scheduledTask',
      name: 'report',
      config: { image: 'app:1', size: { cpu: 256, memoryMiB: 512 }, schedule: 'rate(1 day)', timeZone: 'UTC' },
    };
    const [container] = renderContainerDefinitions(environment, workload, [], references);
    expect(container).not.toHaveProperty('portMappings');
    expect(container).not.toHaveProperty('healthCheck');
  });
});

describe('a container beside the application', () => {
  const containers = containersOf({
    secrets: { SESSION_KEY: parameter('session-key') },
    tmpfs: [{ path: '/tmp', sizeMiB: 64 }],
    stopTimeoutSeconds: 60,
    ulimits: { nofile: { soft: 1024, hard: 4096 } },
    sidecars: {
      proxy: {
        image: 'proxy:1',
        entryPoint: ['/proxy'],
        workingDirectory: '/srv',
        port: 443,
        cpu: 32,
        memoryMiB: 64,
        memoryReservationMiB: 32,
        readonlyRootFilesystem: false,
        secrets: { UPSTREAM_TOKEN: parameter('token', { rollout: 3 }) },
        dependsOn: { web: 'START' },
      },
      init: {
        image: 'init:1',
        essential: false,
        user: '1:1',
        secretFiles: { KEY_FILE: file('key', parameter('key')) },
        writablePaths: ['/own', { path: '/shared', readableBy: ['web'], writableBy: ['proxy'] }],
      },
    },
    logRouter: {
      image: 'router:1',
      configurationFile: '/extra.conf',
      options: { Name: 'datadog', Host: 'example.com' },
      secretOptions: { apikey: parameter('datadog') },
    },
  });
  const named = (name: string) => containers.find((container) => container.name === name);

  test('comes after it, before those that prepare the task', () => {
    expect(containers.map(({ name }) => name)).toEqual([
      'web',
      'init',
      'proxy',
      'log-router',
      'init-secret-files',
      'web-volumes',
    ]);
  });

  test('has its own settings, and a label for its own secrets', () => {
    expect(named('proxy')).toMatchObject({
      image: 'registry/proxy:1',
      essential: true,
      entryPoint: ['/proxy'],
      workingDirectory: '/srv',
      cpu: 32,
      memory: 64,
      memoryReservation: 32,
      portMappings: [{ containerPort: 443 }],
      dockerLabels: { 'secret-rollout./ecs_parameter_store/dev/token': '3' },
      dependsOn: [
        { containerName: 'log-router', condition: 'START' },
        { containerName: 'web', condition: 'START' },
        { containerName: 'web-volumes', condition: 'SUCCESS' },
      ],
    });
    expect(named('proxy')).not.toHaveProperty('readonlyRootFilesystem');
    expect(named('web')).not.toHaveProperty('dockerLabels');
    expect(named('web')).toMatchObject({
      stopTimeout: 60,
      ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
      linuxParameters: { tmpfs: [{ containerPath: '/tmp', size: 64 }] },
    });
  });

  test('has the secrets that it declares, and no other has them', () => {
    const secrets = containers.map(({ name, secrets = [] }) => [name, secrets.map((secret) => secret.name)]);
    expect(Object.fromEntries(secrets)).toEqual({
      web: ['SESSION_KEY'],
      init: [],
      proxy: ['UPSTREAM_TOKEN'],
      'log-router': [],
      'init-secret-files': ['KEY_FILE'],
      'web-volumes': [],
    });
  });

  test('has the directories of others where they are named, to write or only to read', () => {
    expect(named('init')?.mountPoints).toEqual([
      { sourceVolume: 'init-secret-files', containerPath: '/var/run/secrets/files', readOnly: true },
      { sourceVolume: 'init-writable-1', containerPath: '/own' },
      { sourceVolume: 'init-writable-2', containerPath: '/shared' },
    ]);
    expect(named('proxy')?.mountPoints).toEqual([{ sourceVolume: 'init-writable-2', containerPath: '/shared' }]);
    expect(named('web')?.mountPoints).toEqual([
      { sourceVolume: 'init-writable-2', containerPath: '/shared', readOnly: true },
    ]);
    expect(named('web-volumes')).toMatchObject({
      essential: false,
      command: ['chmod', '1777', '/volumes/init-writable-1', '/volumes/init-writable-2'],
    });
  });

  test('sends its log through the router, whose own log and those of the preparing ones go to CloudWatch', () => {
    const routed = {
      logDriver: 'awsfirelens',
      options: { Host: 'example.com', Name: 'datadog' },
      secretOptions: [{ name: 'apikey', valueFrom: 'arn:datadog' }],
    };
    expect(containers.map(({ name, logConfiguration: logs }) => [name, logs])).toEqual([
      ['web', routed],
      ['init', routed],
      ['proxy', routed],
      ['log-router', logConfiguration],
      ['init-secret-files', logConfiguration],
      ['web-volumes', logConfiguration],
    ]);
    expect(named('log-router')?.firelensConfiguration).toEqual({
      type: 'fluentbit',
      options: { 'config-file-type': 'file', 'config-file-value': '/extra.conf' },
    });
  });
});

describe('a secret file', () => {
  const secretFiles = {
    TLS_KEY_FILE: file('tls.key', secretsManager('tls-key')),
    GOOGLE_APPLICATION_CREDENTIALS: file('credentials.json', parameter('google')),
  };
  const [application, writer] = containersOf({ user: '1000:1000', secretFiles });

  test('reaches the application by its path alone', () => {
    expect(application).toMatchObject({
      environment: [
        { name: 'GOOGLE_APPLICATION_CREDENTIALS', value: '/var/run/secrets/files/credentials.json' },
        { name: 'TLS_KEY_FILE', value: '/var/run/secrets/files/tls.key' },
      ],
      mountPoints: [{ containerPath: '/var/run/secrets/files', readOnly: true }],
      dependsOn: [{ containerName: writer?.name, condition: 'SUCCESS' }],
    });
    expect(application).not.toHaveProperty('secrets');
  });

  test('is received by another container, which ends before the application starts', () => {
    expect(writer).toMatchObject({
      essential: false,
      readonlyRootFilesystem: true,
      secrets: [
        { name: 'GOOGLE_APPLICATION_CREDENTIALS', valueFrom: 'arn:google' },
        { name: 'TLS_KEY_FILE', valueFrom: 'arn:tls-key' },
      ],
    });
  });

  describe('as written by the command of that container', () => {
    const directory = mkdtempSync(join(tmpdir(), 'secret-files-'));
    const [program = '', ...args] = writer?.command ?? [];
    // What a shell might change: quotes, line ends, backslashes, dollar signs, percent signs, a dash in front.
    const value = `-n {"key": "\\n $HOME \`id\` %s"}\n\n`;

    const writeInto = (target: string) =>
      spawnSync(program, args, {
        env: {
          PATH: process.env.PATH,
          SECRET_FILES_DIRECTORY: target,
          SECRET_FILES_OWNER: `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`,
          GOOGLE_APPLICATION_CREDENTIALS: value,
          TLS_KEY_FILE: 'key',
        },
      }).status;

    beforeAll(() => {
      expect(writeInto(directory)).toBe(0);
    });
    afterAll(() => rmSync(directory, { recursive: true }));

    test('contains exactly the value', () => {
      expect(readFileSync(join(directory, 'credentials.json'), 'utf8')).toBe(value);
      expect(readFileSync(join(directory, 'tls.key'), 'utf8')).toBe('key');
    });

    test('can be read by its owner alone', () => {
      expect(statSync(join(directory, 'credentials.json')).mode & 0o777).toBe(0o400);
    });

    test.each(['credentials.json', 'tls.key'])('fails if it is %s that cannot be written', (fileName) => {
      const target = join(directory, `without-${fileName}`);
      // Not by a missing permission, which would not keep root from writing.
      mkdirSync(join(target, fileName), { recursive: true });
      expect(writeInto(target)).not.toBe(0);
    });
  });
});

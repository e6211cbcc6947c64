import type { ServiceDefinition } from '../../../lib/services/service-definition';
import type { ContainerConfig } from '../../../lib/tasks/container-config';
import type { LogRouterConfig, SidecarConfig } from '../../../lib/tasks/sidecar-config';
import { parameter } from '../../../lib/secrets/secret-source';
import { file } from '../../../lib/secrets/secret-file';
import { problemsWithService, unchecked } from '../../support/configuration-problems';

const sidecar: SidecarConfig = { image: 'shop/sidecar:1.0.0' };
const router: LogRouterConfig = { image: 'shop/router:1.0.0', options: { Name: 'stdout' } };

/** What is wrong with the service `web` of 256 CPU units and 512 MiB that has these sidecars. */
function problemsWithSidecars(
  sidecars: Readonly<Record<string, Partial<SidecarConfig>>>,
  service: Partial<ServiceDefinition> = {},
): readonly string[] {
  const whole = Object.entries(sidecars).map(([name, config]) => [name, { ...sidecar, ...config }] as const);
  return problemsWithService({
    size: { cpu: 256, memoryMiB: 512 },
    healthCheck: undefined,
    ...service,
    sidecars: Object.fromEntries(whole),
  });
}

describe('a field of a container', () => {
  // The bounds of https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html, and what Linux allows.
  test.each<[Partial<ServiceDefinition>, string[]]>([
    [{ stopTimeoutSeconds: 2 }, []],
    [{ stopTimeoutSeconds: 120 }, []],
    [{ stopTimeoutSeconds: 1 }, ['stopTimeoutSeconds: 1 must be a whole number, 2 to 120']],
    [{ stopTimeoutSeconds: 121 }, ['stopTimeoutSeconds: 121 must be a whole number, 2 to 120']],
    [{ ephemeralStorageGiB: 21 }, []],
    [{ ephemeralStorageGiB: 200 }, []],
    [{ ephemeralStorageGiB: 20 }, ['ephemeralStorageGiB: 20 must be a whole number, 21 to 200']],
    [{ ephemeralStorageGiB: 201 }, ['ephemeralStorageGiB: 201 must be a whole number, 21 to 200']],
    [{ cpuArchitecture: 'ARM64' }, []],
    [
      { cpuArchitecture: unchecked('arm64') },
      ['cpuArchitecture: "arm64" must be "X86_64" or "ARM64"; did you mean "ARM64"?'],
    ],
    [{ ulimits: { nofile: { soft: 1, hard: 1_048_576 } } }, []],
    [
      { ulimits: { nofile: { soft: 0, hard: 1_048_577 } } },
      [
        'ulimits.nofile.hard: 1048577 must be a whole number, 1 to 1048576',
        'ulimits.nofile.soft: 0 must be a whole number, 1 to 1048576',
      ],
    ],
    [{ ulimits: { nofile: { soft: 20, hard: 10 } } }, ['ulimits.nofile.soft: 20 must be at most the hard limit, 10']],
    [{ workingDirectory: '/srv/app' }, []],
    [{ workingDirectory: 'app' }, ['workingDirectory: "app" must be an absolute path, without ".."']],
    [{ entryPoint: ['/bin/tini', '--'] }, []],
    [{ entryPoint: [] }, ['entryPoint: must have at least one word']],
    [{ tmpfs: [{ path: '/tmp', sizeMiB: 511 }], size: { cpu: 256, memoryMiB: 512 } }, []],
    [
      { tmpfs: [{ path: '/tmp', sizeMiB: 512 }], size: { cpu: 256, memoryMiB: 512 } },
      ['tmpfs[0].sizeMiB: 512 must be less than the memory of the task, 512 MiB'],
    ],
  ])('%j gives %j', (fields, problems) => {
    expect(problemsWithService(fields)).toEqual(problems);
  });

  test('is not a file of variables in S3, and the message says what to do', () => {
    const environmentFiles = unchecked<never>([{ type: 's3', value: 'arn:aws:s3:::bucket/app.env' }]);
    expect(problemsWithService({ environmentFiles })).toEqual([
      'environmentFiles: is not supported: such files are objects in S3 with every value in plain, for whoever may read the bucket. ' +
        'Put plain settings into environmentVariables, and secrets into secrets; npm run secrets -- import reads a dotenv file once',
    ]);
  });
});

describe('a directory on a volume', () => {
  test.each(['/data', '/var/lib/app.d', '/tmp/a_b@c+d-e'])('may be %s', (path) => {
    expect(problemsWithService({ writablePaths: [path] })).toEqual([]);
    expect(problemsWithService({ tmpfs: [{ path, sizeMiB: 1 }] })).toEqual([]);
  });

  test.each(['/', 'data', '/data/', '/a//b', '/a/../b', '/a/.', '/a b', '/a:ro', `/${'a'.repeat(255)}`])(
    'cannot be %s',
    (path) => {
      expect(problemsWithService({ writablePaths: [path] })).toEqual([
        expect.stringContaining('must be an absolute path'),
      ]);
    },
  );

  test.each(['/proc', '/sys/fs', '/dev/shm'])('cannot be %s, which the container runtime fills', (path) => {
    expect(problemsWithService({ tmpfs: [{ path, sizeMiB: 1 }] })).toEqual([
      `tmpfs[0].path: "${path}" belongs to the container runtime`,
    ]);
  });

  test('is one thing in each container, also where another shares it', () => {
    const shared = { path: '/data', readableBy: ['web'] };
    expect(problemsWithSidecars({ a: { writablePaths: [shared] } })).toEqual([]);
    expect(problemsWithSidecars({ a: { writablePaths: [shared, '/data'] } })).toEqual([
      'sidecars.a.writablePaths[1]: "/data" is in "a" already by writablePaths of "a"; a directory is one thing',
    ]);
    expect(
      problemsWithSidecars({ a: { writablePaths: [shared] } }, { tmpfs: [{ path: '/data', sizeMiB: 1 }] }),
    ).toEqual([
      'sidecars.a.writablePaths[0].readableBy[0]: "/data" is in "web" already by tmpfs; a directory is one thing',
    ]);
    expect(problemsWithService({ writablePaths: ['/var/run/secrets/files'] })).toEqual([
      'writablePaths[0]: "/var/run/secrets/files" is in "web" already by secretFiles; a directory is one thing',
    ]);
  });

  test('is shared with containers that there are', () => {
    expect(
      problemsWithSidecars({ metrics: {} }, { writablePaths: [{ path: '/data', writableBy: ['metrisc'] }] }),
    ).toEqual(['writablePaths[0].writableBy[0]: "metrisc" is no container of the task; did you mean "metrics"?']);
  });
});

describe('a container waits', () => {
  const check: ContainerConfig['command'] = ['CMD', 'true'];

  test.each<[string, Partial<SidecarConfig>, Partial<SidecarConfig>]>([
    ['START', {}, {}],
    ['HEALTHY', { healthCheck: { command: check } }, {}],
    ['SUCCESS', { essential: false }, {}],
    ['COMPLETE', { essential: false }, {}],
  ])('for %s of another', (condition, other) => {
    expect(problemsWithSidecars({ other }, { dependsOn: unchecked({ other: condition }) })).toEqual([]);
  });

  test('for its health only where it is checked', () => {
    expect(problemsWithSidecars({ other: {} }, { dependsOn: { other: 'HEALTHY' } })).toEqual([
      'dependsOn.other: "HEALTHY" needs a healthCheck of "other", which has none',
    ]);
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
  test.each(['SUCCESS', 'COMPLETE'] as const)('never for %s of one with which the task ends', (condition) => {
    expect(problemsWithSidecars({ other: { dependsOn: { web: condition } } })).toEqual([
      `sidecars.other.dependsOn.web: "${condition}" cannot be: "web" is essential, and when it ends so does the task; ` +
        'give it essential: false, or wait for START or HEALTHY',
    ]);
  });

  test('for a container that there is', () => {
    expect(problemsWithSidecars({ other: {} }, { dependsOn: { othr: 'START' } })).toEqual([
      'dependsOn.othr: "othr" is no container of the task; did you mean "other"?',
    ]);
  });

  test.each<[string, Readonly<Record<string, Partial<SidecarConfig>>>, string]>([
    [
      'for itself',
      { a: { dependsOn: { a: 'START' } } },
      'sidecars.a.dependsOn: the containers wait for each other: "a" → "a"',
    ],
    [
      'in a circle',
      { a: { dependsOn: { b: 'START' } }, b: { dependsOn: { c: 'START' } }, c: { dependsOn: { a: 'START' } } },
      'sidecars.a.dependsOn: the containers wait for each other: "a" → "b" → "c" → "a"',
    ],
  ])('never %s', (_how, containers, problem) => {
    expect(problemsWithSidecars(containers)).toEqual([problem]);
  });

  test('for several that wait for one', () => {
    expect(
      problemsWithSidecars(
        { a: {}, b: { dependsOn: { a: 'START' } }, c: { dependsOn: { a: 'START', b: 'START' } } },
        { dependsOn: { b: 'START', c: 'START' } },
      ),
    ).toEqual([]);
  });
});

describe('what the containers share', () => {
  test('is a set of ports', () => {
    expect(problemsWithSidecars({ proxy: { port: 8080 } }, { port: 80 })).toEqual([]);
    expect(problemsWithSidecars({ proxy: { port: 80 } }, { port: 80 })).toEqual([
      'sidecars.proxy.port: 80 is also the port of "web"; the containers of a task share its ports',
    ]);
  });

  test('is the CPU of the task, of which the application gets some', () => {
    expect(problemsWithSidecars({ a: { cpu: 200 }, b: { cpu: 55 } })).toEqual([]);
    expect(problemsWithSidecars({ a: { cpu: 200 }, b: { cpu: 56 } })).toEqual([
      'size.cpu: 256 CPU units are too few: the other containers get 256, and the application needs some, too',
    ]);
  });

  test('is the memory of the task, of which the application gets some', () => {
    expect(problemsWithSidecars({ a: { memoryMiB: 505 }, b: { memoryMiB: 512, memoryReservationMiB: 6 } })).toEqual([]);
    expect(problemsWithSidecars({ a: { memoryMiB: 506 }, b: { memoryReservationMiB: 6 } })).toEqual([
      'size.memoryMiB: 512 MiB are too few: 512 are kept for the other containers, and the application needs some, too',
    ]);
    expect(problemsWithSidecars({ a: { memoryMiB: 513, memoryReservationMiB: 6 } })).toEqual([
      'sidecars.a.memoryMiB: 513 is more than the task has, 512 MiB',
    ]);
  });

  test('is given in shares that a container can live with', () => {
    expect(problemsWithSidecars({ a: { cpu: 1, memoryMiB: 6, memoryReservationMiB: 6 } })).toEqual([]);
    expect(problemsWithSidecars({ a: { cpu: 0, memoryMiB: 5 } })).toEqual([
      'sidecars.a.cpu: 0 must be a whole number, 1 or more',
      'sidecars.a.memoryMiB: 5 must be a whole number, 6 or more',
    ]);
    expect(problemsWithSidecars({ a: { memoryMiB: 20, memoryReservationMiB: 21 } })).toEqual([
      'sidecars.a.memoryReservationMiB: 21 must be at most memoryMiB, 20',
    ]);
  });
});

describe('the name of a sidecar', () => {
  test.each(['a', 'a'.repeat(128), 'A_b-1'])('may be %s', (name) => {
    expect(problemsWithSidecars({ [name]: {} })).toEqual([]);
  });

  test.each(['a'.repeat(129), 'a.b', 'a b', ''])('cannot be %j', (name) => {
    expect(problemsWithSidecars({ [name]: {} })).toEqual([
      expect.stringContaining('must be 1 to 128 letters, digits, "-" and "_"'),
    ]);
  });

  test('is not taken by the application, or by a container that is made', () => {
    expect(problemsWithSidecars({ web: {} })).toEqual([
      'sidecars.web: "web" is the name of the application; choose another',
    ]);
    expect(problemsWithSidecars({ 'log-router': {} })).toEqual([]);
    expect(problemsWithSidecars({ 'log-router': {} }, { logRouter: router })).toEqual([
      'sidecars["log-router"]: "log-router" is the name of the log router; choose another',
    ]);
    expect(
      problemsWithSidecars({
        a: { user: '1:1', secretFiles: { KEY: file('key', parameter('key')) } },
        'a-secret-files': {},
      }),
    ).toEqual([
      'sidecars["a-secret-files"]: "a-secret-files" is the name of the container that writes the secret files of "a"; choose another',
    ]);
  });
});

describe('a log router', () => {
  const problemsWithRouter = (change: Partial<LogRouterConfig>) =>
    problemsWithService({ logRouter: { ...router, ...change } });

  test('says where the logs go, by its options or a file', () => {
    expect(problemsWithRouter({})).toEqual([]);
    expect(problemsWithRouter({ type: 'fluentd', options: { '@type': 'stdout' } })).toEqual([]);
    expect(problemsWithRouter({ options: undefined, configurationFile: '/extra.conf' })).toEqual([]);
    expect(problemsWithRouter({ options: { Host: 'example.com' } })).toEqual([
      'logRouter.options: must name the output plugin as "Name", or a configurationFile must; the logs would go nowhere',
    ]);
  });

  test('has its secrets among the secret options', () => {
    const secretOptions = { apikey: parameter('key') };
    expect(problemsWithRouter({ secretOptions })).toEqual([]);
    expect(problemsWithRouter({ options: { Name: 'x', apikey: 'harmless' }, secretOptions })).toEqual([
      expect.stringContaining('logRouter.options.apikey: looks like a secret'),
      'logRouter.secretOptions.apikey: is also one of options; a name is used once',
    ]);
  });
});

test('a secret of a sidecar is checked as one of the application', () => {
  expect(problemsWithSidecars({ a: { secrets: { TOKEN: parameter('a//b') } } })).toHaveLength(1);
  expect(problemsWithSidecars({ a: { secrets: { PATH: parameter('path') } } })).toEqual([
    expect.stringContaining('sidecars.a.secrets.PATH: "PATH" steers how programs are loaded'),
  ]);
  expect(problemsWithSidecars({ a: { image: 'http://x' } })).toHaveLength(1);
});

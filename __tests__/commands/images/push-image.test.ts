import { pushImage, type PushSettings } from '../../../commands/images/push-image';
import type { Environment } from '../../../lib/environment/environment';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { createFakeProject, type FakeProject } from '../../support/images/fake-project';
import { CANARY, HOST, startFakeRegistry, type FakeRegistry } from '../../support/images/fake-registry';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const ENGINES = ['docker', 'podman', 'buildah', 'finch'];

let project: FakeProject;
let registry: FakeRegistry;

beforeEach(async () => {
  project = createFakeProject();
  registry = await startFakeRegistry();
  registry.images.set('shop:first', `sha256:${'0'.repeat(64)}`); // So the repository is there.
});

afterEach(() => {
  registry.service.stop();
  project.remove();
});

const environment = (services: Environment['services'], others: Partial<Environment> = {}): Environment => ({
  ...environmentConfig(),
  name: 'dev',
  services,
  ...others,
});

const web = environment({ web: serviceDefinition({ image: 'shop:latest' }) });

const notes: string[] = [];

function push(of: Environment = web, settings: Partial<PushSettings> = {}) {
  notes.length = 0;
  return pushImage({
    environment: of,
    registry,
    projectDirectory: project.directory,
    processEnvironment: project.processEnvironment,
    signal: new AbortController().signal,
    note: (line) => notes.push(line),
    ...settings,
  });
}

const commit = () => project.git('rev-parse', 'HEAD').slice(0, 12);

/** The engine is another process: the registry has what was pushed as soon as it asks for the password to do so. */
function hasAfterPush(name: string, digest = DIGEST) {
  const { ecr } = registry;
  ecr.middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName === 'GetAuthorizationTokenCommand') {
        registry.images.set(name, digest);
      }
      return next(args);
    },
    { step: 'initialize' },
  );
}

test.each(ENGINES)('%s builds, logs in without a password on a command line, and pushes', async (name) => {
  project.addEngine(name, 'echo "from the engine"');
  hasAfterPush(`shop:${commit()}`);
  const image = `${HOST}/shop:${commit()}`;
  expect(await push()).toEqual({ repository: 'shop', tag: commit(), digest: DIGEST, built: true, recorded: true });
  expect(project.engineCalls()).toEqual([
    `${name} version`,
    `${name} build --platform linux/amd64 --tag ${image} app`,
    `${name} login --username AWS --password-stdin ${HOST}`,
    `stdin: ${CANARY}`,
    `${name} push ${image}`,
  ]);
  expect(project.read('environments/images.json')).toBe(`{\n  "dev": {\n    "shop": "${DIGEST}"\n  }\n}\n`);
  expect(notes).toEqual([
    `Building app/ for linux/amd64 with ${name} …`,
    'from the engine',
    `Pushing ${image} …`,
    'from the engine',
  ]);
});

test('an image that is in the registry is neither built nor pushed again, also where there is no engine', async () => {
  registry.images.set(`shop:${commit()}`, DIGEST);
  expect(await push()).toMatchObject({ built: false, recorded: true });
  expect(await push()).toMatchObject({ built: false, recorded: false });
  expect(project.engineCalls()).toEqual([]);
});

test('the tag is the commit that last changed app/', async () => {
  const tag = commit();
  project.write('README.md', 'Changed\n');
  project.git('add', '.');
  project.git('commit', '--quiet', '--message=Change something else');
  registry.images.set(`shop:${tag}`, DIGEST);
  expect(await push()).toMatchObject({ tag, built: false });
});

test('the image is built for the architecture of the tasks that run it, and its tag tells it from the other', async () => {
  project.addEngine('docker');
  hasAfterPush(`shop:${commit()}-arm64`);
  registry.images.set(`shop:${commit()}`, `sha256:${'b'.repeat(64)}`);
  const arm = serviceDefinition({ image: 'shop:latest', cpuArchitecture: 'ARM64' });
  expect(await push(environment({ web: arm }))).toMatchObject({ tag: `${commit()}-arm64`, digest: DIGEST });
  expect(project.engineCalls()).toContain(
    `docker build --platform linux/arm64 --tag ${HOST}/shop:${commit()}-arm64 app`,
  );
});

test('an engine that does not work is passed over', async () => {
  project.addEngine('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
  project.addEngine('podman');
  hasAfterPush(`shop:${commit()}`);
  await push();
  expect(project.engineCalls()).toContain(`podman push ${HOST}/shop:${commit()}`);
});

test('a tag that somebody else pushed meanwhile is taken as it is', async () => {
  project.addEngine('docker', '[ "$1" = push ] && echo "tag invalid: the tag already exists" >&2 && exit 1');
  hasAfterPush(`shop:${commit()}`);
  expect(await push()).toMatchObject({ digest: DIGEST });
});

test('what was recorded for others stays', async () => {
  const before = { stg: { shop: DIGEST }, dev: { other: DIGEST } };
  project.write('environments/images.json', JSON.stringify(before));
  registry.images.set(`shop:${commit()}`, DIGEST);
  await push();
  expect(JSON.parse(project.read('environments/images.json'))).toEqual({
    dev: { other: DIGEST, shop: DIGEST },
    stg: { shop: DIGEST },
  });
});

describe('nothing is recorded, and it is said why, where', () => {
  afterEach(() => {
    expect(project.read('environments/images.json')).toBe('{}\n');
  });

  test('there is no engine', async () => {
    await expect(push()).rejects.toMatchObject({
      message: 'There is no program that builds container images: docker, podman, buildah, finch.',
      remedy: expect.stringContaining('https://podman.io/docs/installation') as string,
    });
  });

  test('no engine works', async () => {
    project.addEngine('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
    await expect(push()).rejects.toThrow('docker does not work: Cannot connect to the Docker daemon');
  });

  test.each(['build', 'login', 'push'])('%s fails', async (step) => {
    project.addEngine('docker', `[ "$1" = ${step} ] && echo "the reason" >&2 && exit 3`);
    await expect(push()).rejects.toThrow(`docker ${step} failed (3): the reason`);
  });

  test('the push seems to work, and the registry has nothing', async () => {
    project.addEngine('docker');
    await expect(push()).rejects.toThrow('was pushed, but the registry does not have it');
  });

  test.each(['src/new.js', 'Dockerfile'])('app/%s is not what was committed', async (file) => {
    project.write(`app/${file}`, 'not committed\n');
    await expect(push()).rejects.toThrow(/^app\/ has changes that are not committed:\n.* app\/.*$/);
  });

  test('app/ was never committed', async () => {
    project.git('rm', '-r', '--quiet', 'app');
    project.git('commit', '--quiet', '--amend', '--message=Without the application');
    await expect(push()).rejects.toThrow('No commit contains app/.');
  });

  test('there is no git repository', async () => {
    project.git('init', '--quiet');
    await expect(
      push(web, { processEnvironment: { ...project.processEnvironment, GIT_DIR: '/dev/null' } }),
    ).rejects.toThrow('The commit of app/ cannot be found out: git status');
  });

  test('the repository is not there', async () => {
    registry.images.clear();
    await expect(push()).rejects.toThrow('The registry of 123456789012 in ap-northeast-1 has no repository shop.');
  });

  test('it is not clear to which repository app/ belongs', async () => {
    const two = environment({
      web: serviceDefinition({ image: 'shop:1' }),
      worker: serviceDefinition({ image: 'worker:1' }),
    });
    await expect(push(two)).rejects.toMatchObject({ remedy: expect.stringContaining('"shop" or "worker"') as string });
    await expect(push(two, { repository: 'shopp' })).rejects.toThrow('did you mean "shop"?');
  });

  test.each([
    ['in another registry', 'public.ecr.aws/nginx/nginx:1'],
    ['named by a digest', `shop@${DIGEST}`],
  ])('every image is %s', async (_where, image) => {
    await expect(push(environment({ web: serviceDefinition({ image }) }))).rejects.toThrow(
      'dev has no image in its own registry that is named by a tag.',
    );
  });

  test('tasks of both architectures run the image', async () => {
    const both = environment({
      web: serviceDefinition({ image: 'shop:1' }),
      worker: serviceDefinition({ image: 'shop:1', cpuArchitecture: 'ARM64' }),
    });
    await expect(push(both)).rejects.toThrow('run images of shop on X86_64 and on ARM64');
  });

  test('it is interrupted', async () => {
    const controller = new AbortController();
    project.addEngine('docker', '[ "$1" = build ] && echo building && read -r never');
    const note = (line: string) => {
      if (line === 'building') {
        controller.abort();
      }
    };
    await expect(push(web, { signal: controller.signal, note })).rejects.toThrow();
    expect(project.engineCalls().filter((call) => call.startsWith('docker push'))).toEqual([]);
  });
});

test('a clone without the commit that last changed app/ is refused', async () => {
  project.write('README.md', 'Changed\n');
  project.git('add', '.');
  project.git('commit', '--quiet', '--message=Change something else');
  project.git('clone', '--quiet', '--depth=1', `file://${project.directory}`, 'shallow');
  await expect(push(web, { projectDirectory: `${project.directory}/shallow` })).rejects.toMatchObject({
    remedy: expect.stringContaining('fetch-depth: 0') as string,
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = import.meta.dirname;

/** Every file of a folder may be imported. */
const OPEN = undefined;

/**
 * The folders, from the ground floor up: a folder imports what is on lower floors, and nothing of its own floor or a higher one.
 * Where files are listed, they are the door: the other files of the folder are its own.
 */
const FLOORS = {
  lib: [
    { validation: OPEN, aws: OPEN, cluster: OPEN },
    {
      naming: OPEN,
      'schedule-expressions': ['schedule-expression', 'time-zone'],
      iam: [
        ...['permissions-boundary', 'policy-arn-rules', 'service-role', 'task-permission', 'task-permission-schema'],
        ...['trust-policy'],
      ],
      observability: OPEN,
      encryption: ['encryption-key', 'encryption-key-config', 'encryption-key-schema'],
    },
    {
      network: [
        ...['application-security-group', 'broad-rules', 'cidr', 'endpoint-services', 'flow-logs', 'member-groups'],
        ...['member-security-groups', 'network-config', 'security-group-rule-schema'],
        ...['network-schema', 'private-subnets', 'public-network', 'reach', 'subnet-rules', 'task-network'],
        ...['vpc-endpoints'],
      ],
      state: OPEN,
    },
    {
      secrets: [
        ...[
          'environment-secrets',
          'generated-value',
          'secret-file',
          'secret-location',
          'secret-name-rules',
          'secret-names',
        ],
        ...['secret-selector', 'secret-source', 'secret-source-schema', 'secret-stores'],
      ],
      account: OPEN,
      'load-balancing': [
        ...['access-logs-bucket', 'domain-certificate', 'domain-names', 'domain-records', 'load-balancer'],
        ...['load-balancer-config', 'load-balancer-schema', 'route-conditions', 'route-config', 'route-schema'],
        ...['service-route', 'shared-load-balancer', 'target-access'],
      ],
      scaling: ['scaling-config', 'scaling-schema', 'service-scaling'],
      'policy/rules': ['policy-rule', 'synthesized-stack'],
    },
    {
      tasks: [
        ...[
          'command-schema',
          'container-config',
          'configured-containers',
          'container-rules',
          'container-schema',
          'container-definition',
          'fargate-task-definition',
          'image',
          'pull-through-caches',
          'registry-credentials',
          'secret-files-writer',
          'secret-statements',
          'task-config',
          'task-size',
          'task-volumes',
        ],
        ...[
          'service-connect',
          'service-connect-config',
          'service-connect-schema',
          'sidecar-config',
          'task-containers',
          'task-destinations',
          'task-policies',
          'task-schema',
          'workload',
        ],
      ],
      policy: ['evaluate-policies', 'policy-exception', 'policy-exception-schema', 'policy-rules'],
    },
    {
      services: OPEN,
      schedules: ['scheduled-task-definition', 'scheduled-task-schema', 'scheduled-tasks'],
    },
    {
      environment: [
        ...['account-rules', 'environment', 'environment-config', 'image-digests', 'reach-rule', 'routed-services'],
        ...['protected-resources', 'secret-inventory', 'task-groups'],
        ...['name-rules', 'policy-reasons', 'validate-environments', 'workloads'],
      ],
    },
    {
      delivery: [
        ...[
          'account-config',
          'delivery-names',
          'image-repositories',
          'project',
          'project-policies',
          'validate-project',
        ],
        'workflow-roles',
      ],
    },
  ],
  commands: [
    { cli: OPEN },
    {
      aws: OPEN,
      processes: OPEN,
      access: ['program'],
      adopt: ['program'],
      workflows: ['list-environments', 'review-comment'],
    },
    {
      stores: OPEN,
      scripts: ['program'],
      policy: ['program'],
      terraform: OPEN,
      'embedded-aws': ['embedded-aws', 'launcher'],
    },
    {
      plans: OPEN,
      duplicates: OPEN,
      ecs: OPEN,
      'ecs/stopped-tasks': ['explain-stopped-task', 'reason', 'stopped-task'],
      images: ['find-image-problems', 'image-registry', 'program'],
    },
    { 'ecs/agent': OPEN, 'ecs/deployments': OPEN, 'ecs/task-runs': OPEN },
    { recover: ['program', 'recover', 'recover-clients', 'find-unknown', 'unfinished-resources'] },
    { bootstrap: ['program'], 'secrets/checks': OPEN, 'secrets/rollout': OPEN, task: ['program'], drift: ['program'] },
    { 'secrets/writes': OPEN, 'review/model': OPEN },
    { 'review/sections': OPEN },
    { secrets: ['import', 'program'], 'review/page': OPEN },
    {
      rehearsal: ['program'],
      deployment: ['deploy-program', 'explain-program'],
      review: ['program'],
    },
  ],
};

const folders = Object.entries(FLOORS).flatMap(([layer, floors]) =>
  floors.flatMap((floor, height) =>
    Object.entries(floor).map(([name, door]) => ({ path: `${layer}/${name}`, layer, height, door })),
  ),
);

/** The files of a folder, without those of the folders in it. */
function filesOf(path) {
  return readdirSync(join(root, path))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${path}/${name}`);
}

const unknown = Object.keys(FLOORS)
  .flatMap((layer) =>
    readdirSync(join(root, layer), { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory()),
  )
  .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
  .filter((path) => filesOf(path).length > 0 && folders.every((folder) => folder.path !== path));
if (unknown.length > 0) {
  throw new Error(`No floor is given in eslint.layers.mjs: ${unknown.join(', ')}`);
}

/** What the files of a layer or folder may import of the project; packages are in `node_modules`. */
const zone = (target, except, message) => ({ target, from: '.', except, message });

/** An import of a higher floor, or of the same one. */
const floorZones = folders.map(({ path, layer, height }) => {
  const lower = folders.filter((other) => other.layer === layer && other.height < height).map((other) => other.path);
  const others = { lib: [], commands: ['environments', 'examples', 'lib'] }[layer];
  return zone(`${path}/*.ts`, [path, ...lower, ...others, 'node_modules'], `${path} imports only lower floors`);
});

/** An import of a file that is behind the door of its folder. A folder is at home in those inside it, and in the one around it. */
const doorZones = folders
  .filter(({ door }) => door !== OPEN)
  .map(({ path, door }) => ({
    target: ['stacks', 'environments', 'examples', 'commands/*.ts', ...folders.filter(isForeign(path)).map(targetOf)],
    from: filesOf(path).filter((file) => !door.includes(file.slice(path.length + 1, -'.ts'.length))),
    message: `${path} is entered by: ${door.join(', ')}`,
  }))
  .filter(({ from }) => from.length > 0);

function isForeign(path) {
  return (other) => other.path !== path && !other.path.startsWith(`${path}/`) && !path.startsWith(`${other.path}/`);
}

function targetOf({ path }) {
  return `${path}/*.ts`;
}

// A construct is a file of lib/ that imports cdktf; the rest of lib/ is pure, and works without it. Read off the files, because a
// list would have to be kept.
const library = folders.filter(({ layer }) => layer === 'lib').flatMap(({ path }) => filesOf(path));
const constructs = library.filter((file) =>
  /\b(?:from |import |import\()'(?:cdktf|constructs|@cdktf)\b/.test(readFileSync(join(root, file), 'utf8')),
);
const pureModules = library.filter((file) => !constructs.includes(file));

/** The zones of `import-x/no-restricted-paths`. */
export const zones = [
  zone('main.ts', ['environments', 'stacks'], 'main.ts only puts environments and stacks together'),
  zone('examples/main.ts', ['examples', 'stacks'], 'main.ts only puts examples and stacks together'),
  zone('stacks', ['stacks', 'lib', 'node_modules'], 'stacks know environments by type only'),
  zone('environments', ['environments', 'lib'], 'environments are data'),
  zone('examples/!(main).ts', ['examples', 'lib'], 'examples are data'),
  zone(
    'commands',
    ['commands', 'environments', 'examples', 'lib', 'node_modules'],
    'commands work on what was synthesized, or on the data',
  ),
  ...floorZones,
  ...doorZones,
  {
    target: [...pureModules, 'environments', 'examples', 'commands'],
    from: constructs,
    message: 'only stacks and constructs build resources; the rest works without cdktf',
  },
  { target: '.', from: ['main.ts', 'examples/main.ts'], message: 'importing anything never synthesizes' },
];

import { ContainerDefinition$, RegisterTaskDefinitionRequest$ } from '@aws-sdk/client-ecs';
import { adoptTask } from '../../../commands/adopt/adopt-task';
import { readTaskDefinition } from '../../../commands/adopt/task-definition';
import { environmentConfig } from '../../support/environment-config';

/** A schema of the SDK: a number for what is simple, a list that begins with its kind, a list with such a schema and its traits. */
type Schema = number | readonly unknown[] | (() => Schema);

const [LIST, STRUCTURE, UNION] = [1, 3, 4];

/** Something of each simple type, and something else. */
const SAMPLES: Readonly<Record<number, readonly [unknown, unknown]>> = {
  0: ['one', 'other'],
  1: [77, 78],
  2: [true, false],
  64: [['one'], ['other']],
  65: [[77], [78]],
  128: [{ one: 'one' }, { one: 'other' }],
};

/** A value with all that the service model knows, in which one field is another than usual. */
function sampleOf(given: Schema, different: string | undefined, seen: (path: string) => void, path = ''): unknown {
  const schema = typeof given === 'function' ? given() : given;
  if (typeof schema === 'function') {
    return sampleOf(schema, different, seen, path);
  }
  if (typeof schema === 'number') {
    seen(path);
    return SAMPLES[schema]?.[path === different ? 1 : 0];
  }
  const [kind, , , , members, types] = schema;
  switch (kind) {
    case STRUCTURE:
    case UNION:
      return Object.fromEntries(
        (members as string[]).map((name, index) => [
          name,
          sampleOf((types as Schema[])[index] ?? 0, different, seen, `${path}.${name}`),
        ]),
      );
    case LIST:
      return [sampleOf(members as Schema, different, seen, path)];
    default:
      return sampleOf(kind as Schema, different, seen, path);
  }
}

const environment = { ...environmentConfig({ serviceConnect: true }), name: 'dev' };
const place = {
  environment,
  location: { partition: 'aws', region: 'ap-northeast-1', accountId: '123456789012' },
  namesRegion: 'ap-northeast-1',
  declaredSecrets: new Map(),
};

const ROLES = ['application', 'sidecar', 'logRouter'] as const;

/** What is made of a task definition in which every field is set. */
function adoptSample(different: string | undefined, seen: (path: string) => void = () => undefined): string {
  const containers = ROLES.map((role) => {
    const path = `containerDefinitions(${role})`;
    const { firelensConfiguration, ...container } = sampleOf(ContainerDefinition$, different, seen, path) as {
      firelensConfiguration?: unknown;
    };
    // The application is the first essential container.
    const essential = role === 'application' ? { essential: true } : {};
    return { ...container, ...essential, name: role, ...(role === 'logRouter' && { firelensConfiguration }) };
  });
  const task = sampleOf(RegisterTaskDefinitionRequest$, different, seen) as object;
  const definition = readTaskDefinition(JSON.stringify({ ...task, containerDefinitions: containers }));
  return JSON.stringify(adoptTask(definition, place));
}

function paths(): string[] {
  const all = new Set<string>();
  adoptSample(undefined, (path) => all.add(path));
  return [...all].filter(
    (path) =>
      !path.startsWith('.containerDefinitions') &&
      !/^containerDefinitions\((?:application|sidecar)\)\.firelensConfiguration/.test(path) &&
      !/^containerDefinitions\(\w+\)\.name$|\(application\)\.essential$/.test(path),
  );
}

test('knows more than a hundred fields of the service model', () => {
  expect(new Set(paths().map((path) => path.replace(/\(\w+\)/, ''))).size).toBeGreaterThan(100);
});

// Every field of RegisterTaskDefinition is in the declaration, or among what is left out: what is in neither would be lost in silence.
test('loses no field that the service model has', () => {
  const usual = adoptSample(undefined);
  expect(paths().filter((path) => adoptSample(path) === usual)).toEqual([]);
});

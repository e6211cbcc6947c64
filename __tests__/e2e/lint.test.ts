import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const project = resolve(__dirname, '../..');

/** Loads in a process of its own: Jest's module system cannot load ESLint's configuration. */
const LINT = `
  import { ESLint } from 'eslint';
  const eslint = new ESLint({
    // This rule needs no types, which take most of the time.
    ruleFilter: ({ ruleId }) => ruleId === 'import-x/no-restricted-paths',
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  });
  const messages = [];
  for (const [filePath, text] of JSON.parse(process.argv[1])) {
    const [result] = await eslint.lintText(text, { filePath });
    messages.push(result.messages.map(({ message }) => message));
  }
  console.log(JSON.stringify(messages));`;

/** An import that somebody might add to a file, and what lint says of it. */
const IMPORTS: readonly (readonly [file: string, imported: string, message: string | undefined])[] = [
  // A higher floor, the same floor, a lower one.
  ['lib/naming/names.ts', '../tasks/task-config', 'lib/naming imports only lower floors'],
  ['lib/tasks/workload.ts', '../environment/environment', 'lib/tasks imports only lower floors'],
  ['lib/services/service-definition.ts', '../schedules/scheduled-task-definition', 'lib/services imports only lower'],
  ['lib/services/service-definition.ts', '../tasks/task-config', undefined],
  ['commands/stores/session.ts', '../secrets/program', 'commands/stores imports only lower floors'],
  ['commands/secrets/writes/writable.ts', '../list', 'commands/secrets/writes imports only lower floors'],
  ['commands/secrets/list.ts', './writes/writable', undefined],
  // The inside of a folder, and its door.
  ['stacks/environment-stack.ts', '../lib/network/subnets', 'lib/network is entered by: '],
  ['lib/services/service-schema.ts', '../tasks/variable-names', 'lib/tasks is entered by: '],
  ['commands/rehearsal/program.ts', '../ecs/stopped-tasks/start-reasons', 'commands/ecs/stopped-tasks is entered by: '],
  ['stacks/environment-stack.ts', '../lib/network/public-network', undefined],
  // Other layers.
  ['lib/naming/names.ts', '../../environments/index', 'lib/naming imports only lower floors'],
  ['commands/access/program.ts', '../../lib/cluster/fargate-cluster', 'only stacks and constructs build resources'],
  ['commands/access/program.ts', '../../stacks/create-app', 'commands work on what was synthesized'],
  ['environments/dev.ts', '../stacks/create-app', 'environments are data'],
];

let messages: string[][];
beforeAll(() => {
  const files = IMPORTS.map(([file, imported]) => [file, `import '${imported}';\n`]);
  const lint = ['--input-type=module', '--eval', LINT, JSON.stringify(files)];
  messages = JSON.parse(execFileSync(process.execPath, lint, { cwd: project, encoding: 'utf8' })) as string[][];
});

test.each(IMPORTS.map(([file, imported, message], index) => [file, imported, message, index] as const))(
  'lint says of %s importing %s: %s',
  (_file, _imported, message, index) => {
    if (message === undefined) {
      expect(messages[index]).toEqual([]);
    } else {
      expect(messages[index]).toContainEqual(expect.stringContaining(message));
    }
  },
);

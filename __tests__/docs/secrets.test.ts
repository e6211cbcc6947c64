import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { problemsWith } from '../support/configuration-problems';
import { codeBlocks } from './markdown';

const root = resolve(__dirname, '../..');
const examples = [
  ...blocksOf('docs/secrets.md'),
  ...blocksOf('docs/tasks.md'),
  // One line is a secret of a service, as README.md says.
  ...blocksOf('README.md').map((block) =>
    /^[A-Z_]+: .*\n$/.test(block) ? `services: { web: { ...web, secrets: { ${block} } } },\n` : block,
  ),
];

function blocksOf(page: string): string[] {
  return codeBlocks(readFileSync(join(root, page), 'utf8'), 'ts');
}

/** What the examples are a part of. */
const HEADER = [
  "import type { EnvironmentConfig } from '../../lib/environment/environment-config';",
  "import { file } from '../../lib/secrets/secret-file';",
  "import { existingParameter, existingSecret, parameter, secretsManager, select } from '../../lib/secrets/secret-source';",
  "import { harmless } from '../../lib/validation/harmless-text';",
  "const image = 'shop:1.0.0';",
  'const size = { cpu: 256, memoryMiB: 512 };',
  'const web = { image, size, desiredCount: 1, port: 80, secrets: {} };',
  "const task = { image, size, schedule: 'rate(1 day)', timeZone: 'Asia/Tokyo' };",
].join('\n');

/** An example is fields of an environment, after the constants that they use. */
function program(example: string): string {
  const fields = example.search(/^\w+: /m);
  return [
    HEADER,
    example.slice(0, fields),
    `export const config: Partial<EnvironmentConfig> = {\n${example.slice(fields)}\n};`,
  ].join('\n');
}

const programs = new Map(
  examples.map((example, index) => [join(__dirname, `example-${index + 1}.ts`), program(example)]),
);

/** What the compiler says of every example, by its file. */
function compile(): Map<string, string[]> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const project = ts.convertCompilerOptionsFromJson(config.compilerOptions, root).options;
  // No example uses all that is imported for them.
  const options = { ...project, types: [], noUnusedLocals: false };
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (path) => programs.has(path) || fileExists(path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const text = programs.get(path);
    return text === undefined
      ? getSourceFile(path, languageVersion, ...rest)
      : ts.createSourceFile(path, text, languageVersion);
  };
  const compiled = ts.createProgram([...programs.keys()], options, host);
  const messages = new Map([...programs.keys()].map((path): [string, string[]] => [path, []]));
  for (const { file, messageText } of ts.getPreEmitDiagnostics(compiled)) {
    const path = file?.fileName ?? '';
    messages.set(path, [...(messages.get(path) ?? []), ts.flattenDiagnosticMessageText(messageText, '\n')]);
  }
  return messages;
}

/** The part of an environment that an example declares. */
function evaluate(text: string): Partial<EnvironmentConfig> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exported: { config?: Partial<EnvironmentConfig> } = {};
  const run = compileFunction(outputText, ['require', 'exports']) as (...globals: unknown[]) => void;
  run(require, exported);
  return exported.config ?? {};
}

describe('the examples of docs/secrets.md, docs/tasks.md and README.md', () => {
  test('are there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(12);
  });

  test('compile, each by itself', () => {
    expect(Object.fromEntries(compile())).toEqual(Object.fromEntries([...programs.keys()].map((path) => [path, []])));
  });

  test.each([...programs.values()].map((text, index) => [index + 1, text] as const))(
    'declare, in number %i, what synth accepts',
    (_number, text) => {
      const config = evaluate(text);
      expect(Object.keys(config)).not.toHaveLength(0);
      expect(problemsWith({ application: 'shop', services: {}, ...config })).toEqual([]);
    },
  );

  test('use every form that there is', () => {
    const exported = /export function (\w+)/g;
    const forms = ['secret-source', 'secret-file'].flatMap((name) =>
      [...readFileSync(join(root, 'lib/secrets', `${name}.ts`), 'utf8').matchAll(exported)].map(
        ([, form = '']) => form,
      ),
    );
    const text = examples.join('\n');
    expect(forms.filter((form) => !text.includes(`${form}(`))).toEqual([]);
  });
});

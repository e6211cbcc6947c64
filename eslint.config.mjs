import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const root = import.meta.dirname;

// A construct is a file of lib/ that imports cdktf; the rest of lib/ is pure, and works without it. Read off the files, because a
// list would have to be kept.
const library = readdirSync(join(root, 'lib'), { recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `lib/${name}`);
const constructs = library.filter((file) =>
  /\b(?:from |import |import\()'(?:cdktf|constructs|@cdktf)\b/.test(readFileSync(join(root, file), 'utf8')),
);
const pureModules = library.filter((file) => !constructs.includes(file));

/** What the files of a layer may import of the project; packages are in `node_modules`. */
const layer = (target, allowed, message) => ({ target, from: '.', except: allowed, message });

const restrictImports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

const BARREL = {
  regex: '^@cdktf/provider-aws(?!/lib/(?!index$|lazy-index$)[a-z0-9-]+$)',
  message: 'Import the resource alone: the barrel costs seconds.',
};
const CDKTF = { regex: '^(cdktf|constructs|@cdktf)(/|$)', message: 'This layer works without cdktf.' };
const PACKAGE = { regex: '^[^.]', message: 'Data imports nothing but lib/.' };
const ENVIRONMENT = 'Only main.ts reads the environment.';
const PROCESS = { regex: '^(node:)?process$', message: ENVIRONMENT };

export default defineConfig(
  { ignores: ['node_modules', 'cdktf.out', '.build', 'coverage', 'app'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: root,
          zones: [
            layer('main.ts', ['environments', 'stacks'], 'main.ts only puts environments and stacks together'),
            layer('examples/main.ts', ['examples', 'stacks'], 'main.ts only puts examples and stacks together'),
            layer('stacks', ['stacks', 'lib', 'node_modules'], 'stacks know environments by type only'),
            layer('lib', ['lib', 'node_modules'], 'lib knows no environment'),
            layer('environments', ['environments', 'lib'], 'environments are data'),
            layer('examples/!(main).ts', ['examples', 'lib'], 'examples are data'),
            layer(
              'commands',
              ['commands', 'environments', 'examples', 'lib', 'node_modules'],
              'commands work on what was synthesized, or on the data',
            ),
            {
              target: [...pureModules, 'environments', 'examples', 'commands'],
              from: constructs,
              message: 'only stacks and constructs build resources; the rest works without cdktf',
            },
            { target: '.', from: ['main.ts', 'examples/main.ts'], message: 'importing anything never synthesizes' },
          ],
        },
      ],
      ...restrictImports(BARREL),
    },
  },
  { files: ['lib/**/*.ts', 'stacks/**/*.ts'], rules: restrictImports(BARREL, PROCESS) },
  { files: ['commands/**/*.ts'], rules: restrictImports(CDKTF) },
  { files: ['environments/**/*.ts', 'examples/!(main).ts'], rules: restrictImports(PACKAGE) },
  {
    // Of what synthesizes, only the two main.ts read process.env.
    files: ['lib/**/*.ts', 'stacks/**/*.ts', 'environments/**/*.ts', 'examples/!(main).ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: ENVIRONMENT },
        { object: 'globalThis', property: 'process', message: ENVIRONMENT },
      ],
    },
  },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: { module: 'writable', process: 'readonly' } } },
);

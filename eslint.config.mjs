import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Files of lib/ that build resources; the rest of lib/ is pure, and works without cdktf. */
const CDKTF = ['cdktf', 'constructs', '@cdktf/*'];

const layer = (target, from, message) => ({ target, from, message });

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
          zones: [
            layer('lib', ['stacks', 'environments', 'examples', 'commands', 'main.ts'], 'lib knows no environment'),
            layer('environments', ['stacks', 'examples', 'commands', 'main.ts'], 'environments are data'),
            layer('examples/!(main).ts', ['stacks', 'environments', 'commands', 'main.ts'], 'examples are data'),
            layer(
              'stacks',
              ['environments', 'examples', 'commands', 'main.ts'],
              'stacks know environments by type only',
            ),
            layer('commands', ['stacks', 'main.ts'], 'commands work on what was synthesized, not on constructs'),
          ],
        },
      ],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: '@cdktf/provider-aws', message: 'Import the resource alone: the barrel costs seconds.' }] },
      ],
    },
  },
  {
    files: ['environments/**/*.ts', 'examples/**/*.ts', 'commands/**/*.ts', 'lib/**/*-config.ts', 'lib/**/*-schema.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: CDKTF, message: 'This layer works without cdktf.' }] }],
    },
  },
  {
    // The only reader of process.env among what synthesizes.
    files: ['lib/**/*.ts', 'stacks/**/*.ts', 'environments/**/*.ts', 'examples/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only main.ts reads the environment.' },
      ],
    },
  },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: { module: 'writable', process: 'readonly' } } },
);

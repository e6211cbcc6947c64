import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import jsdoc from 'eslint-plugin-jsdoc';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { zones } from './eslint.layers.mjs';

const restrictImports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

const BARREL = {
  regex: '^@cdktf/provider-aws(?!/lib/(?!index$|lazy-index$)[a-z0-9-]+$)',
  message: 'Import the resource alone: the barrel costs seconds.',
};
const CDKTF = { regex: '^(cdktf|constructs|@cdktf)(/|$)', message: 'This layer works without cdktf.' };
const PACKAGE = { regex: '^[^.]', message: 'Data imports nothing but lib/.' };
const ENVIRONMENT = 'Only main.ts reads the environment.';

/** Properties of exported data and of constructs. AWS documents its own container definitions and policies. */
const DOCUMENTED = [
  'ExportNamedDeclaration > TSInterfaceDeclaration[id.name!=/^(?:Container|Policy|MountPoint)/] > TSInterfaceBody > TSPropertySignature',
  'PropertyDefinition[accessibility=public]',
];

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
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      ...restrictImports(BARREL),
    },
  },
  { files: ['lib/**/*.ts', 'stacks/**/*.ts'], rules: restrictImports(BARREL, PROCESS) },
  {
    files: ['lib/**/*.ts', 'stacks/**/*.ts'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': ['error', { require: { FunctionDeclaration: false }, contexts: DOCUMENTED }],
      'jsdoc/require-description': ['error', { contexts: DOCUMENTED }],
      'jsdoc/no-restricted-syntax': [
        'error',
        {
          contexts: DOCUMENTED.map((context) => ({
            context: `${context}[optional=true]`,
            comment: 'JsdocBlock:not(:has(JsdocTag[tag=default]))',
            message: 'Say with @default what an optional property is when it is left out.',
          })),
        },
      ],
    },
  },
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
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: { console: 'readonly', module: 'writable', process: 'readonly', require: 'readonly' },
    },
  },
);

/** Packages published as ES modules only: Jest's own module system needs them transformed. */
const esModulesOnly = [
  'execa',
  '@sindresorhus',
  'figures',
  'get-stream',
  'human-signals',
  'is-plain-obj',
  'is-stream',
  'is-unicode-supported',
  'npm-run-path',
  'path-key',
  'parse-ms',
  'pretty-ms',
  'strip-final-newline',
  'unicorn-magic',
  'yoctocolors',
  'listr2',
  'cli-truncate',
  'slice-ansi',
  'is-fullwidth-code-point',
  'string-width',
  'strip-ansi',
  'ansi-regex',
  'ansi-styles',
  'eventemitter3',
  'log-update',
  'ansi-escapes',
  'environment',
  'cli-cursor',
  'restore-cursor',
  'onetime',
  'mimic-function',
  'wrap-ansi',
  'emoji-regex',
  'get-east-asian-width',
  'rfdc',
  'colorette',
];

const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.(ts|js|mjs)$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModulesOnly.join('|')})/)`],
};

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/__tests__/e2e/'],
    },
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/__tests__/e2e/**/*.test.ts'], testTimeout: 900_000 },
  ],
};

/** Large packages in CommonJS. Others may be published as ES modules only, which Jest's module system needs transformed. */
const commonJs = [
  '@aws-sdk',
  '@cdktf',
  '@cloud-copilot',
  '@jest',
  '@smithy',
  'cdktf',
  'constructs',
  'fast-check',
  'prettier',
  'typescript',
  'zod',
];

/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.(ts|js|mjs)$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(${commonJs.join('|')})/`],
  moduleNameMapper: {
    // Of every release a snapshot would be another one, and a test.
    '^\\./images\\.json$': '<rootDir>/__tests__/support/no-images.json',
    // Its exports name no file for `require`, which is what Jest looks for.
    '^unicorn-magic$': '<rootDir>/node_modules/unicorn-magic/node.js',
    // Sixty languages of zod's own messages, which every suite would load again and nothing shows.
    '^\\.\\./locales/index\\.cjs$': '<rootDir>/node_modules/zod/v4/locales/en.cjs',
  },
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
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/__tests__/e2e/**/*.test.ts'],
      globalSetup: '<rootDir>/__tests__/e2e/support/before-all.ts',
      setupFilesAfterEnv: ['<rootDir>/__tests__/e2e/support/timeouts.ts'],
    },
  ],
};

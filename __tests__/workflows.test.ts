import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ENVIRONMENT_NAMES } from '../environments';
import { EXAMPLE_NAMES } from '../examples';

const directory = resolve(__dirname, '../.github/workflows');
const workflows = readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')] as const);
/** The name of an environment, and not `/dev/null`. */
const anyEnvironment = new RegExp(`(?<!/)\\b(?:${ENVIRONMENT_NAMES.join('|')})\\b`, 'g');

test.each(workflows)('%s names no environment, so that it leaves no new one out', (_name, text) => {
  expect(text.match(anyEnvironment)).toBeNull();
});

// Each in a file of its own, because Jest runs files side by side.
test('the end-to-end tests deploy every environment and every example', () => {
  const files = [
    ...ENVIRONMENT_NAMES.map((name) => `environment-${name}`),
    ...EXAMPLE_NAMES.map((name) => `example-${name}`),
  ];
  expect(files.filter((file) => !existsSync(join(__dirname, 'e2e', `${file}.test.ts`)))).toEqual([]);
});

import { readFileSync } from 'node:fs';
import { exampleApp } from '../../../commands/rehearsal/example-app';

test('an example is synthesized as the project is, but for its program and its name', () => {
  const { app } = JSON.parse(readFileSync('cdktf.json', 'utf8')) as { app: string };
  const expected = app
    .replace('main.ts', 'examples/main.ts')
    .replaceAll('.build/main.js', '.build/example-everything.js');
  expect(exampleApp('everything')).toBe(`${expected} everything`);
});

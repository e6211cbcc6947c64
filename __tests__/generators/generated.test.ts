import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED } from '../../generators/generated';

test.each(Object.entries(GENERATED))('%s is what its data gives; `npm run generate` writes it', (file, content) => {
  expect(readFileSync(join(__dirname, '..', '..', file), 'utf8')).toBe(content());
});

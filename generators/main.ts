import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED } from './generated';

for (const [file, content] of Object.entries(GENERATED)) {
  writeFileSync(join(__dirname, '..', file), content());
}

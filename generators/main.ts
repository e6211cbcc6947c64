import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIRECTORY } from '../commands/cli/project-directory';
import { GENERATED } from './generated';

for (const [file, content] of Object.entries(GENERATED)) {
  writeFileSync(join(PROJECT_DIRECTORY, file), content());
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../commands/cli/command-failure';
import {
  createProgram,
  documentExitCodes,
  run,
  runCommandLine,
  type CommandContext,
} from '../commands/cli/command-line';
import { PROJECT_DIRECTORY } from '../commands/cli/project-directory';
import { GENERATED } from './generated';

const files = Object.keys(GENERATED);

const program = createProgram('npm run generate --')
  .description(`Write the files that are made of published data: ${files.join(', ')}.`)
  .action((_options: unknown, command: Command) => run(command, generate));
documentExitCodes(program, { 0: 'written', 2: 'not written: usage' });
void runCommandLine(program, process.argv.slice(2));

function generate({ output }: CommandContext): ExitCode {
  for (const [file, content] of Object.entries(GENERATED)) {
    writeFileSync(join(PROJECT_DIRECTORY, file), content());
  }
  output.result({ files }, `Written: ${files.join(', ')}`);
  return EXIT.done;
}

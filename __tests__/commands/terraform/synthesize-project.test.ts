import fs, { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { commandFailure } from '../../../commands/cli/command-failure';
import { synthesizeProject } from '../../../commands/terraform/synthesize-project';

let projectDirectory: string;

/** A project whose cdktf is a shell script. */
beforeEach(() => {
  projectDirectory = mkdtempSync(join(tmpdir(), 'synthesize-project-'));
  writeCdktf('mkdir -p "$3/stacks"');
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(projectDirectory, { recursive: true });
});

function writeCdktf(script: string): void {
  const programs = join(projectDirectory, 'node_modules', '.bin');
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, 'cdktf'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** What access(2) answers of a read-only mount, also to root. */
function mountReadOnly(): void {
  jest.spyOn(fs, 'accessSync').mockImplementation((path) => {
    if (path === projectDirectory) {
      throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS', syscall: 'access', path });
    }
  });
}

const synthesize = (isOnlyRead?: boolean) =>
  synthesizeProject({ projectDirectory, processEnvironment: { PATH: process.env.PATH }, isOnlyRead });

describe('the stacks of a project', () => {
  test.each([false, true])('are written into its checkout, only to be read: %p', async (isOnlyRead) => {
    expect(await synthesize(isOnlyRead)).toBe(join(projectDirectory, 'cdktf.out', 'stacks'));
  });

  test('are written elsewhere where a read-only checkout is only looked at, and find its states', async () => {
    mountReadOnly();
    const stacks = await synthesize(true);
    expect(stacks.startsWith(projectDirectory)).toBe(false);
    // A local backend says `../../../.terraform-state/dev.tfstate`, seen from its stack.
    const states = join(stacks, 'dev', '..', '..', '..', '.terraform-state');
    expect(readlinkSync(states)).toBe(join(projectDirectory, '.terraform-state'));
    rmSync(dirname(states), { recursive: true });
  });

  test('are not deployed from a read-only checkout, which is named in one line', async () => {
    mountReadOnly();
    const error: unknown = await synthesize().catch((thrown: unknown) => thrown);
    expect(commandFailure(error).message).toBe(`The file system is read-only (EROFS): ${projectDirectory}`);
  });

  test('are said not to be written in one line, out of all that cdktf says', async () => {
    const unwritten = 'The stacks could not be written: ENOSPC: no space left on device, write';
    writeCdktf(
      `printf 'ERROR: cdktf encountered an error\\n\\nCommand output on stderr:\\n\\n    ${unwritten}\\n'; exit 1`,
    );
    await expect(synthesize()).rejects.toMatchObject({ message: unwritten });
  });
});

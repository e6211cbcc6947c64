import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { STATE_FILES } from '../cli/project-directory';
import { writeWhole } from '../cli/write-whole';
import { parseStoredState, type StoredState } from './stored-state';

/** The file in which the state of a stack is, as long as it is local. */
export class StateFile {
  readonly path: string;

  constructor(projectDirectory: string, stack: string) {
    this.path = join(projectDirectory, STATE_FILES, `${stack}.tfstate`);
  }

  /** Nothing also for an empty file, which Terraform takes for none. */
  async read(): Promise<StoredState | undefined> {
    const text = existsSync(this.path) ? await readFile(this.path, 'utf8') : '';
    return text.trim() === '' ? undefined : parseStoredState(text, this.path);
  }

  /** Whole or not at all. */
  async write({ text }: StoredState): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    writeWhole(this.path, text, { mode: 0o600 });
  }

  /** Puts it where Terraform does not find it, as the state is somewhere else now. */
  async setAside(): Promise<void> {
    await rename(this.path, `${this.path}.moved`);
  }
}

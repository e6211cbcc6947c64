import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sync as which } from 'which';

export interface FakeProject {
  readonly directory: string;
  /** Finds git and the fake engines, and nothing else. */
  readonly processEnvironment: NodeJS.ProcessEnv;
  write(file: string, text: string): void;
  read(file: string): string;
  git(...args: string[]): string;
  /** Puts a program of this name on the PATH: a shell script. What it is called with is in its calls. */
  addEngine(name: string, script?: string): void;
  /** What the engines were called with, and read on standard input. */
  engineCalls(): string[];
  remove(): void;
}

/** A git repository with an `app/` of one commit and no recorded digest. */
export function createFakeProject(): FakeProject {
  const root = mkdtempSync(join(tmpdir(), 'fake-project-'));
  const directory = join(root, 'project');
  const programs = join(root, 'bin');
  const log = join(root, 'calls');
  mkdirSync(programs);
  for (const program of ['git', 'sh', 'cat']) {
    symlinkSync(which(program), join(programs, program));
  }
  const processEnvironment = {
    PATH: programs,
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((role) => [
        [`GIT_${role}_NAME`, 'Somebody'],
        [`GIT_${role}_EMAIL`, 'somebody@example.com'],
      ]),
    ),
  };
  const project: FakeProject = {
    directory,
    processEnvironment,
    write: (file, text) => {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), text);
    },
    read: (file) => readFileSync(join(directory, file), 'utf8'),
    git: (...args) => execFileSync('git', args, { cwd: directory, env: processEnvironment, encoding: 'utf8' }).trim(),
    addEngine: (name, script = '') => {
      const file = join(programs, name);
      const record = `echo "${name} $*" >> '${log}'\n[ "$1" = login ] && echo "stdin: $(cat)" >> '${log}'`;
      writeFileSync(file, `#!/bin/sh\n${record}\n${script}\nexit 0\n`);
      chmodSync(file, 0o755);
    },
    engineCalls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    remove: () => rmSync(root, { recursive: true }),
  };
  project.write('app/Dockerfile', 'FROM scratch\n');
  project.write('environments/images.json', '{}\n');
  project.git('init', '--quiet', '--initial-branch=main');
  project.git('add', '.');
  project.git('commit', '--quiet', '--message=Add the application');
  return project;
}

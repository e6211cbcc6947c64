import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseConfiguration } from '../../../commands/review/base-configuration';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'review-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function base(ref: string, variables: NodeJS.ProcessEnv = {}) {
  const processEnvironment = { PATH: process.env.PATH, GIT_CEILING_DIRECTORIES: tmpdir(), ...variables };
  return baseConfiguration(ref, { projectDirectory: directory, stack: 'dev', processEnvironment });
}

describe('the base of a review', () => {
  it('must be in a git repository', async () => {
    await expect(base('main')).rejects.toThrow('This is not a git repository, so there is no base to compare with.');
  });

  it('is read only in a repository of the same user, or one that is trusted', async () => {
    execFileSync('git', ['init', '--quiet', directory]);
    // By which git's own tests make it another user's.
    await expect(base('main', { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' })).rejects.toMatchObject({
      message: expect.stringContaining('belongs to another user') as string,
      remedy: `If you trust it: git config --global --add safe.directory ${directory}`,
    });
  });

  it.each(['main', '--help', 'HEAD; true'])('must be a commit that there is, unlike %j', async (ref) => {
    execFileSync('git', ['init', '--quiet', directory]);
    await expect(base(ref)).rejects.toThrow(`There is no commit ${JSON.stringify(ref)} in this repository.`);
  });

  it('must synthesize', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: directory });
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message', 'Begin');
    await expect(base('HEAD')).rejects.toThrow(/^The configuration of "HEAD" does not synthesize: /);
  });

  it('leaves the repository as it is, which may be read-only', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: directory });
    const programs = join(directory, 'node_modules', '.bin');
    mkdirSync(programs, { recursive: true });
    // A cdktf that copies what was checked out to where it is to write.
    const copies = '#!/bin/sh\nmkdir -p "$3/stacks/dev" && cp cdk.tf.json "$3/stacks/dev"\n';
    writeFileSync(join(programs, 'cdktf'), copies, { mode: 0o755 });
    writeFileSync(join(directory, '.gitignore'), 'node_modules\n');
    writeFileSync(join(directory, 'cdk.tf.json'), '{"of":"the base"}');
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Begin');
    writeFileSync(join(directory, 'cdk.tf.json'), '{"of":"the checkout"}');
    const files = () => readdirSync(directory, { recursive: true }).sort();
    const before = files();
    expect(await base('HEAD')).toEqual({ of: 'the base' });
    expect(files()).toEqual(before);
  });
});

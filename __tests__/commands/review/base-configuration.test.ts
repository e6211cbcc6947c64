import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
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

function base(ref: string) {
  const processEnvironment = { PATH: process.env.PATH, GIT_CEILING_DIRECTORIES: tmpdir() };
  return baseConfiguration(ref, { projectDirectory: directory, stack: 'dev', processEnvironment });
}

describe('the base of a review', () => {
  it('must be in a git repository', async () => {
    await expect(base('main')).rejects.toThrow('This is not a git repository, so there is no base to compare with.');
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
    expect(git('worktree', 'list').toString().trim().split('\n')).toHaveLength(1);
  });
});

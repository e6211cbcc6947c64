import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the documentation, dotenv tools and Terraform have people keep values, as against what is code. */
const VALUES = ['values.env', 'values.json', 'app/.env', '.env', '.env.prod', 'prod.env', 'secrets/stg.env'];
const CODE = ['environments/prod.ts', '__tests__/support/deployed-values.ts', 'lib/environment/environment.ts'];

test('a file with values is not committed by mistake', () => {
  const directory = mkdtempSync(join(tmpdir(), 'gitignore-'));
  const git = (args: readonly string[], input = '') => execFileSync('git', args, { cwd: directory, input }).toString();
  try {
    git(['init', '--quiet']);
    copyFileSync(resolve(__dirname, '../.gitignore'), join(directory, '.gitignore'));
    const ignored = git(['check-ignore', '--stdin'], [...VALUES, ...CODE].join('\n'));
    expect(ignored.trim().split('\n')).toEqual(VALUES);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

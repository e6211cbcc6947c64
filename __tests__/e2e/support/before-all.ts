import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Once before all suites: they would each fail in their own way where a tool is missing, and, as they run side by side, install
 * the packages of `app/` into the same directory.
 */
export default function beforeAllSuites(): void {
  const { status } = spawnSync(process.execPath, ['commands/run.mjs', join(__dirname, 'check-tools.ts')], {
    stdio: 'inherit',
  });
  if (status !== 0) {
    process.exit(1);
  }
  const application = resolve(__dirname, '../../../app');
  if (!existsSync(join(application, 'node_modules'))) {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: application, stdio: 'inherit' });
  }
}

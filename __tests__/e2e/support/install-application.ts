import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Once before all suites, which run side by side and would each install the packages of `app/` into the same directory. */
export default function installApplication(): void {
  const application = resolve(__dirname, '../../../app');
  if (!existsSync(join(application, 'node_modules'))) {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: application, stdio: 'inherit' });
  }
}

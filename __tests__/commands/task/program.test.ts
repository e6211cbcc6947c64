import { runTask } from '../../../commands/task/program';
import { capturing } from '../../support/captured-output';
import { environmentConfig } from '../../support/environment-config';

const config = { image: 'shop:1', size: { cpu: 256, memoryMiB: 512 } };
const environments = {
  dev: environmentConfig({
    application: 'shop',
    tasks: { migrate: config },
    scheduledTasks: { report: { ...config, schedule: 'rate(1 day)', timeZone: 'UTC' } },
  }),
  bare: environmentConfig({ application: 'shop' }),
};

/** Runs a command line that is refused before anything is asked of AWS. */
const refused = async (args: readonly string[]) => {
  const { exitCode, stdout, stderr } = await capturing(() => runTask(environments, args));
  expect([exitCode, stdout]).toEqual([2, '']);
  return stderr;
};

// The declared command must not be started in place of the one that is meant.
test.each([
  [['dev', 'migrate', 'node', 'src/migrate.js']],
  [['dev', 'migrate', '--command', 'node', 'src/migrate.js']],
  [['dev', 'migrate', 'node', 'src/migrate.js', '--wait']],
])('%j is refused: it is not clear where the command begins', async (args) => {
  expect(await refused(args)).toContain('Another command is given as npm run task -- ENVIRONMENT TASK -- WORD…');
});

test('a command that npm has taken for its own option is noticed', async () => {
  process.env.npm_config_command = 'node src/migrate.js';
  try {
    expect(await refused(['dev', 'migrate'])).toContain('Nothing was started.');
  } finally {
    delete process.env.npm_config_command;
  }
});

test.each<[string[], string]>([
  [['dev', 'migrate', '--command', 'true', '--', 'false'], 'There are two commands'],
  [['dev', 'migrate', '--command'], "option '--command <line>' argument missing"],
  [['dev', 'migrate', '--'], 'The command is empty.'],
  [['dev', 'report', '--command', ''], 'The command is empty.'],
  [['dev', 'migrate', '--', 'psql', '--password', 'canary-hunter2'], 'Word 3 of the command looks like a secret'],
  [['dev', 'migrat', '--', 'true'], 'dev has no task "migrat"; did you mean "migrate"?'],
  [['dev', 'web', '--', 'true'], 'npm run secrets -- rollout dev web'],
  [['bare', 'migrate'], 'bare has no tasks that can be started.'],
])('%j is refused', async (args, message) => {
  const stderr = await refused(args);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('canary');
});

test('a failure is JSON where --json is given before "--", and nowhere else', async () => {
  expect(await refused(['dev', 'migrate', '--', '', '--json'])).toMatch(/^The command is empty\./);
});

test('--help says how another command is given', async () => {
  const { stdout } = await capturing(() => runTask(environments, ['--help']));
  expect(stdout).toContain('npm run task -- <environment> <task> [options] [-- <word…>]');
  expect(stdout).toContain('npm run task -- dev migrate --wait -- node src/migrate.js --step 2');
});

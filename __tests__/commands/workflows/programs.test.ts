import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEnvironments } from '../../../commands/workflows/list-environments';
import { runReviewComment } from '../../../commands/workflows/review-comment';
import { capturing } from '../../support/captured-output';
import { environmentConfig } from '../../support/environment-config';

describe('npm run environments', () => {
  test('lists what is configured, for programs', async () => {
    const environments = {
      dev: environmentConfig(),
      stg: environmentConfig({ application: 'shop', account: 'shared' }),
    };
    const { exitCode, stdout } = await capturing(() => runEnvironments(environments, ['--json']));
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      environments: [
        { name: 'dev', application: 'ecs_parameter_store', region: 'ap-northeast-1', account: null },
        { name: 'stg', application: 'shop', region: 'ap-northeast-1', account: 'shared' },
      ],
    });
  });

  test('lists nothing if something is wrong with one of them', async () => {
    const { exitCode, stdout } = await capturing(() =>
      runEnvironments({ dev: environmentConfig({ region: 'x' }) }, []),
    );
    expect([exitCode, stdout]).toEqual([2, '']);
  });
});

describe('npm run review-comment', () => {
  let directory: string;

  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'reviews-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const compose = () =>
    capturing(() => runReviewComment([directory, '--run', 'https://github.com/O/R/actions/runs/1', '--commit', 'abc']));

  test('takes what the job of each environment has left, and nothing else', async () => {
    for (const name of ['review-stg', 'review-dev', 'other']) {
      mkdirSync(join(directory, name));
      writeFileSync(join(directory, name, 'review.md'), `In ${name}.`);
    }
    const { exitCode, stdout } = await compose();
    expect(exitCode).toBe(0);
    expect(stdout.match(/^(?:### .*|In .*)$/gm)).toEqual(['### dev', 'In review-dev.', '### stg', 'In review-stg.']);
  });

  test('refuses to say nothing', async () => {
    const { exitCode, stderr } = await compose();
    expect([exitCode, stderr]).toEqual([2, `There is no review in ${directory}.\n`]);
  });
});

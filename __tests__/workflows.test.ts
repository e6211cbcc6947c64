import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { ENVIRONMENT_NAMES } from '../environments';
import { EXAMPLE_NAMES } from '../examples';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly uses?: string;
  readonly environment?: string;
  readonly concurrency?: unknown;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: object;
  readonly permissions: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const directory = resolve(__dirname, '../.github/workflows');
const texts = readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')] as const);
const action = readFileSync(resolve(__dirname, '../.github/actions/set-up/action.yml'), 'utf8');
const workflows = new Map(texts.map(([name, text]) => [name, parse(text) as Workflow]));
const jobs = [...workflows].flatMap(([file, workflow]) =>
  Object.entries(workflow.jobs).map(([name, job]) => [`${name} of ${file}`, job] as const),
);

function jobOf(file: string, name: string): Job {
  const job = workflows.get(file)?.jobs[name];
  if (job === undefined) {
    throw new Error(`${file} has no job ${name}`);
  }
  return job;
}

/** The name of an environment, and not `/dev/null`. */
const anyEnvironment = new RegExp(`(?<!/)\\b(?:${ENVIRONMENT_NAMES.join('|')})\\b`, 'g');

test.each(texts)('%s names no environment, so that it leaves no new one out', (_name, text) => {
  expect(text.match(anyEnvironment)).toBeNull();
});

// https://docs.github.com/en/actions/reference/security/secure-use
describe('what runs with the credentials of the project', () => {
  test.each([...texts, ['action.yml', action] as const])('%s uses actions by commit alone', (_name, text) => {
    const used = [...text.matchAll(/\buses: (.*)/g)].map(([, what = '']) => what);
    expect(used.filter((what) => !/^(?:\.\/\.github\/.*|[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(what))).toEqual(
      [],
    );
  });

  test.each(jobs)('%s puts nothing from outside into a script, which would run it', (_name, { steps = [] }) => {
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  test.each(jobs)('%s keeps no token in its checkout', (_name, { steps = [] }) => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  test.each(jobs)('%s ends some time', (_name, { uses, 'timeout-minutes': timeout }) => {
    expect(uses ?? timeout).toBeDefined();
  });

  test.each([...workflows])('%s may only read, except where a job says otherwise', (_name, { permissions }) => {
    expect(permissions).toEqual({ contents: 'read' });
  });

  test.each([
    ['pull-request.yml', { secrets: ['id-token'], review: ['id-token'], comment: ['pull-requests'] }],
    ['deploy.yml', { deploy: ['id-token'] }],
    ['deploy-environment.yml', { plan: ['id-token'], deploy: ['id-token'] }],
    ['drift.yml', { drift: ['id-token', 'issues'] }],
  ])('%s writes only this', (file, expected) => {
    const written = Object.entries(workflows.get(file)?.jobs ?? {}).flatMap(([name, { permissions = {} }]) => {
      const names = Object.keys(permissions).filter((permission) => permissions[permission] === 'write');
      return names.length === 0 ? [] : [[name, names] as const];
    });
    expect(Object.fromEntries(written)).toEqual(expected);
  });
});

// A fork's workflow gets neither a token nor variables; one that runs for the base would get both.
test('a pull request from a fork is checked without credentials, and gets no comment', () => {
  const workflow = workflows.get('pull-request.yml');
  expect(Object.keys(workflow?.on ?? {})).toEqual(['pull_request', 'push']);
  for (const name of ['secrets', 'review']) {
    expect(jobOf('pull-request.yml', name).if).toContain(
      'github.event.pull_request.head.repo.full_name == github.repository',
    );
  }
  expect(jobOf('pull-request.yml', 'comment')).toMatchObject({
    needs: 'review',
    if: "${{ !cancelled() && needs.review.result != 'skipped' }}",
  });
});

describe('a deployment', () => {
  const plan = jobOf('deploy-environment.yml', 'plan');
  const deploy = jobOf('deploy-environment.yml', 'deploy');

  test('is approved after its plan is shown: what plans has no environment, and what deploys comes after it', () => {
    expect(plan.environment).toBeUndefined();
    expect(deploy).toMatchObject({ needs: 'plan', environment: '${{ inputs.environment }}' });
    expect(JSON.stringify(plan)).not.toContain('AWS_DEPLOY_ROLE_ARN');
  });

  test('is of exactly the plan that was shown', () => {
    const scripts = deploy.steps?.map(({ run = '' }) => run).filter((run) => run.includes('npm run --silent deploy'));
    expect(scripts).toEqual([expect.stringContaining(' --plan review/review.json ')]);
  });

  test('is one at a time for each environment, from the plan on, and is not cancelled by a later one', () => {
    expect(jobOf('deploy.yml', 'deploy').concurrency).toEqual({
      group: 'deploy-${{ matrix.name }}',
      'cancel-in-progress': false,
    });
    const cancelling = [...workflows].filter(([, { concurrency }]) =>
      JSON.stringify(concurrency ?? '').includes('true'),
    );
    expect(cancelling.map(([file]) => file)).toEqual(['pull-request.yml']);
  });
});

/** Runs a step as GitHub does, with programs that record their arguments and then run a script. */
function runStep(
  [file, job, name]: readonly [string, string, string],
  env: Readonly<Record<string, string>>,
  programs: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
) {
  const step = jobOf(file, job).steps?.find((one) => one.name === name);
  const workspace = mkdtempSync(join(tmpdir(), 'workflow-'));
  try {
    for (const [program, script] of Object.entries(programs)) {
      writeFileSync(join(workspace, program), `#!/bin/bash\necho "${program} $*" >> calls\n${script}\n`);
      chmodSync(join(workspace, program), 0o755);
    }
    for (const [path, text] of Object.entries({ calls: '', ...files })) {
      writeFileSync(join(workspace, path), text);
    }
    const { status } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step?.run ?? 'exit 9'],
      {
        cwd: workspace,
        env: { PATH: `${workspace}:${process.env.PATH ?? ''}`, GITHUB_STEP_SUMMARY: 'summary', ...env },
      },
    );
    const read = (path: string) =>
      existsSync(join(workspace, path)) ? readFileSync(join(workspace, path), 'utf8') : '';
    return {
      status,
      calls: read('calls').trim().split('\n'),
      read: Object.fromEntries(READ.map((path) => [path, read(path)])),
    };
  } finally {
    rmSync(workspace, { recursive: true });
  }
}

const READ = ['body.md', 'summary', 'review/review.md'];

describe('the issue for drift', () => {
  const step = ['drift.yml', 'drift', 'Open or close the issue'] as const;
  const run = (STATUS: string, open: string) =>
    runStep(
      step,
      { STATUS, ENVIRONMENT: 'blue', RUN: 'https://run' },
      { gh: `[ "$2" != list ] || echo "${open}"` },
      { 'drift.txt': '`x` @team\n' },
    );
  const LIST = expect.stringMatching(/^gh issue list --state open /) as string;

  test.each([
    ['is opened', '1', '', ['gh issue create --title Drift in blue --body-file body.md']],
    ['is brought up to date', '1', '7', ['gh issue edit 7 --body-file body.md']],
    ['is closed', '0', '7', ['gh issue close 7 --comment Gone: https://run']],
    ['is not opened where there is no drift', '0', '', []],
  ])('%s', (_what, status, open, calls) => {
    const result = run(status, open);
    expect([result.status, result.calls]).toEqual([0, [LIST, ...calls]]);
  });

  test('shows what was found as it is, and notifies nobody', () => {
    expect(run('1', '').read['body.md']).toBe('Found by https://run:\n\n    `x` @team\n');
  });
});

describe('the comment on a pull request', () => {
  const step = ['pull-request.yml', 'comment', 'Write the comment, or update it'] as const;
  const run = (found: string) =>
    runStep(
      step,
      { GITHUB_REPOSITORY: 'O/R', GITHUB_RUN_ID: '1', NUMBER: '5', RUN: 'https://run', COMMIT: 'abc' },
      { npm: 'echo "<!-- marker -->"', gh: `[[ "$*" != *--paginate* ]] || printf '${found}'` },
    );
  const written = (calls: readonly string[]) => calls.filter((call) => call.includes('--field body=@comment.md'));

  test('is written once', () => {
    const { status, calls } = run('');
    expect([status, written(calls)]).toEqual([
      0,
      ['gh api --silent --method POST repos/O/R/issues/5/comments --field body=@comment.md'],
    ]);
  });

  test('and then updated, also if there are several', () => {
    const { status, calls } = run('11\\n12\\n');
    expect([status, written(calls)]).toEqual([
      0,
      ['gh api --silent --method PATCH repos/O/R/issues/comments/11 --field body=@comment.md'],
    ]);
  });
});

describe('the review in a pull request', () => {
  const step = ['pull-request.yml', 'review', 'Review'] as const;
  const run = (exitCode: number, ROLE_ARN = '') =>
    runStep(step, { ENVIRONMENT: 'blue', BASE: 'abc', ROLE_ARN }, { npm: `echo review; exit ${exitCode}` });

  test.each([0, 1])('succeeds with the exit status %d, and is in the summary', (exitCode) => {
    expect(run(exitCode)).toMatchObject({ status: 0, read: { summary: 'review\n', 'review/review.md': 'review\n' } });
  });

  test('fails if it could not be done, and says so where the review would be', () => {
    const { status, read } = run(2);
    expect(status).not.toBe(0);
    expect(read.summary).toMatch(/^\*\*The review could not be done\.\*\*/);
  });

  test.each([
    ['compares with the base without a role', '', ' --base abc'],
    ['is of the plan with a role, which can read no value', 'arn:aws:iam::123456789012:role/plan', ' --no-refresh'],
  ])('%s', (_how, role, options) => {
    expect(run(0, role).calls).toEqual([
      `npm run --silent review -- blue${options} --markdown --html review/review.html`,
    ]);
  });
});

// Each in a file of its own, because Jest runs files side by side.
test('the end-to-end tests deploy every environment and every example', () => {
  const files = [
    ...ENVIRONMENT_NAMES.map((name) => `environment-${name}`),
    ...EXAMPLE_NAMES.map((name) => `example-${name}`),
  ];
  expect(files.filter((file) => !existsSync(join(__dirname, 'e2e', `${file}.test.ts`)))).toEqual([]);
});

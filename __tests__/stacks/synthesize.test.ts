import { ENVIRONMENT_NAMES } from '../../environments';
import { accounts } from '../../environments/accounts';
import { runSynth } from '../support/synth-program';

describe('the project', () => {
  const { status, stdout, stderr, files } = runSynth("import './main'");

  test('is synthesized, and says which accounts are not known yet, once and not as an error', () => {
    const note =
      'accounts.account.accountId: not set: write the 12 digits of the account; until then dev, stg, prod can only be rehearsed\n';
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: note, stderr: '' });
  });

  test('has exactly one stack for each account and environment, which the CLI reads in the manifest', () => {
    const names = [...Object.keys(accounts), ...ENVIRONMENT_NAMES].sort();
    const { stacks } = JSON.parse(files['cdktf.out/manifest.json'] ?? '') as { stacks: Record<string, object> };
    expect(Object.keys(stacks).sort()).toEqual(names);
    expect(Object.keys(files).sort()).toEqual([
      'cdktf.out/manifest.json',
      ...names.map((name) => `cdktf.out/stacks/${name}/cdk.tf.json`),
    ]);
  });

  // Each run also has another directory. The CLI sets some of these, and cdktf obeys what the operator has set.
  test('depends on no variable but that of the directory in which the CLI looks for it', () => {
    const variables = {
      AWS_PROFILE: 'production',
      AWS_REGION: 'eu-west-1',
      CDKTF_CONTEXT_JSON: 'not JSON',
      CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: 'true',
      CDKTF_OUTDIR: 'elsewhere',
      CDKTF_TARGET_STACK_ID: 'dev',
      LANG: 'tr_TR.UTF-8',
      SYNTH_HCL_OUTPUT: 'true',
      TERRAFORM_BINARY_NAME: 'tofu',
      TF_VAR_parameter_MY_PARAM_1: 'canary',
      TZ: 'Pacific/Apia',
    };
    const elsewhere = Object.entries(files).map(([path, text]) => [path.replace('cdktf.out', 'elsewhere'), text]);
    expect(runSynth("import './main'", { variables }).files).toEqual(Object.fromEntries(elsewhere));
  });
});

describe('what the system refuses', () => {
  test.each([{ CDKTF_OUTDIR: '/dev/null/cdktf.out' }, { TMPDIR: '/dev/null' }])(
    'is said in one line, without a stack trace: %j',
    (variables) => {
      const { status, stderr } = runSynth("import './main'", { variables });
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringMatching(/^The stacks could not be written: ENOTDIR: not a directory, .+\n$/) as string,
      });
    },
  );
});

describe('environments without an account of the project', () => {
  const synthesizeWith = (accountId: string | undefined) =>
    runSynth(`
      import { environments } from './environments';
      import { synthesize } from './stacks/synthesize';
      const { dev, stg } = environments;
      const account = undefined;
      synthesize({ dev: { ...dev, account, accountId: 'any' }, stg: { ...stg, account, accountId: ${JSON.stringify(accountId)} } });
    `);

  test('are synthesized silently if all say which account they belong to', () => {
    expect(synthesizeWith('210987654321')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('are named if they do not', () => {
    const note =
      "environments.stg.accountId: not set: write the 12 digits of the account that stg belongs to, or 'any'; until then it can only be " +
      'rehearsed\n';
    expect(synthesizeWith(undefined)).toMatchObject({ status: 0, stdout: note, stderr: '' });
  });
});

describe('a configuration with problems', () => {
  const source = `
    import { environments } from './environments';
    import { synthesize } from './stacks/synthesize';
    const { dev, stg } = environments;
    synthesize({ ...environments, dev: { ...dev, region: 'ap-northeast-9' }, stg: { ...stg, accountId: '1' } });
  `;

  test.each([
    ['where nothing was', {}],
    ['over what was there', { 'cdktf.out/manifest.json': 'before', 'cdktf.out/stacks/dev/cdk.tf.json': 'before' }],
  ])('is refused with all of them, status 1 and no stack trace, and nothing is written %s', (_where, before) => {
    expect(runSynth(source, { before })).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'The configuration has 2 problems:\n' +
        '  environments.dev.region: "ap-northeast-9" is not a Region of AWS; did you mean "ap-northeast-1"?\n' +
        '  environments.stg.accountId: "1" must be the 12 digits of an AWS account id, got 1\n',
      files: before,
    });
  });
});

describe('a stack that breaks a policy rule', () => {
  const source = (given: string, options = '{}') => `
    import { environments } from './environments';
    import { synthesize } from './stacks/synthesize';
    const { dev } = environments;
    const web = { ...dev.services.web, readonlyRootFilesystem: false };
    const account = undefined;
    synthesize({ dev: { ...dev, account, accountId: 'any', services: { web, api: web }, ${given} } }, ${options});
  `;
  const before = { 'cdktf.out/manifest.json': 'before' };
  const all = `[...(dev.policyExceptions ?? []), { rule: 'container-read-only', reason: 'tried out' }]`;

  test('is refused with the rule and what to do, status 1 and no stack trace, and nothing is written', () => {
    expect(runSynth(source(''), { before })).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'The configuration has 1 problem:\n' +
        '  environments.dev: api-task/task-definition/api can change the files of its image (and 1 more): mend it, or declare in ' +
        'policyExceptions why it breaks "container-read-only"\n',
      files: before,
    });
  });

  test('is synthesized if it is meant', () => {
    expect(runSynth(source(`policyExceptions: ${all}`))).toMatchObject({ status: 0, stderr: '' });
  });

  test('is refused with an exception that excuses nothing', () => {
    const stale = `[...${all}, { rule: 'container-not-root', reason: 'as before' }]`;
    expect(runSynth(source(`policyExceptions: ${stale}`)).stderr).toMatch(
      /environments\.dev\.policyExceptions\[\d+\]: excuses nothing: nothing that it is about breaks "container-not-root"; remove it\n/,
    );
  });

  test('is written nevertheless for who only looks at it', () => {
    const { status, files } = runSynth(source('', '{ ignorePolicies: true }'));
    expect([status, Object.keys(files)]).toEqual([0, ['cdktf.out/manifest.json', 'cdktf.out/stacks/dev/cdk.tf.json']]);
  });
});

test('an error of the program itself keeps its stack trace', () => {
  const source = `
    import { App } from 'cdktf';
    import { environments } from './environments';
    import { accounts } from './environments/accounts';
    import { synthesize } from './stacks/synthesize';
    App.prototype.synth = () => { throw new TypeError('a mistake'); };
    synthesize(environments, { accounts });
  `;
  const { status, stderr } = runSynth(source);
  expect(status).toBe(1);
  expect(stderr).toContain('TypeError: a mistake\n    at ');
});

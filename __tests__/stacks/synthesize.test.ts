import { ENVIRONMENT_NAMES } from '../../environments';
import { runSynth } from '../support/synth-program';

describe('the project', () => {
  const { status, stdout, stderr, files } = runSynth("import './main'");

  test('is synthesized without a word', () => {
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('has exactly one stack for each environment, which the CLI reads in the manifest', () => {
    const names = [...ENVIRONMENT_NAMES].sort();
    const { stacks } = JSON.parse(files['cdktf.out/manifest.json'] ?? '') as { stacks: Record<string, object> };
    expect(Object.keys(stacks).sort()).toEqual(names);
    expect(Object.keys(files).sort()).toEqual([
      'cdktf.out/manifest.json',
      ...names.map((name) => `cdktf.out/stacks/${name}/cdk.tf.json`),
    ]);
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
    expect(runSynth(source, {}, before)).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'The configuration has 2 problems:\n' +
        '  environments.dev.region: "ap-northeast-9" is not a Region of AWS; did you mean "ap-northeast-1"?\n' +
        '  environments.stg.accountId: "1" must be the 12 digits of an AWS account id\n',
      files: before,
    });
  });
});

test('an error of the program itself keeps its stack trace', () => {
  const { status, stderr } = runSynth("import { synthesize } from './stacks/synthesize'; synthesize(undefined);");
  expect(status).toBe(1);
  expect(stderr).toContain('    at synthesize');
});

import { createOutput } from '../../../commands/cli/output';
import { reportDrift, runDrift } from '../../../commands/drift/program';
import { capturing } from '../../support/captured-output';
import { driftedSession, KEY } from '../../support/drifted-session';
import { environmentConfig } from '../../support/environment-config';
import type { Answers } from '../../support/secrets/fake-aws';

const GRANTED: Answers = {
  ListGrantsCommand: () => ({ Grants: [{ GrantId: '1', GranteePrincipal: 'arn:by-hand', Operations: ['Decrypt'] }] }),
};
const REVOKE = `Revoke it: aws kms revoke-grant --key-id ${KEY} --grant-id 1 --region ap-northeast-1`;

const report = (json: boolean, changed?: Answers) =>
  capturing(async () => {
    process.exitCode = await reportDrift(driftedSession(changed), createOutput(json));
  });

test('says that nothing was found', async () => {
  expect(await report(false)).toMatchObject({
    exitCode: 0,
    stdout: 'Nothing found in dev, where Terraform does not look.\n',
  });
});

test('shows what is there, what is declared, and what to do', async () => {
  const { exitCode, stdout } = await report(false, GRANTED);
  expect([exitCode, stdout.split('\n')]).toEqual([
    1,
    [
      `key ${KEY} has a grant for arn:by-hand: Decrypt.`,
      '  Declared: no grants.',
      `  → ${REVOKE}`,
      '1 finding in dev, where Terraform does not look.',
      '',
    ],
  ]);
});

test('reports to programs in JSON', async () => {
  const { exitCode, stdout } = await report(true, GRANTED);
  expect([exitCode, JSON.parse(stdout)]).toEqual([
    1,
    {
      ...{ environment: 'dev', account: '123456789012', region: 'ap-northeast-1' },
      findings: [
        {
          resource: `key ${KEY}`,
          found: 'has a grant for arn:by-hand: Decrypt',
          declared: 'no grants',
          remedy: REVOKE,
        },
      ],
    },
  ]);
});

test('refuses an environment that there is not', async () => {
  const { exitCode, stderr } = await capturing(() => runDrift({ dev: environmentConfig() }, ['dve']));
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('There is no environment "dve"')]);
});

import { runPolicy } from '../../../commands/policy/program';
import type { PolicyDocument } from '../../../commands/policy/render-policy';
import { accounts } from '../../../environments/accounts';
import { examples } from '../../../examples';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { capturing } from '../../support/captured-output';
import { accountConfig, environmentConfig, serviceDefinition } from '../../support/environment-config';
import { withShapeExceptions } from '../../support/policy/shape-exceptions';
import { synthesizeAccounts, synthesizeEnvironments } from '../../support/synthesized-stack';

/** Runs the command as the operator does, not at a terminal, on what is synthesized in this process. */
async function run(dev: EnvironmentConfig, ...args: string[]) {
  const account = { ...accountConfig(), policyExceptions: accounts.account.policyExceptions };
  const project = { environments: { dev }, accounts: { account } };
  const synthesize = (stack: string) =>
    Promise.resolve(
      [...synthesizeEnvironments(project), ...synthesizeAccounts(project)].find(({ name }) => name === stack)
        ?.terraform,
    );
  return capturing(() => runPolicy(project, args, synthesize));
}

const lines = (stdout: string) => stdout.split('\n').map((line) => line.trim().replace(/ {2,}/g, '  '));

const dev = withShapeExceptions(environmentConfig());

test('lists rules with their sources and results, and exceptions with their reasons', async () => {
  const { exitCode, stdout, stderr } = await run(dev, 'dev');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(lines(stdout)).toEqual(
    expect.arrayContaining([
      'Policy rules of dev:',
      'rule  result  sources',
      'vpc-flow-logs  1 excepted  FSBP EC2.6, CKV2_AWS_11, AVD-AWS-0178, AwsSolutions-VPC7',
      'container-read-only  1 passed  FSBP ECS.5, CKV_AWS_336',
      'load-balancer-several-zones  nothing to look at  FSBP ELB.13',
      'Exceptions:',
      'vpc-flow-logs  network/vpc  has no flow logs  The test is about something else',
      // Beside what is declared.
      'egress-not-to-anywhere  security-group/egress-tcp-443-0-0-0-0-0  lets tcp port 443 out to 0.0.0.0/0  ' +
        'The services of AWS have addresses that change',
    ]),
  );
  expect(stdout).not.toContain('To be mended');
});

test('ends with 1 if a rule is broken, and says which and by what', async () => {
  const services = { web: serviceDefinition({ user: '1000:1000', readonlyRootFilesystem: false }) };
  const { exitCode, stdout } = await run({ ...dev, services }, 'dev');
  expect(exitCode).toBe(1);
  expect(lines(stdout)).toEqual(
    expect.arrayContaining([
      'To be mended, or declared in policyExceptions:',
      'container-read-only  web-task/task-definition/web  can change the files of its image',
      'Exceptions that excuse nothing, to be removed:',
      'container-not-root  *  The test is about something else',
    ]),
  );
});

test('knows an account by its name, and prints JSON', async () => {
  const { exitCode, stdout } = await run(dev, 'account', '--json');
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ stack: 'account', stale: [] });
});

test.each([
  ['prod', 'There is no environment or account "prod"; choose "dev" or "account"\n'],
  ['accounts', 'There is no environment or account "accounts"; did you mean "account"?\n'],
])('refuses %s, of which there is none', async (name, message) => {
  expect(await run(dev, name)).toMatchObject({ exitCode: 2, stderr: message });
});

test('synthesizes the stack by itself, also that of an example', async () => {
  const project = { environments: { dev }, accounts: {} };
  const { exitCode, stdout } = await capturing(() => runPolicy(project, ['dev', '--example', 'sidecars', '--json']));
  expect(exitCode).toBe(0);
  const { rules } = JSON.parse(stdout) as PolicyDocument;
  const reasons = rules.flatMap(({ excepted }) => excepted.map(({ reason }) => reason));
  expect(reasons).toEqual(
    expect.arrayContaining(examples.sidecars.policyExceptions?.map(({ reason }) => reason) ?? []),
  );
});

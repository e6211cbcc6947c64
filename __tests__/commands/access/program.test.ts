import { accessMatrix } from '../../../commands/access/access-matrix';
import { runAccess } from '../../../commands/access/program';
import { reachMatrix } from '../../../commands/access/reach-matrix';
import { ENVIRONMENT_NAMES, environments } from '../../../environments';
import { existingParameter, secretsManager, select } from '../../../lib/secrets/secret-source';
import { alternatives } from '../../../lib/validation/messages';
import { capturing } from '../../support/captured-output';
import { environmentConfig } from '../../support/environment-config';
import { maximalEnvironment } from '../../support/maximal-environment';

const SIZE = { cpu: 256, memoryMiB: 512 };
const full = maximalEnvironment({ rotationPeriodDays: 365, deletionWindowDays: 7 });

/** Runs the command as the operator does, not at a terminal. */
function run(configurations: Parameters<typeof runAccess>[0], ...args: string[]) {
  return capturing(() => runAccess(configurations, args));
}

describe('npm run access', () => {
  it('prints who may read what', async () => {
    const { exitCode, stdout, stderr } = await run({ dev: environmentConfig() }, 'dev');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n').map((line) => line.trim().replace(/ {2,}/g, '  '))).toEqual([
      'Who may read which parameter or secret of dev (ecs_parameter_store, ap-northeast-1)',
      '',
      'Role  reads  from  part  container  gets it as  key',
      ...['MY_PARAM_1', 'MY_PARAM_2'].map(
        (name) =>
          `ecs_parameter_store-dev-web-execution  /ecs_parameter_store/dev/${name}  Parameter Store  all  web  variable ${name}  aws-managed`,
      ),
      '',
      'An execution role reads before a container starts, on its behalf; a task role is what the application has while it runs.',
      'ECS Exec is on: whoever may run "aws ecs execute-command" can read everything that a container has.',
      '',
      '',
      'Who can reach whom in dev',
      '',
      'From  reaches  on  because',
      'every service and task  every service and task  every port  they share a security group',
      '192.168.0.0/16  every service and task  tcp 80  ingress: HTTP from the office',
      'every service and task  0.0.0.0/0  tcp 443  egress: HTTPS to anywhere',
      '',
      'Security groups allow this. Whether something listens there, and whether a route leads there, they do not say.',
      '',
    ]);
  });

  it('has a line for every form', async () => {
    const { stdout } = await run({ full }, 'full');
    const lines = stdout.split('\n').map((line) => line.trim().replace(/ {2,}/g, '  '));
    expect(lines).toEqual(
      expect.arrayContaining([
        'shop-full-api-execution  shop/full/db  Secrets Manager  key password, stage AWSCURRENT  api  variable DATABASE_PASSWORD  customer-managed',
        'shop-full-api2-execution  FLAT_NAME  Parameter Store  all  api2  variable FLAT  aws-managed',
        'shop-full-api-execution  /shop/full/tls/key  Parameter Store  all  api  file, path in TLS_KEY_FILE  customer-managed',
        'shop-full-api-execution  /shop/full/datadog/api-key  Parameter Store  all  log-router  option of the logs apikey  customer-managed',
        'shop-full-api2-execution  shop/full/registry  Secrets Manager  all  agent  nothing: ECS logs in with it to registry.example.com  customer-managed',
        'shop-full-nightly-task  /shop/full/database/master/*  Parameter Store  all  nightly  read at run time, path in PARAMETER_STORE_PREFIX  customer-managed',
        'A role that reads a part of a secret may read the whole of it, in every version.',
      ]),
    );
    expect(stdout).not.toContain('\u001b');
  });

  it('prints JSON for programs', async () => {
    const { exitCode, stdout } = await run({ full }, 'full', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      application: 'shop',
      environment: 'full',
      region: 'ap-northeast-1',
      executeCommand: true,
      access: accessMatrix({ ...full, name: 'full' }),
      reach: reachMatrix({ ...full, name: 'full' }),
    });
  });

  it('prints Markdown for a review', async () => {
    const { stdout } = await run({ full }, 'full', '--markdown');
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('### Who may read which parameter or secret of full (shop, ap-northeast-1)');
    expect(lines).toContain(
      '| `shop-full-nightly-execution` | `shop/full/gcp` | Secrets Manager | all | `nightly` | file `/var/run/secrets/files/credentials.json`, path in `GOOGLE_APPLICATION_CREDENTIALS` | customer-managed |',
    );
    const cellCounts = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|').length);
    expect(new Set(cellCounts)).toEqual(new Set([9, 6]));
    expect(lines).toContain('### Who can reach whom in full');
    expect(lines).toContain('| `api2` | `api` | `tcp 8443` | `allowFrom` |');
  });

  it('keeps a bar and a backtick of a name out of the Markdown’s structure', async () => {
    const secrets = { ODD: select(secretsManager('odd'), { jsonKey: 'a|b`c' }) };
    const config = environmentConfig({
      services: { web: { image: 'shop/web:1.0.0', size: SIZE, desiredCount: 1, secrets } },
    });
    expect((await run({ odd: config }, 'odd', '--markdown')).stdout).toContain('| `` key a\\|b`c `` |');
  });

  it('shows in every form what is in plain text', async () => {
    const secrets = { ENDPOINT: existingParameter('/shared/endpoint', { plainText: true }) };
    const config = environmentConfig({
      services: { web: { image: 'shop/web:1.0.0', size: SIZE, desiredCount: 1, secrets } },
    });
    expect((await run({ plain: config }, 'plain')).stdout).toMatch(
      /\/shared\/endpoint +Parameter Store +all +web +variable ENDPOINT +none: plain text$/m,
    );
    expect((await run({ plain: config }, 'plain', '--markdown')).stdout).toContain(
      '| `/shared/endpoint` | Parameter Store | all | `web` | variable `ENDPOINT` | none: plain text |',
    );
    expect(JSON.parse((await run({ plain: config }, 'plain', '--json')).stdout)).toMatchObject({
      access: [{ storedName: '/shared/endpoint', key: 'none' }],
    });
  });

  it.each([
    ['as text', []],
    ['as Markdown', ['--markdown']],
  ])('says %s that nothing is read', async (_how, options) => {
    const config = environmentConfig({ services: { web: { image: 'shop/web:1.0.0', size: SIZE, desiredCount: 1 } } });
    expect((await run({ bare: config }, 'bare', ...options)).stdout).toContain(
      'No role of bare may read a parameter or secret.',
    );
  });

  it('explains itself', async () => {
    const { exitCode, stdout } = await run(environments, '--help');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Usage: npm run access -- /);
    expect(stdout).toContain(`Environments: ${ENVIRONMENT_NAMES.join(', ')}`);
    expect(stdout).toMatch(
      /0 {4}shown\n {2}2 {4}could not be shown: usage or configuration\n {2}74 {3}done, but .*\n {2}130 {2}interrupted/,
    );
  });

  it.each([
    ['no environment', [], "missing required argument 'environment'"],
    ['two environments', ['dev', 'prod'], 'too many arguments'],
    ['an unknown option', ['dev', '--jsn'], 'Did you mean --json?'],
    ['a misspelt environment', ['prd'], 'There is no environment "prd"; did you mean "prod"?'],
    [
      'another environment',
      ['nowhere'],
      `There is no environment "nowhere"; choose ${alternatives(ENVIRONMENT_NAMES)}`,
    ],
    ['what every object has', ['constructor'], 'There is no environment "constructor"'],
  ])('ends with 2 for %s', async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await run(environments, ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('ends with 2 for a configuration with problems, whichever environment they are in', async () => {
    const wrong = { ...environments, stg: { ...environments.stg, region: 'ap-northeast-9' } };
    const { exitCode, stdout, stderr } = await run(wrong, 'dev');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('environments.stg.region: "ap-northeast-9"');
  });

  it('reports a failure as JSON to programs, also a wrong example', async () => {
    const { exitCode, stdout } = await run(environments, 'prd', '--json');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ error: 'There is no environment "prd"; did you mean "prod"?' });
    const twoFormats = await run(environments, 'dev', '--markdown', '--json');
    expect(twoFormats.exitCode).toBe(2);
    expect(JSON.parse(twoFormats.stdout)).toEqual({
      error: "option '--markdown' cannot be used with option '--json'",
    });
    const noExample = await run(environments, 'dev', '--example', 'everythin', '--json');
    expect(noExample.exitCode).toBe(2);
    expect(JSON.parse(noExample.stdout)).toEqual({
      error: 'There is no example "everythin"; did you mean "everything"?',
    });
  });
});

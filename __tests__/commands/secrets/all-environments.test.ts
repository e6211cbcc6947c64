import type { OpenSession } from '../../../commands/secrets/ask-each';
import { checkAll } from '../../../commands/secrets/check-all';
import { listAll } from '../../../commands/secrets/list-all';
import { createOutput } from '../../../commands/cli/output';
import { CommandFailure } from '../../../commands/cli/command-failure';
import { PLACEHOLDER } from '../../../lib/secrets/secret-names';
import { parameter, secretsManager } from '../../../lib/secrets/secret-source';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { capturing } from '../../support/captured-output';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { awsError, type Answers } from '../../support/secrets/fake-aws';
import { sessionWithValues } from '../../support/secrets/stored-values';

const CANARY = 'canary-5d41402abc4b2a76';

const secrets = { TOKEN: parameter('token') };

/** What an account contains, why it cannot be reached, and what else it answers. */
interface Account {
  readonly config?: Partial<EnvironmentConfig>;
  readonly stored?: Readonly<Record<string, string>>;
  readonly answers?: Answers;
  readonly failure?: Error;
  readonly profile?: string;
}

const ELSEWHERE = new CommandFailure('The credentials belong to account 1, but it is in account 2.');

async function run(
  command: 'list' | 'check' | 'deep check',
  accounts: Readonly<Record<string, Account>>,
  { json = false } = {},
) {
  const chosen = Object.entries(accounts).map(([name, { config, profile }]) => ({
    environment: {
      ...environmentConfig({ application: 'shop', services: { web: serviceDefinition({ secrets }) }, ...config }),
      name,
    },
    profile,
  }));
  const open: OpenSession = ({ environment }) => {
    const { stored = {}, answers, failure } = accounts[environment.name] ?? {};
    return failure === undefined
      ? Promise.resolve(sessionWithValues(environment, stored, { answers }))
      : Promise.reject(failure);
  };
  const context = { options: { deep: command === 'deep check' }, output: createOutput(json) };
  const action = command === 'list' ? listAll : checkAll;
  const ended = await capturing(async () => {
    process.exitCode = await action(context, chosen, open);
  });
  expect(ended.stdout + ended.stderr).not.toContain(CANARY);
  return ended;
}

const GOOD = (name: string, value = `${CANARY}-${name}`): Account => ({ stored: { [`/shop/${name}/token`]: value } });

const EMPTY: Account = { stored: {} };

const LOCKED: Account = { failure: ELSEWHERE };

const PROTECTED = { deletionProtection: true };

describe('list --all', () => {
  it('has state, version and day of every secret side by side, and says why an environment is missing', async () => {
    const withKey = { config: { services: { web: serviceDefinition({ secrets: { KEY: secretsManager('key') } }) } } };
    const withBoth = {
      config: { services: { web: serviceDefinition({ secrets: { ...secrets, LATER: parameter('later') } }) } },
    };
    const { exitCode, stdout } = await run('list', {
      dev: GOOD('dev'),
      stg: withKey,
      prod: { ...LOCKED, ...withBoth },
    });
    expect(stdout.trimEnd().split('\n')).toEqual([
      'secret  store            dev  version  changed     stg    version  changed  prod  version  changed',
      'later   Parameter Store  -                         -                        ?',
      'token   Parameter Store  set  2        2026-02-03  -                        ?',
      'key     Secrets Manager  -                         empty  -        -        -',
      '',
      `? prod: ${ELSEWHERE.message}`,
      'Credentials for one environment: --profile prod=PROFILE',
      '-: not declared in that environment',
    ]);
    expect(exitCode).toBe(2);
  });

  it('has the same and more as JSON', async () => {
    const { exitCode, stdout } = await run(
      'list',
      { dev: GOOD('dev'), prod: { ...EMPTY, profile: 'production' } },
      { json: true },
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      environments: [
        { environment: 'dev', region: 'ap-northeast-1', account: '123456789012' },
        { environment: 'prod', region: 'ap-northeast-1', profile: 'production', account: '123456789012' },
      ],
      secrets: [
        {
          name: 'token',
          store: 'parameter-store',
          ownership: 'managed',
          environments: {
            dev: { secret: '/shop/dev/token', state: 'set', version: '2', lastChanged: '2026-02-03T04:05:06.000Z' },
            prod: { secret: '/shop/prod/token', state: 'missing' },
          },
        },
      ],
    });
  });
});

describe('check --all', () => {
  const denied: Account = {
    ...GOOD('stg'),
    answers: {
      GetParametersCommand: () => {
        throw awsError('AccessDeniedException');
      },
      AssumeRoleCommand: () => {
        throw awsError('AccessDenied');
      },
      SimulatePrincipalPolicyCommand: () => {
        throw awsError('AccessDenied');
      },
    },
  };

  it.each<[number, string, 'check' | 'deep check', Readonly<Record<string, Account>>]>([
    [0, 'nothing is found', 'check', { dev: GOOD('dev'), prod: GOOD('prod') }],
    [0, 'nothing is found in values', 'deep check', { dev: GOOD('dev'), prod: GOOD('prod') }],
    [1, 'one has findings', 'check', { dev: GOOD('dev'), prod: EMPTY }],
    [1, 'one has findings in values', 'deep check', { dev: GOOD('dev'), prod: GOOD('prod', PLACEHOLDER) }],
    [2, 'one could not be reached', 'check', { dev: LOCKED, prod: GOOD('prod') }],
    [2, 'one could not be reached, and another has findings', 'check', { dev: EMPTY, prod: LOCKED }],
    [2, 'none could be reached', 'deep check', { dev: LOCKED, prod: LOCKED }],
    [2, 'the values of one could not be read', 'deep check', { dev: EMPTY, stg: denied }],
    [
      2,
      'something unexpected happened in one',
      'check',
      { dev: GOOD('dev'), prod: { failure: new TypeError(CANARY) } },
    ],
  ])('ends with %i where %s', async (expected, _what, command, accounts) => {
    expect((await run(command, accounts)).exitCode).toBe(expected);
  });

  it('reports every environment under its name, also where others could not be reached', async () => {
    const { stdout } = await run('check', {
      dev: EMPTY,
      stg: LOCKED,
      prod: { ...LOCKED, profile: 'x' },
      qa: GOOD('qa'),
    });
    expect(stdout.trimEnd()).toBe(
      [
        'dev:',
        '/shop/dev/token does not exist.',
        '  → Deploy, which creates it, then set it: npx cdktf deploy dev; npm run secrets -- set dev token',
        '1 finding in 1 secret of dev (metadata).',
        '',
        'stg:',
        `not checked: ${ELSEWHERE.message}`,
        '',
        'prod:',
        `not checked: ${ELSEWHERE.message}`,
        '',
        'qa:',
        'Nothing found in 1 secret of qa (metadata).',
        '',
        'Credentials for one environment: --profile stg=PROFILE',
      ].join('\n'),
    );
  });

  it('reads no value and compares none without --deep', async () => {
    const refuse = () => {
      throw new Error('a value was read');
    };
    const answers = { GetParametersCommand: refuse, GetSecretValueCommand: refuse };
    const { exitCode, stdout } = await run(
      'check',
      { dev: { ...GOOD('dev', CANARY), answers }, prod: { ...GOOD('prod', CANARY), answers, config: PROTECTED } },
      { json: true },
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      deep: false,
      notes: [],
      environments: [{ findings: [] }, { findings: [] }],
    });
  });

  it('finds with --deep the value that production shares, among the findings of production', async () => {
    const { exitCode, stdout } = await run(
      'deep check',
      { dev: GOOD('dev', CANARY), prod: { ...GOOD('prod', CANARY), config: PROTECTED }, stg: LOCKED },
      { json: true },
    );
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      deep: true,
      environments: [
        {
          ...{ environment: 'dev', region: 'ap-northeast-1', account: '123456789012' },
          ...{ secrets: 1, findings: [], unchecked: [], notes: [] },
        },
        {
          ...{ environment: 'prod', region: 'ap-northeast-1', account: '123456789012' },
          ...{ secrets: 1, unchecked: [], notes: [] },
          findings: [
            {
              store: 'parameter-store',
              secret: '/shop/prod/token',
              problem: 'same-value',
              message: 'has the same value as /shop/dev/token in dev: whoever may read it there can use it here',
              remedy: 'npm run secrets -- set prod token',
            },
          ],
        },
        { environment: 'stg', region: 'ap-northeast-1', error: ELSEWHERE.message },
      ],
      notes: ['The values of prod were compared with those of dev.'],
    });
  });

  it('ends with 1 if that is all it finds', async () => {
    const { exitCode, stdout } = await run('deep check', {
      dev: GOOD('dev', CANARY),
      prod: { ...GOOD('prod', CANARY), config: PROTECTED },
    });
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringContaining('1 finding in 1 secret of prod (metadata and values).'),
    ]);
  });
});

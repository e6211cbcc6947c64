import { file } from '../../../lib/secrets/secret-file';
import {
  existingParameter,
  existingSecret,
  parameter,
  secretsManager,
  select,
  type ParameterSource,
  type SecretSource,
} from '../../../lib/secrets/secret-source';
import { problemsOf, problemsWith, problemsWithService } from '../../support/configuration-problems';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';

function problemsOfTwo(first: SecretSource, second: SecretSource): readonly string[] {
  return problemsWith({
    services: { api: serviceDefinition({ secrets: { A: first } }), web: serviceDefinition({ secrets: { B: second } }) },
  });
}

describe('two declarations of one secret', () => {
  const secret = secretsManager('db', { description: 'The database' });

  test.each([
    [parameter('X'), parameter('X')],
    [parameter('X'), parameter('X', { tier: 'Standard', format: 'text', rollout: 0, description: undefined })],
    [select(secret, { jsonKey: 'user' }), select(secret, { jsonKey: 'password', versionStage: 'AWSPREVIOUS' })],
    [parameter('X'), secretsManager('X', { description: 'another store' })],
    [existingParameter('/shared/x'), existingParameter('/shared/x')],
    [existingParameter('/shared/x'), existingParameter('/shared/x', { plainText: false })],
    [parameter('X', { generate: { length: 48 } }), parameter('X', { generate: { length: 48 } })],
    [existingParameter('/shared/X'), parameter('X')],
    // Of one name, and yet two.
    [existingParameter('/shared/x'), existingParameter('/shared/x', { region: 'us-east-1', format: 'json' })],
    [existingSecret('x', { region: 'us-east-2' }), existingSecret('x', { region: 'us-east-1', format: 'json' })],
  ])('may be %j and %j', (first, second) => {
    expect(problemsOfTwo(first, second)).toEqual([]);
  });

  test.each([
    [parameter('X'), parameter('X', { tier: 'Advanced' }), '"X"', 'tier "Advanced" here and "Standard"'],
    [parameter('X', { description: 'a' }), parameter('X'), '"X"', 'description left out here and "a"'],
    [parameter('X'), parameter('X', { format: 'json' }), '"X"', 'format "json" here and "text"'],
    [parameter('X'), parameter('X', { rollout: 1 }), '"X"', 'rollout 1 here and 0'],
    [
      parameter('X', { generate: { length: 48 } }),
      parameter('X', { generate: { length: 49 } }),
      '"X"',
      'generate.length 49 here and 48',
    ],
    [parameter('X'), parameter('X', { generate: { length: 48 } }), '"X"', 'generate.length 48 here and left out'],
    [existingParameter('/x'), existingParameter('/x', { plainText: true }), '"/x"', 'plainText true here and false'],
    [
      secret,
      secretsManager('db', { description: 'The database', recoveryWindowDays: 0 }),
      '"db"',
      'recoveryWindowDays 0 here and 30',
    ],
    [
      existingSecret('x'),
      existingSecret('x', {
        keyArn: 'arn:aws:kms:ap-northeast-1:123456789012:key/12345678-abcd-abcd-abcd-123456789012',
      }),
      '"x"',
      'keyArn "arn:aws:kms:ap-northeast-1:123456789012:key/12345678-abcd-ab…" (20 more characters) here and left out',
    ],
    [
      existingParameter('/x', { region: 'us-east-1' }),
      existingParameter('x', { region: 'us-east-1', format: 'json' }),
      '"x"',
      'format "json" here and "text"',
    ],
  ])('cannot be %j and %j', (first, second, name, difference) => {
    expect(problemsOfTwo(first, second)).toEqual([
      `services.web.secrets.B: ${name} is declared twice, with ${difference} at services.api.secrets.A; ` +
        'declare it once and use it in both places',
    ]);
  });

  test('are found in files and among the extra parameters too', () => {
    const problems = problemsWith({
      services: { web: serviceDefinition({ user: '1:1', secretFiles: { F: file('f', parameter('X')) } }) },
      parameters: [parameter('X', { tier: 'Advanced' })],
    });
    expect(problems).toEqual([
      'parameters[0]: "X" is declared twice, with tier "Advanced" here and "Standard" at services.web.secretFiles.F.source; ' +
        'declare it once and use it in both places',
    ]);
  });
});

test('two secrets cannot get their first value from one variable', () => {
  expect(problemsOfTwo(parameter('a/b'), parameter('a_b'))).toEqual([
    'services.web.secrets.B.name: "a_b" and "a/b" of services.api.secrets.A would both get their first value from the variable ' +
      'parameter_a_b; rename one of them',
  ]);
  expect(problemsOfTwo(parameter('a/b'), secretsManager('a_b'))).toEqual([]);
});

describe('the extra parameters', () => {
  const problems = (...parameters: ParameterSource[]) => problemsWith({ parameters });

  test('may also be used as secrets', () => {
    expect(problems(parameter('MY_PARAM_1'), parameter('database/user'))).toEqual([]);
  });

  test('are listed once each, and created by the stack', () => {
    expect(problems(parameter('x'), parameter('x'), existingParameter('/shared/x'))).toEqual([
      'parameters[1]: "x" is also parameters[0]',
      'parameters[2]: "/shared/x" already exists; only parameters that the stack creates are listed here',
    ]);
  });
});

describe('runtimeParameters', () => {
  const secrets = { USER: parameter('database/sample/master/user') };

  test.each(['database', 'database/sample', 'database/sample/master'])(
    'may be %s, which has a parameter below it',
    (prefix) => {
      expect(problemsWithService({ secrets, runtimeParameters: prefix })).toEqual([]);
    },
  );

  test.each([
    ['databse', '"databse" has no managed parameter below it; did you mean "database"?'],
    ['data', '"data" has no managed parameter below it'],
    ['cache', '"cache" has no managed parameter below it'],
    [
      'database/sample/master/user',
      '"database/sample/master/user" has no managed parameter below it; did you mean "database/sample/master"?',
    ],
    [
      '/database',
      `"/database" must not start or end with "/" or contain "//": it is put below the environment's own path`,
    ],
    ['', '"" must be letters, digits, "_", ".", "-" and "/"'],
  ])('cannot be %j', (runtimeParameters, problem) => {
    expect(problemsWithService({ secrets, runtimeParameters })).toEqual([`runtimeParameters: ${problem}`]);
  });

  test('may be satisfied by the extra parameters', () => {
    expect(
      problemsWith({
        services: { web: serviceDefinition({ runtimeParameters: 'database' }) },
        parameters: [parameter('database/user')],
      }),
    ).toEqual([]);
  });
});

test('two parameters of one name in two Regions have ARNs of their own to be measured', () => {
  const name = `/${'x'.repeat(1011 - 'arn:aws:ssm:eu-west-1:000000000000:parameter/'.length)}`;
  const problems = (region: string) => problemsWithService({ secrets: { X: existingParameter(name, { region }) } });
  expect(problems('eu-west-1')).toEqual([]);
  expect(problems('eu-central-1')).toEqual([expect.stringContaining('makes an ARN of 1014 characters')]);
});

function withSecret(source: SecretSource, accountId?: string) {
  return environmentConfig({ accountId, services: { web: serviceDefinition({ secrets: { TOKEN: source } }) } });
}

function inRegion(region: string) {
  const { network, ...config } = environmentConfig();
  const publicSubnets = network.publicSubnets.map((subnet) => ({
    ...subnet,
    availabilityZone: subnet.availabilityZone.replace('ap-northeast-1', region),
  }));
  return { ...config, region, network: { ...network, publicSubnets } };
}

describe('an existing parameter or secret', () => {
  test.each([
    ['/ecs_parameter_store/prod/token', existingParameter('/ecs_parameter_store/prod/token')],
    ['ecs_parameter_store/prod/token', existingSecret('ecs_parameter_store/prod/token')],
  ])('cannot be %s, which another environment creates', (name, source) => {
    expect(problemsOf({ dev: withSecret(source), prod: environmentConfig() })).toEqual([
      `environments.dev.services.web.secrets.TOKEN.name: "${name}" belongs to "prod", which creates what is below ` +
        '"ecs_parameter_store/prod"; give each environment its own',
    ]);
  });

  test('cannot be one that the environment itself creates', () => {
    expect(problemsOf({ dev: withSecret(existingParameter('/ecs_parameter_store/dev/token')) })).toEqual([
      expect.stringMatching(/belongs to "dev".*declare it as managed$/),
    ]);
  });

  test('can have a name that only begins like an environment', () => {
    expect(
      problemsOf({
        dev: withSecret(existingParameter('/ecs_parameter_store/production/token')),
        prod: environmentConfig(),
      }),
    ).toEqual([]);
  });

  test('cannot be one that an environment creates in the other Region', () => {
    const source = existingParameter('/ecs_parameter_store/prod/token', { region: 'us-east-1' });
    const environments = (region: string) => ({ dev: withSecret(source), prod: inRegion(region) });
    expect(problemsOf(environments('us-east-1'))).toEqual([
      expect.stringMatching(/^environments\.dev\.services\.web\.secrets\.TOKEN\.name: .* belongs to "prod"/),
    ]);
    expect(problemsOf(environments('eu-west-1'))).toEqual([]);
  });

  test('of another account is not of the own one, nor one that another environment creates there', () => {
    const [own, other] = ['111111111111', '222222222222'];
    const ofProd = existingSecret(
      `arn:aws:secretsmanager:ap-northeast-1:${other}:secret:ecs_parameter_store/prod/token-AbCdEf`,
      {
        accountId: other,
        keyArn: `arn:aws:kms:ap-northeast-1:${other}:key/12345678-abcd-abcd-abcd-123456789012`,
      },
    );
    const prod = environmentConfig({ accountId: other });
    expect(problemsOf({ dev: withSecret(ofProd, own) })).toEqual([]);
    expect(problemsOf({ dev: withSecret(ofProd, own), prod })).toEqual([
      expect.stringMatching(/belongs to "prod".*give each environment its own$/),
    ]);
    expect(problemsOf({ stg: withSecret(ofProd, other) })).toEqual([
      `environments.stg.services.web.secrets.TOKEN.accountId: "${other}" is the environment's own account: leave it out, and declare ` +
        'the secret by its name',
    ]);
  });

  test('can have the name of one in an account that is certainly another', () => {
    expect(
      problemsOf({
        dev: withSecret(existingParameter('/ecs_parameter_store/prod/token'), '111111111111'),
        prod: environmentConfig({ accountId: '222222222222' }),
      }),
    ).toEqual([]);
  });
});

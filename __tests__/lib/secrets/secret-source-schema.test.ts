import {
  existingParameter,
  existingSecret,
  parameter,
  secretsManager,
  select,
  type SecretSource,
} from '../../../lib/secrets/secret-source';
import { shown } from '../../../lib/validation/messages';
import { problemsWithService, unchecked } from '../../support/configuration-problems';

function sourceProblems(source: SecretSource): readonly string[] {
  return problemsWithService({ secrets: { X: source } }).map((problem) => problem.replace(/^secrets\.X\.?/, ''));
}

// Below this are 20 + 3 characters of the application and the environment, and three slashes.
const arnPrefix = 'arn:aws:ssm:ap-northeast-1:000000000000:parameter/ecs_parameter_store/dev/'.length;

describe('a managed parameter', () => {
  test.each([
    parameter('MY_PARAM_1'),
    parameter('database/master/password', {
      description: 'x'.repeat(1024),
      tier: 'Advanced',
      format: 'json',
      rollout: 0,
    }),
    parameter('x', { description: 'é'.repeat(512) }),
    parameter('a.b-c_D'),
    parameter('aws/ssm'),
    parameter(Array(13).fill('x').join('/')),
    parameter('x'.repeat(1011 - arnPrefix)),
  ])('may be %j', (source) => {
    expect(sourceProblems(source)).toEqual([]);
  });

  const path = `must not start or end with "/" or contain "//": it is put below the environment's own path`;
  const characters = 'must be letters, digits, "_", ".", "-" and "/"';

  test.each([
    ['/x', path],
    ['x/', path],
    ['x//y', path],
    ['', characters],
    ['x y', characters],
    ['x{y}', characters],
    ['ä', characters],
    ['x:3', 'must not end with a version or label: ECS accepts none for a parameter and injects the latest value'],
    [Array(14).fill('x').join('/'), 'has 16 levels; at most 15 are allowed'],
  ])('cannot be named %j', (name, problem) => {
    expect(sourceProblems(parameter(name))).toEqual([`name: ${JSON.stringify(name)} ${problem}`]);
  });

  test('cannot have a longer ARN than AWS accepts', () => {
    expect(sourceProblems(parameter('x'.repeat(1013 - arnPrefix)))).toEqual([
      `name: "${'x'.repeat(60)}…" (${1013 - arnPrefix - 60} more characters) makes an ARN of 1013 characters; at most 1011 are allowed: shorten it by 2`,
    ]);
  });

  test.each([
    [
      { description: 'x'.repeat(1025) },
      /^description: "x{60}…" \(965 more characters\) has 1025 characters; at most 1024 are allowed$/,
    ],
    // 512 letters of two bytes each are the most.
    [
      { description: 'é'.repeat(513) },
      /^description: "é{60}…" \(453 more characters\) has 1026 bytes; at most 1024 are allowed$/,
    ],
    [{ description: 'a\nb' }, /^description: "a\\nb" must not contain control characters$/],
    [{ tier: 'standard' }, /^tier: "standard" must be "Standard" or "Advanced"; did you mean "Standard"\?$/],
    [{ format: 'jsn' }, /^format: "jsn" must be "text", "json", .*; did you mean "json"\?$/],
    [{ rollout: -1 }, /^rollout: -1 must be a whole number, 0 or more$/],
    [{ rollout: 1.5 }, /^rollout: 1.5 must be a whole number, 0 or more$/],
    [{ jsonKey: 'x' }, /^jsonKey: unknown field$/],
    [{ value: 'hunter2' }, /^value: unknown field$/],
  ])('cannot have %j', (settings, problem) => {
    expect(sourceProblems(parameter('X', unchecked(settings)))).toEqual([expect.stringMatching(problem)]);
  });
});

describe('an existing parameter', () => {
  const key = 'arn:aws:kms:ap-northeast-1:123456789012:key/';

  test.each([
    existingParameter('license'),
    existingParameter('/license'),
    existingParameter('/shared/license', { keyArn: `${key}12345678-abcd-abcd-abcd-123456789012` }),
    existingParameter('/shared/license', { keyArn: `${key}mrk-${'0123456789abcdef'.repeat(2)}` }),
    existingParameter(`/${Array(15).fill('x').join('/')}`),
    existingParameter('/shared/endpoint', { plainText: true }),
    existingParameter('/shared/license', { plainText: false, keyArn: `${key}12345678-abcd-abcd-abcd-123456789012` }),
  ])('may be %j', (source) => {
    expect(sourceProblems(source)).toEqual([]);
  });

  test.each([
    ['shared/license', 'must start with "/" because it contains one; did you mean "/shared/license"?'],
    ['/shared/', 'must not end with "/" or contain "//"'],
    ['//shared', 'must not end with "/" or contain "//"'],
    ['/', 'must not end with "/" or contain "//"'],
    ['aws', 'must not start with aws, which AWS reserves for its own parameters'],
    ['/AWS/service/x', 'must not start with AWS, which AWS reserves for its own parameters'],
    ['SSMx', 'must not start with SSM, which AWS reserves for its own parameters'],
    ['/x:3', 'must not end with a version or label: ECS accepts none for a parameter and injects the latest value'],
    ['/x:prod', 'must not end with a version or label: ECS accepts none for a parameter and injects the latest value'],
    [
      'arn:aws:ssm:ap-northeast-1:123456789012:parameter/x',
      'must be the name, not the ARN; region says in which it is, and ECS injects no parameter of another account',
    ],
    [`/${Array(16).fill('x').join('/')}`, 'has 16 levels; at most 15 are allowed'],
  ])('cannot be named %s', (name, problem) => {
    expect(sourceProblems(existingParameter(name))).toEqual([`name: ${JSON.stringify(name)} ${problem}`]);
  });

  const notKey = 'must be the ARN of a KMS key, "arn:aws:kms:<region>:<account>:key/<id>"';
  const alias = 'is an alias; it must be the ARN of the key itself, because a permission on an alias grants nothing';
  const otherRegion = 'is a key in another Region; the environment is in ap-northeast-1';

  test.each([
    ['arn:aws:kms:ap-northeast-1:123456789012:alias/app', alias],
    ['alias/app', alias],
    ['12345678-abcd-abcd-abcd-123456789012', notKey],
    [`${key}*`, notKey],
    ['arn:aws:kms:us-east-1:123456789012:key/12345678-abcd-abcd-abcd-123456789012', otherRegion],
  ])('cannot be encrypted with %s', (keyArn, problem) => {
    const [message = ''] = sourceProblems(existingParameter('/x', { keyArn }));
    expect(message.startsWith('keyArn: ')).toBe(true);
    expect(message.endsWith(problem)).toBe(true);
  });
});

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html: of another Region by its full ARN, which names one
describe.each([
  { what: 'parameter', make: existingParameter },
  { what: 'secret', make: existingSecret },
])('an existing $what of another Region', ({ what, make }) => {
  const keyIn = (region: string) => `arn:aws:kms:${region}:123456789012:key/12345678-abcd-abcd-abcd-123456789012`;

  test.each([
    { region: 'us-east-1' },
    { region: 'ap-northeast-3' },
    { region: 'us-east-1', keyArn: keyIn('us-east-1') },
  ])('may have %j', (settings) => {
    expect(sourceProblems(make('x', settings))).toEqual([]);
  });

  test.each([
    [{ region: 'ap-northeast-1' }, `region: "ap-northeast-1" is the environment's own Region: leave it out`],
    [{ region: 'us-east-9' }, 'region: "us-east-9" is not a Region of AWS; did you mean "us-east-1"?'],
    [{ region: 'us-east-1a' }, 'region: "us-east-1a" is not a Region of AWS; did you mean "us-east-1"?'],
    [{ region: '' }, 'region: "" is not a Region of AWS'],
    [{ region: 'aws-global' }, 'region: "aws-global" is not a Region of AWS'],
    [
      { region: 'cn-north-1' },
      'region: "cn-north-1" is a Region of the partition aws-cn, where no role of aws can read: the environment is in ap-northeast-1',
    ],
    [
      { region: 'us-gov-west-1' },
      'region: "us-gov-west-1" is a Region of the partition aws-us-gov, where no role of aws can read: the environment is in ap-northeast-1',
    ],
    // A key is used in its own Region: https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
    [
      { region: 'us-east-1', keyArn: keyIn('ap-northeast-1') },
      `keyArn: "${keyIn('ap-northeast-1').slice(0, 60)}…" (20 more characters) is a key in another Region; the ${what} is in us-east-1`,
    ],
  ])('cannot have %j', (settings, problem) => {
    expect(sourceProblems(make('x', settings))).toEqual([problem]);
  });
});

// https://github.com/awsdocs/amazon-ecs-developer-guide/issues/167, https://github.com/aws/containers-roadmap/issues/2384
test('a parameter is never of another account, and the reason is given', () => {
  expect(sourceProblems(existingParameter('/x', unchecked({ accountId: '444455556666' })))).toEqual([
    'accountId: "444455556666" is not possible for a parameter: ECS injects none of another account, not even one that is shared. ' +
      'Secrets Manager can: existingSecret',
  ]);
});

// https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
describe('a secret of another account', () => {
  const accountId = '444455556666';
  const start = `arn:aws:secretsmanager:eu-west-1:${accountId}:secret:`;
  const key = '12345678-abcd-abcd-abcd-123456789012';
  const keyArn = `arn:aws:kms:eu-west-1:${accountId}:key/${key}`;
  const problemsWithName = (name: string) =>
    sourceProblems(existingSecret(name, { accountId, keyArn })).map((problem) =>
      problem.replace(`${shown(name)} `, ''),
    );

  test.each([
    ['x-AbCdEf', keyArn],
    ['shared/db_+=.@-y-123456', keyArn],
    [`${'x'.repeat(512)}-AbCdEf`, keyArn],
    ['x-AbCdEf', `arn:aws:kms:eu-west-1:${accountId}:key/mrk-${'0123456789abcdef'.repeat(2)}`],
  ])('may be %s, encrypted with %s', (name, encryptedWith) => {
    expect(sourceProblems(existingSecret(`${start}${name}`, { accountId, keyArn: encryptedWith }))).toEqual([]);
  });

  test('may be in the Region of the environment, and selected from', () => {
    const name = `${start}x-AbCdEf`.replace('eu-west-1', 'ap-northeast-1');
    const secret = existingSecret(name, { accountId, keyArn: keyArn.replace('eu-west-1', 'ap-northeast-1') });
    expect(sourceProblems(select(secret, { jsonKey: 'user', versionStage: 'AWSPREVIOUS' }))).toEqual([]);
  });

  const whole =
    'name: must be the full ARN, "arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>": a secret of another account ' +
    'is not found by its name';
  const suffix =
    'name: must end with the hyphen and the six characters that AWS adds to the name: the policy of the role names exactly this ARN';

  test.each([
    ['shared/db', whole],
    ['', whole],
    [`arn:aws:ssm:eu-west-1:${accountId}:parameter/x`, whole],
    [`arn:aws:secretsmanager:eu-west-1:${accountId}:x-AbCdEf`, whole],
    [start, suffix],
    [`${start}x`, suffix],
    [`${start}x-AbCdE`, suffix],
    [`${start}x-AbCdEfG`, suffix],
    [`${start}x-??????`, suffix],
    [`${start}-AbCdEf`, suffix],
    [
      `${start}x-AbCdEf:user::`,
      'name: must end with the name and its six characters; select(…) chooses a key or version',
    ],
    [
      `${start}x-AbCdEf`.replace(accountId, '123456789012'),
      `name: is in account 123456789012, and accountId is "${accountId}"`,
    ],
    [`${start}a b-AbCdEf`, expect.stringMatching(/^name: must be letters, digits/)],
    [`${start}${'x'.repeat(513)}-AbCdEf`, expect.stringMatching(/^name: makes a name of 513 characters; at most 512/)],
    [
      `${start}x-AbCdEf`.replace('arn:aws:', 'arn:aws-cn:'),
      'name: names the partition aws-cn, and eu-west-1 is a Region of aws',
    ],
  ])('cannot be named %s', (name, problem) => {
    expect(problemsWithName(name)).toEqual([problem]);
  });

  test('is not in an unknown Region, nor in one of another partition', () => {
    const inRegion = (partition: string, region: string) => {
      const there = (arn: string) => arn.replace('arn:aws:', `arn:${partition}:`).replace('eu-west-1', region);
      return sourceProblems(existingSecret(there(`${start}x-AbCdEf`), { accountId, keyArn: there(keyArn) }));
    };
    expect(inRegion('aws', 'eu-west-9')).toEqual([
      expect.stringMatching(
        /^name: ".*" .* names "eu-west-9", which is not a Region of AWS; did you mean "eu-west-1"\?$/,
      ),
    ]);
    expect(inRegion('aws-cn', 'cn-north-1')).toEqual([
      'name: "cn-north-1" is a Region of the partition aws-cn, where no role of aws can read: the environment is in ap-northeast-1',
    ]);
  });

  test.each([
    [
      { keyArn: undefined },
      'keyArn: is missing: a secret of another account must be encrypted with a customer-managed key, because the AWS-managed key ' +
        'cannot be used from here',
    ],
    [
      { keyArn: keyArn.replace(accountId, '123456789012') },
      expect.stringMatching(
        /^keyArn: ".*" .* is a key of account 123456789012; the secret is in 444455556666, and its key must be, too$/,
      ),
    ],
    [
      { keyArn: keyArn.replace('eu-west-1', 'ap-northeast-1') },
      expect.stringMatching(/^keyArn: ".*" .* is a key in another Region; the secret is in eu-west-1$/),
    ],
    [
      { region: 'eu-west-1' },
      'region: "eu-west-1" must be left out: the ARN of a secret of another account says its Region',
    ],
    [
      { accountId: '44445555666' },
      expect.stringMatching(/^accountId: "44445555666" must be the 12 digits of an AWS account id, got 11$/),
    ],
  ])('cannot have %j', (settings, problem) => {
    expect(sourceProblems(existingSecret(`${start}x-AbCdEf`, { accountId, keyArn, ...settings }))).toContainEqual(
      problem,
    );
  });
});

test('what the stack creates is in its own Region', () => {
  for (const make of [parameter, secretsManager]) {
    expect(sourceProblems(make('x', unchecked({ region: 'us-east-1' })))).toEqual(['region: unknown field']);
  }
});

// "Parameter Store uses a KMS key to encrypt" a SecureString only:
// https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
test('what is stored in plain text has no key, and only parameters of somebody else are', () => {
  const keyArn = 'arn:aws:kms:ap-northeast-1:123456789012:key/12345678-abcd-abcd-abcd-123456789012';
  expect(sourceProblems(existingParameter('/x', { plainText: true, keyArn }))).toEqual([
    'keyArn: cannot be combined with plainText: no key encrypts what is stored in plain text',
  ]);
  for (const source of [
    parameter('x', unchecked({ plainText: true })),
    secretsManager('x', unchecked({ plainText: true })),
    existingSecret('x', unchecked({ plainText: true })),
  ]) {
    expect(sourceProblems(source)).toEqual(['plainText: unknown field']);
  }
  expect(sourceProblems(existingParameter('/x', unchecked({ plainText: 'yes' })))).toEqual([
    'plainText: "yes" must be true or false',
  ]);
});

describe('a secret', () => {
  test.each([
    secretsManager('database'),
    secretsManager('db/x_+=.@-y', { description: 'x'.repeat(2048), recoveryWindowDays: 0 }),
    secretsManager('x', { recoveryWindowDays: 7 }),
    secretsManager('x', { recoveryWindowDays: 30 }),
    secretsManager('x-12345'),
    secretsManager('x-1234567'),
    secretsManager('x'.repeat(512 - 'ecs_parameter_store/dev/'.length)),
    existingSecret('/shared/database'),
    existingSecret('rds!db-1234abcd-12ab-34cd-56ef-1234567890ab'),
    // Looked up by name, so that the whole ARN is read: https://github.com/aws/aws-cdk/issues/27530
    existingSecret('xyz-secret'),
    existingSecret('app-config'),
    existingSecret('shared/database-AbC123'),
    existingSecret('rds!cluster-1234abcd-12ab-34cd-56ef-1234567890ab'),
    existingSecret('events!connection/partner/1234abcd-12ab-34cd-56ef-1234567890ab'),
  ])('may be %j', (source) => {
    expect(sourceProblems(source)).toEqual([]);
  });

  const ending = 'must not end with a hyphen and six characters, as the ARN of a secret does';
  const existingCharacters =
    'must be letters, digits and "/_+=.@-", after a prefix such as "rds!" if a service of AWS manages the secret';

  test.each([
    [secretsManager('my-secret'), `name: "my-secret" ${ending}`],
    [secretsManager('a b'), 'name: "a b" must be letters, digits and "/_+=.@-"'],
    [secretsManager('rds!db'), 'name: "rds!db" must be letters, digits and "/_+=.@-"'],
    [existingSecret('!db'), `name: "!db" ${existingCharacters}`],
    [existingSecret('rds!'), `name: "rds!" ${existingCharacters}`],
    [existingSecret('rds!db!x'), `name: "rds!db!x" ${existingCharacters}`],
    [existingSecret('a b'), `name: "a b" ${existingCharacters}`],
    [
      secretsManager('/x'),
      `name: "/x" must not start or end with "/" or contain "//": it is put below the environment's own path`,
    ],
    [
      existingSecret('arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:x'),
      'name: "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:x" must be the name, not the ARN; only a secret of another account is declared by its ARN, with accountId',
    ],
    [
      secretsManager('x'.repeat(489)),
      `name: "${'x'.repeat(60)}…" (429 more characters) makes a name of 513 characters; at most 512 are allowed: shorten it by 1`,
    ],
    [
      secretsManager('x', { recoveryWindowDays: 6 }),
      'recoveryWindowDays: 6 must be 7 to 30 days, or 0 to delete it at once',
    ],
    [
      secretsManager('x', { recoveryWindowDays: 31 }),
      'recoveryWindowDays: 31 must be 7 to 30 days, or 0 to delete it at once',
    ],
    [
      secretsManager('x', { description: 'x'.repeat(2049) }),
      `description: "${'x'.repeat(60)}…" (1989 more characters) has 2049 characters; at most 2048 are allowed`,
    ],
  ])('cannot be %j', (source, problem) => {
    expect(sourceProblems(source)).toEqual([problem]);
  });
});

test.each([parameter, secretsManager])(
  'the description of what %p makes does not contain a secret or show it',
  (make) => {
    const forbidden = ['postgres://app:hunter2@db/app', '-----BEGIN PRIVATE KEY-----', `ghp_${'a'.repeat(36)}`];
    for (const description of forbidden) {
      expect(sourceProblems(make('x', { description }))).toEqual([
        'description: (a value that looks like a secret) must not be here, where many people can read it; if it is none, write harmless(text, reason)',
      ]);
    }
    expect(sourceProblems(make('x', { description: 'The password of postgres://app@db/app' }))).toEqual([]);
  },
);

describe('a part or version of a secret', () => {
  const secret = secretsManager('database');

  test.each([
    { jsonKey: 'user' },
    { jsonKey: 'a key with spaces' },
    { versionStage: 'AWSPREVIOUS' },
    { versionStage: 'BLUE' },
    { versionStage: 'x'.repeat(256) },
    { versionId: 'a'.repeat(32) },
    { versionId: 'a'.repeat(64) },
    { jsonKey: 'user', versionStage: 'AWSCURRENT' },
  ])('may be %j', (selector) => {
    expect(sourceProblems(select(secret, selector))).toEqual([]);
  });

  const colon = 'must not be empty or contain a colon, which separates the fields of a valueFrom';
  const id = 'must have no colon or space and 32 to 64 characters';
  const close = `looks like a misspelt stage of Secrets Manager; did you mean`;

  test.each([
    [{ jsonKey: 'a:b' }, `jsonKey: "a:b" ${colon}`],
    [{ jsonKey: '' }, `jsonKey: "" ${colon}`],
    [{ versionStage: '' }, 'versionStage: "" must have 1 to 256 characters, and no colon'],
    [
      { versionStage: 'x'.repeat(257) },
      `versionStage: "${'x'.repeat(60)}…" (197 more characters) must have 1 to 256 characters, and no colon`,
    ],
    [{ versionStage: 'AWSPRECIOUS' }, `versionStage: "AWSPRECIOUS" ${close} "AWSPREVIOUS"?`],
    [{ versionStage: 'AwsCurrent' }, `versionStage: "AwsCurrent" ${close} "AWSCURRENT"?`],
    [{ versionStage: 'AWSPENDNG' }, `versionStage: "AWSPENDNG" ${close} "AWSPENDING"?`],
    [{ versionId: 'a'.repeat(31) }, `versionId: "${'a'.repeat(31)}" ${id}, got 31`],
    [{ versionId: 'a'.repeat(65) }, `versionId: "${'a'.repeat(60)}…" (5 more characters) ${id}, got 65`],
    [
      { versionStage: 'BLUE', versionId: 'a'.repeat(32) },
      'versionId: cannot be combined with versionStage: one of them selects the version',
    ],
  ])('cannot be %j', (selector, problem) => {
    expect(sourceProblems(select(secret, selector))).toEqual([problem]);
  });
});

test('a secret that is none is refused without being shown', () => {
  const problems = (source: unknown) => sourceProblems(unchecked(source));
  expect(problems('hunter2')).toEqual([': must be an object, got text']);
  expect(problems({})).toEqual(['store: is missing']);
  expect(problems({ store: 'parameterstore', ownership: 'managed', name: 'X' })).toEqual([
    'store: "parameterstore" must be "parameter-store" or "secrets-manager"; did you mean "parameter-store"?',
  ]);
  expect(problems({ store: 'parameter-store', ownership: 'mine', name: 'X' })).toEqual([
    'ownership: "mine" must be "managed" or "existing"',
  ]);
});

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html: a key of JSON
test.each([secretsManager('x', { format: 'pem' }), existingSecret('x', { format: 'pem' })])(
  'no key is selected of %j',
  (pem) => {
    expect(sourceProblems(select(pem, { versionStage: 'AWSPREVIOUS' }))).toEqual([]);
    expect(sourceProblems(select(pem, { jsonKey: 'key' }))).toEqual([
      'jsonKey: selects a key of JSON, and the format of the secret is "pem"',
    ]);
  },
);

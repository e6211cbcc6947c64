import { generateKeyPairSync } from 'node:crypto';
import { jsonKeyProblems, parseJsonObject, valueProblems } from '../../../commands/stores/secret-format';
import { PLACEHOLDER } from '../../../lib/secrets/secret-names';
import { parameter, secretsManager, type SecretFormat } from '../../../lib/secrets/secret-source';

const CANARY = 'canary-5d41402abc4b2a76';

const keyPair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const privateKey = keyPair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim();
const publicKey = keyPair.publicKey.export({ type: 'spki', format: 'pem' }).toString().trim();

const serviceAccount = {
  type: 'service_account',
  project_id: 'shop',
  private_key_id: '1',
  private_key: privateKey,
  client_email: 'shop@shop.iam.gserviceaccount.com',
  token_uri: 'https://oauth2.googleapis.com/token',
};

function problems(value: string, format?: SecretFormat): string[] {
  return valueProblems(value, parameter('X', { format, tier: 'Advanced' }));
}

describe('valueProblems', () => {
  it.each<[SecretFormat, string]>([
    ['text', 'any "text" #1 $HOME'],
    ['json', '{"a":1}'],
    ['json', '[1, 2]'],
    ['json', '{\n}\n'],
    ['text', 'two\nlines\n'],
    ['text', '\u{1F600}'],
    ['pem', `${privateKey}\n`],
    ['pem', privateKey],
    ['pem', `${publicKey}\n${privateKey}`],
    ['pem', `Subject: two keys\n${publicKey}\n\n${publicKey}`],
    ['google-service-account', JSON.stringify(serviceAccount)],
    ['google-service-account', JSON.stringify(serviceAccount, null, 2)],
  ])('accepts a value of the format %s', (format, value) => {
    expect(problems(value, format)).toEqual([]);
  });

  it('takes text for the format by default', () => {
    expect(problems('x')).toEqual([]);
  });

  it.each<[string, SecretFormat, string, string]>([
    ['an empty value', 'text', '', 'is empty'],
    ['the placeholder', 'json', PLACEHOLDER, 'is still the placeholder'],
    ['a line break at the end', 'text', `${CANARY}\n`, 'ends with a line break'],
    ['a Windows line break at the end', 'text', `${CANARY}\r\n`, 'ends with a line break'],
    ['several line breaks at the end of one line', 'text', `${CANARY}\n\n`, 'ends with a line break'],
    ['a byte order mark', 'text', `\uFEFF${CANARY}`, 'begins with a byte order mark, as Windows writes it into files'],
    ['half of a character', 'text', `${CANARY}\uD83D`, 'contains a lone surrogate, which is no character'],
    ['a NUL character', 'text', `${CANARY}\0`, 'contains a NUL character, which no variable can'],
    ['what is not JSON', 'json', `{"a": ${CANARY}}`, 'is not JSON'],
    ['text instead of PEM', 'pem', CANARY, 'contains no complete PEM block'],
    ['a PEM block that was cut off', 'pem', privateKey.slice(0, 80), 'contains no complete PEM block'],
    [
      'a second PEM block that was cut off',
      'pem',
      `${publicKey}\n${publicKey.slice(0, 80)}`,
      'contains an incomplete PEM block',
    ],
    [
      'a first PEM block that was cut off',
      'pem',
      `${publicKey.slice(0, 80)}\n${publicKey}`,
      'contains an incomplete PEM block',
    ],
    ['PEM that lacks its beginning', 'pem', `${publicKey.slice(80)}\n${publicKey}`, 'contains an incomplete PEM block'],
    ['PEM in one line', 'pem', privateKey.replaceAll('\n', '\\n'), 'contains \\n where PEM has line breaks'],
    [
      'no key file',
      'google-service-account',
      CANARY,
      'is not a JSON object, as the key file of a Google service account is',
    ],
  ])('refuses %s', (_, format, value, problem) => {
    expect(problems(value, format)).toEqual([problem]);
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
  it.each([
    [{ username: 'shop', password: CANARY }, []],
    [{ username: 's', password: 'p', email: 'shop@example.com' }, []],
    [{ username: 'shop' }, ['lacks "password", with which ECS logs in to the registry']],
    [{ Username: 'shop', password: CANARY }, ['lacks "username", with which ECS logs in to the registry']],
    [{ username: '', password: CANARY }, ['has a "username" that is empty']],
    [{ username: 'shop', password: `${CANARY}\n` }, ['has a "password" that ends with a line break']],
    [{ username: 'shop', password: 12345 }, ['has a "password" that is not text']],
    [
      { username: null, password: [CANARY] },
      ['has a "username" that is not text', 'has a "password" that is not text'],
    ],
    [[CANARY], ['is not a JSON object with the "username" and "password" of a registry']],
    [CANARY, ['is not a JSON object with the "username" and "password" of a registry']],
  ])('finds in the credentials of a registry %j: %j', (credentials, found) => {
    expect(problems(JSON.stringify(credentials), 'registry-credentials')).toEqual(found);
  });

  it('refuses credentials of a registry with two passwords', () => {
    expect(problems('{"username":"a","password":"b","password":"c"}', 'registry-credentials')).toEqual([
      'is not a JSON object with the "username" and "password" of a registry',
    ]);
  });

  it('refuses a PEM block that cannot be read', () => {
    const damaged = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(CANARY).toString('base64')}\n-----END PRIVATE KEY-----`;
    expect(problems(damaged, 'pem')).toEqual(['contains a PRIVATE KEY that cannot be read']);
  });

  // The older form, sec1, tells in header lines of the block that it is encrypted.
  it.each(['pkcs8', 'sec1'] as const)(
    'accepts an encrypted private key (%s), which only its passphrase can open',
    (type) => {
      const encrypted = keyPair.privateKey
        .export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: CANARY })
        .toString()
        .trim();
      expect(problems(encrypted, 'pem')).toEqual([]);
    },
  );

  // ssh looks for "-----END OPENSSH PRIVATE KEY-----\n": MARK_END in sshkey.c of OpenSSH.
  it('accepts an OpenSSH key only with the line feed without which ssh does not read it', () => {
    const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${Buffer.from(CANARY).toString('base64')}\n-----END OPENSSH PRIVATE KEY-----`;
    expect(problems(`${key}\n`, 'pem')).toEqual([]);
    expect(problems(`${key}\n${publicKey}`, 'pem')).toEqual([]);
    const problem = 'contains an OPENSSH PRIVATE KEY without a line feed right after it, which ssh does not read';
    expect(problems(key, 'pem')).toEqual([problem]);
    expect(problems(`${key}\r\n`, 'pem')).toEqual([problem]);
    expect([problems(`${key}\n`), problems(key)]).toEqual([[], [problem]]);
  });

  it('names the fields that the key of a Google service account lacks, and one that is wrong', () => {
    const { project_id: _, ...incomplete } = serviceAccount;
    const value = JSON.stringify({ ...incomplete, type: 'authorized_user', client_email: CANARY, private_key: CANARY });
    expect(problems(value, 'google-service-account')).toEqual([
      'is not the key of a Google service account: "type" must be "service_account"',
      'is not the key of a Google service account: it lacks project_id',
      'has a "client_email" that is not an address',
      'has a "private_key" that contains no complete PEM block',
    ]);
  });

  it.each([
    ['a standard parameter', parameter('X'), 4096],
    ['an advanced parameter', parameter('X', { tier: 'Advanced' }), 8192],
    ['a secret', secretsManager('X'), 65_536],
  ])('refuses more bytes than %s may have', (_, source, maximum) => {
    expect(valueProblems('é'.repeat(maximum / 2), source)).toEqual([]);
    expect(valueProblems(`x${'é'.repeat(maximum / 2)}`, source)).toEqual([
      `has ${maximum + 1} bytes; at most ${maximum} are allowed`,
    ]);
  });
});

describe('a reference to another parameter', () => {
  // PutParameter: "Parameter value can't nest another parameter. Do not use "{{}}" in the value."
  it.each(['{{}}', '{{ssm:x}}', 'a {{ x\ny }} b', '{{{}}', '}}{{ }}'])('is refused by Parameter Store: %j', (value) => {
    const problem =
      'contains {{ and }}, which Parameter Store takes for another parameter and refuses; declare it with secretsManager()';
    expect(problems(value)).toEqual([problem]);
    expect(valueProblems(value, secretsManager('X'))).toEqual([]);
  });

  it.each(['{{', '}}', '}}{{', '{ {}}', '{{} }', '{"a":{"b":{}}}'])('is not what %j is', (value) => {
    expect(problems(value)).toEqual([]);
  });
});

describe('jsonKeyProblems', () => {
  it.each([
    ['x', []],
    ['', ['is empty']],
    ['x\n', ['ends with a line break']],
  ])('checks the value of a key', (value, expected) => {
    expect(jsonKeyProblems(value)).toEqual(expected);
  });
});

describe('parseJsonObject', () => {
  it.each(['[]', '1', 'null', '"x"', `{"a": ${CANARY}`])('takes nothing but an object', (text) => {
    expect(parseJsonObject(text)).toBeUndefined();
  });
});

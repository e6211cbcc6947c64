import { parameter, secretsManager, select, type SecretSource } from '../../../lib/secrets/secret-source';
import { problemsWithService, unchecked } from '../../support/configuration-problems';

function problems(source: SecretSource): readonly string[] {
  return problemsWithService({ secrets: { X: source } }).map((problem) => problem.replace(/^secrets\.X\./, ''));
}

const generatedProblems = (generate: unknown) => problems(parameter('x', unchecked({ generate })));

// The punctuation that AWS generates:
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

describe('a generated value', () => {
  test.each([
    { length: 16 },
    // PasswordLength of the same page is at most 4096, and so are the bytes of a standard parameter.
    { length: 4096 },
    { length: 48, symbols: '-' },
    { length: 48, symbols: '!#$%&*()-_=+[]<>:?{' },
    { bytes: 16, encoding: 'hex' },
    { bytes: 1024, encoding: 'hex' },
    { bytes: 32, encoding: 'base64' },
    { bytes: 32, encoding: 'base64url' },
  ])('may be declared as %j', (generate) => {
    expect(generatedProblems(generate)).toEqual([]);
    expect(problems(secretsManager('x', unchecked({ generate })))).toEqual([]);
  });

  const once = 'must be punctuation of ASCII, such as "!#%-_", each character once';

  test.each<[unknown, string[]]>([
    [{ length: 15 }, ['generate.length: 15 must be a whole number, 16 to 4096']],
    [{ length: 4097 }, ['generate.length: 4097 must be a whole number, 16 to 4096']],
    [{ length: 16.5 }, ['generate.length: 16.5 must be a whole number, 16 to 4096']],
    [{ length: '48' }, ['generate.length: "48" must be a number; did you mean 48, without quotes?']],
    [{ length: 48, symbols: '' }, [`generate.symbols: "" ${once}`]],
    [{ length: 48, symbols: '--' }, [`generate.symbols: "--" ${once}`]],
    [{ length: 48, symbols: '-a' }, [`generate.symbols: "-a" ${once}`]],
    [{ length: 48, symbols: '- ' }, [`generate.symbols: "- " ${once}`]],
    [{ length: 48, symbols: '§' }, [`generate.symbols: "§" ${once}`]],
    [{ bytes: 15, encoding: 'hex' }, ['generate.bytes: 15 must be a whole number, 16 to 1024']],
    [{ bytes: 1025, encoding: 'hex' }, ['generate.bytes: 1025 must be a whole number, 16 to 1024']],
    [
      { bytes: 32, encoding: 'base46' },
      ['generate.encoding: "base46" must be nothing, "hex", "base64" or "base64url"; did you mean "base64"?'],
    ],
    [{ bytes: 32 }, ['generate.bytes: unknown field', 'generate.length: is missing']],
    [{ length: 48, encoding: 'hex' }, ['generate.bytes: is missing', 'generate.length: unknown field']],
    [{}, ['generate.length: is missing']],
    [48, ['generate: must be an object, got a number']],
  ])('cannot be declared as %j', (generate, expected) => {
    expect(generatedProblems(generate)).toEqual(expected);
  });

  // "Parameter value can't nest another parameter", says PutParameter.
  test('of a parameter cannot become a reference to another one by chance', () => {
    const refused =
      'generate.symbols: must not have both { and } in a parameter: Parameter Store takes {{ and }} for another parameter, and refuses them';
    expect(generatedProblems({ length: 48, symbols: PUNCTUATION })).toEqual([refused]);
    expect(generatedProblems({ length: 48, symbols: PUNCTUATION.replace('}', '') })).toEqual([]);
    expect(problems(secretsManager('x', { generate: { length: 48, symbols: PUNCTUATION } }))).toEqual([]);
  });

  test.each([
    ['json', 'only some values in JSON are; declare each of those by itself, as text'],
    ['pem', 'a key or certificate has a form of its own; make it with a tool such as openssl, and set it'],
    ['google-service-account', 'Google makes such keys; download one, and set it'],
  ] as const)('is no %s', (format, reason) => {
    const generate = { length: 48 };
    for (const make of [parameter, secretsManager]) {
      expect(problems(make('x', { format: 'text', generate }))).toEqual([]);
      expect(problems(make('x', { format, generate }))).toEqual([
        `generate: makes random text, and the format is "${format}": ${reason}`,
      ]);
    }
  });

  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html: a key of JSON
  test('has versions, and no keys', () => {
    const token = secretsManager('token', { generate: { length: 48 } });
    expect(problems(select(token, { versionStage: 'AWSPREVIOUS' }))).toEqual([]);
    expect(problems(select(token, { jsonKey: 'password' }))).toEqual([
      'jsonKey: selects a key of JSON, and a generated value is text without keys; use all of it',
    ]);
  });
});

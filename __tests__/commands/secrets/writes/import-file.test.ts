import { readImport, requireValues, type ImportFormat } from '../../../../commands/secrets/writes/import-file';

const CANARY = 'canary-5d41402abc4b2a76';

const parseImport = (text: string, format: ImportFormat) => requireValues(readImport(text, format));

describe('a file to import', () => {
  it('reads dotenv, and names every line that it refuses, and nothing of it', () => {
    expect(parseImport('A=1\nB="2"\n', 'dotenv')).toEqual([
      { name: 'A', value: '1', place: 'line 1' },
      { name: 'B', value: '2', place: 'line 2' },
    ]);
    const read = () => parseImport(`${CANARY}\nA=1\nB=${CANARY}#x`, 'dotenv');
    expect(read).toThrow(/^The file is refused:\nline 1 is not [^]*\nline 3 is not [^]*\nNothing was written\.$/);
    expect(read).not.toThrow(/canary/);
  });

  it.each(['dotenv', 'json'] as const)('takes no byte order mark for a part of %s', (format) => {
    const text = format === 'json' ? '{"A":"1"}' : 'A=1';
    expect(parseImport(`\uFEFF${text}`, format)).toMatchObject([{ name: 'A', value: '1' }]);
  });

  it.each([
    ['', 'dotenv'],
    ['\n# comment\n', 'dotenv'],
    ['{}', 'json'],
  ] as const)('refuses a file without values: %j', (text, format) => {
    expect(() => parseImport(text, format)).toThrow('it contains no values');
  });
});

describe('a JSON file to import', () => {
  it('reads texts, and objects as the JSON that they are', () => {
    expect(parseImport('{"A":"1","database":{"user":"x"}}', 'json')).toEqual([
      { name: 'A', value: '1', place: 'entry 1' },
      { name: 'database', value: '{"user":"x"}', place: 'entry 2' },
    ]);
  });

  it.each([
    [`["${CANARY}"]`, 'it is not a JSON object'],
    [`"${CANARY}"`, 'it is not a JSON object'],
    ['17', 'it is not a JSON object'],
    [`{"a": ${CANARY}`, 'it is not JSON'],
  ])('refuses what is not an object, and shows nothing of it: %s', (text, problem) => {
    const read = () => parseImport(text, 'json');
    expect(read).toThrow(`The file is refused:\n${problem}\nNothing was written.`);
    expect(read).not.toThrow(/canary/);
  });

  it.each([`{"A":"${CANARY}","A":"x"}`, `{"A":{"k":"${CANARY}","k" : "x"}}`, `{"A":{"k":[{"l":1,"l":2}]}}`])(
    'refuses a name that is there twice, with two values: %s',
    (text) => {
      const read = () => parseImport(text, 'json');
      expect(read).toThrow('it has two different values under one name');
      expect(read).not.toThrow(/canary/);
    },
  );

  it('is not misled by values that look like names', () => {
    expect(parseImport('{"A":"x\\":","B":{"k":"\\"k\\":"}}', 'json')).toHaveLength(2);
  });

  it('keeps every digit of a number in an object', () => {
    const text = '{"id":12345678901234567890,"rate":0.1234567890123456789,"small":1e-7}';
    expect(parseImport(`{"A":${text}}`, 'json')).toEqual([{ name: 'A', value: text, place: 'entry 1' }]);
  });

  it.each(['0.1234567890123456789', '12345678901234567890', '1.0', '-0', '1E400', 'true', '[1.0,"x"]'])(
    'takes %s as it is written',
    (text) => {
      expect(parseImport(`{"A": ${text}}`, 'json')).toEqual([{ name: 'A', value: text, place: 'entry 1' }]);
    },
  );

  it('keeps a line break at the end of a text', () => {
    expect(parseImport('{"A":"1\\n2\\n"}', 'json')).toMatchObject([{ value: '1\n2\n' }]);
  });

  it('refuses null, which is no value', () => {
    expect(() => parseImport('{"A":"x","B":null}', 'json')).toThrow('entry 2 is null');
  });
});

import { parseImport } from '../../../../commands/secrets/writes/import-file';

const CANARY = 'canary-5d41402abc4b2a76';

function dotenv(...lines: string[]) {
  return parseImport(lines.join('\n'), 'dotenv');
}

describe('parseImport of dotenv', () => {
  it.each([
    ['A=plain', 'plain'],
    ['A = spaced out ', 'spaced out'],
    ['export A=exported', 'exported'],
    ['A="with # and spaces"', 'with # and spaces'],
    ["A='literal \\n'", 'literal \\n'],
    ['A="two\\nlines"', 'two\nlines'],
    ['A="two\nlines"', 'two\nlines'],
    ['A=`it\'s "both"`', 'it\'s "both"'],
    ['A=plain # comment', 'plain'],
    ['A="quoted" # comment', 'quoted'],
    ['A=', ''],
    ['A=a=b', 'a=b'],
    ['A=$HOME', '$HOME'],
  ])('reads %j', (line, value) => {
    expect(dotenv(line)).toEqual([{ name: 'A', value, place: 'line 1' }]);
  });

  it('skips blank lines and comments, and knows the line of each value', () => {
    expect(dotenv('# comment', '', 'A="1', '2"', '  # another', 'database/password=3', '')).toEqual([
      { name: 'A', value: '1\n2', place: 'line 3' },
      { name: 'database/password', value: '3', place: 'line 6' },
    ]);
  });

  it('reads Windows line ends', () => {
    expect(dotenv('A=1\r', 'B="2"\r', '')).toEqual([
      { name: 'A', value: '1', place: 'line 1' },
      { name: 'B', value: '2', place: 'line 2' },
    ]);
  });

  it.each([
    ['no assignment', CANARY],
    ['a value that would be cut at #', `A=${CANARY}#x`],
    ['a quote in an unquoted value', `A=${CANARY}"x`],
    ['text after the closing quote', `A='${CANARY}''x'`],
    ['a quote that is not closed', `A="${CANARY}`],
    ['a name with a space', `A B=${CANARY}`],
  ])('refuses %s, and shows nothing of the line', (_, line) => {
    const read = () => dotenv('OK=1', line, 'B=2');
    expect(read).toThrow('line 2 is not NAME=value; a value with quotes, # or several lines must be quoted');
    expect(read).not.toThrow(/canary/);
  });

  it('names every line that it refuses', () => {
    expect(() => dotenv('x', 'A=1', 'y')).toThrow(/line 1 [^]*line 3 [^]*Nothing was written/);
  });
});

describe('parseImport of JSON', () => {
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

  it('refuses values that are neither text nor an object', () => {
    expect(() => parseImport('{"A":1,"B":"x","C":null,"D":["x"]}', 'json')).toThrow(
      'entry 1 is neither text nor an object\nentry 3 is neither text nor an object\nentry 4 is neither',
    );
  });
});

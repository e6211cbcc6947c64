import { parseDotenv } from '../../../../commands/secrets/writes/dotenv';

const CANARY = 'canary-5d41402abc4b2a76';

function valueOf(text: string) {
  const [first, ...others] = parseDotenv(text);
  expect(others).toEqual([]);
  return first;
}

describe('parseDotenv', () => {
  it.each([
    ['A=plain', 'plain'],
    ['A = spaced out ', 'spaced out'],
    ['  export A=exported', 'exported'],
    ['A=plain # comment', 'plain'],
    ['A="quoted" # comment', 'quoted'],
    ['A= # comment', ''],
    ['A=', ''],
    ['A=a=b', 'a=b'],
    ['A="with # and spaces "', 'with # and spaces '],
    ['A=a;b&c|d<e>(f)*?[g]~', 'a;b&c|d<e>(f)*?[g]~'],
    ['A="two\nlines\n"', 'two\nlines\n'],
    ["A='two\nlines'", 'two\nlines'],
    ['A="it\'s"', "it's"],
    ['A=costs 5$', 'costs 5$'],
    ['A="a $ b"', 'a $ b'],
    ['A="bang!"', 'bang!'],
  ])('reads %j, which all tools read alike', (line, value) => {
    expect(valueOf(line)).toEqual({ name: 'A', value, line: 1 });
  });

  // What `chamber export --format dotenv` writes (doubleQuoteEscape in cmd/export.go): a backslash before each of \ " ! $ `, and \n, \r.
  it.each([
    ['a$b', '"a\\$b"'],
    ['a"b', '"a\\"b"'],
    ['a`b', '"a\\`b"'],
    ['a!b', '"a\\!b"'],
    ['a\\b', '"a\\\\b"'],
    ['a\\nb', '"a\\\\nb"'],
    ['a\nb', '"a\\nb"'],
    ['a\r\nb\n', '"a\\r\\nb\\n"'],
    ['a\\', '"a\\\\"'],
    ['\\"$`!', '"\\\\\\"\\$\\`\\!"'],
    ['${HOME}', '"\\${HOME}"'],
  ])('reads %j as chamber writes it', (value, written) => {
    expect(valueOf(`A=${written}`)).toEqual({ name: 'A', value, line: 1 });
  });

  it.each([
    // https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax
    ['"{\\"hello\\": \\"json\\"}"', '{"hello": "json"}'],
    ["'$OTHER'", '$OTHER'],
    ["'${OTHER}'", '${OTHER}'],
    ["'some\\tvalue'", 'some\\tvalue'],
    // A shell: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02
    ["'\\\\ \\n \\\" `$(id)`'", '\\\\ \\n \\" `$(id)`'],
  ])('reads %s as docker compose and shells do', (written, value) => {
    expect(valueOf(`A=${written}`)).toEqual({ name: 'A', value, line: 1 });
  });

  it.each([
    // A tab for docker compose and Python; both characters for Node.js and shells; `t` for Ruby.
    ['\\t in double quotes', 'A="x\\ty"', /^has a backslash within double quotes/],
    ["\\' in double quotes", 'A="it\\\'s"', /^has a backslash within double quotes/],
    ['\\ before a line break', 'A="x\\\ny"', /^has a backslash within double quotes/],
    ['\\u in double quotes', 'A="\\u0041"', /^has a backslash within double quotes/],
    // Variables and commands are put in by docker compose, Ruby and shells, and not by Node.js.
    ['$NAME', 'A=x$HOME', /^has a \$ or `/],
    ['$NAME in double quotes', 'A="x$HOME"', /^has a \$ or `/],
    ['${NAME}', 'A="x${HOME}"', /^has a \$ or `/],
    ['$(command)', 'A="x$(id)"', /^has a \$ or `/],
    ['$$, one $ for docker compose', 'A=x$$y', /^has a \$ or `/],
    ['$1', 'A=x$1', /^has a \$ or `/],
    ['a backtick', 'A="`id`"', /^has a \$ or `/],
    // Quotes for Node.js, a command for shells, a part of the value for the others.
    ['backticks as quotes', 'A=`x`', /^has a \$ or `/],
    // Nothing for shells and Ruby, itself for the others.
    ['a backslash without quotes', 'A=C:\\x', /^has a backslash that tools read differently/],
    // A quote for docker compose and Python, the end of the value for shells.
    ["\\' in single quotes", "A='Let\\'s go!'", /^has a backslash before a single quote/],
    // Cut there by Node.js, and by no other.
    ['# without a blank before it', 'A=p#q', /^is not NAME=value/],
    ['# as the beginning', 'A=#q', /^is not NAME=value/],
    ['a quote within the value', 'A=p"q', /^is not NAME=value/],
    ['a quote that is not closed', 'A="p', /^has a quote that is not closed/],
    ['text after the quotes', "A='p''q'", /^has something other than a blank and a # comment/],
    // A comment for all but shells.
    ['a comment right after the quotes', 'A="p"#q', /^has something other than a blank and a # comment/],
    ['triple quotes', 'A="""p"""', /^has something other than a blank and a # comment/],
    ['a carriage return', 'A=p\rq', /^has a carriage return/],
    ['a carriage return in quotes', 'A="p\rq"', /^has a carriage return/],
    ['a no-break space at the end', 'A=p\u00a0', /^has white space around the value/],
    ['a next-line character at the beginning', 'A=\u0085p', /^has white space around the value/],
    ['no assignment', 'export A', /^is not NAME=value/],
    ['YAML', 'A: p', /^is not NAME=value/],
  ])('refuses %s', (_, text, problem) => {
    const [first] = parseDotenv(text);
    expect(first).toMatchObject({ line: 1, problem: expect.stringMatching(problem) as string });
    expect(first).not.toHaveProperty('value');
  });

  // So that what is not wanted of a file can be left out, and nothing that may belong to it is taken for something else.
  it.each([
    ['A=x$HOME', 'A'],
    ['A="x${HOME}"', 'A'],
    ['A="x\\ty"', 'A'],
    ['A="p\rq"', 'A'],
    ['A=p#q', 'A'],
    ['A=p\u00a0', 'A'],
    // Shells go on in the next line.
    ['A=x\\', undefined],
    ['A=p"q', undefined],
    ['A=`x', undefined],
    ['A=$(x', undefined],
    ['A="p', undefined],
    ["A='p''q", undefined],
    ["A='p\\'", undefined],
    // For old files of a Mac, another line begins.
    ['A=p\rB=q', undefined],
    ['A: p', undefined],
  ])('knows of %j, which is refused, the name if it is certain where the value ends', (text, name) => {
    const [first] = parseDotenv(`${text}\n`);
    expect(first).toHaveProperty('problem');
    expect(first?.name).toBe(name);
  });

  it('keeps no value of a refused line in its problem', () => {
    const refused = parseDotenv(['x', 'A="\\x', `A=${CANARY}#x`, CANARY, `A="${CANARY}\\x"`].join('\n'));
    expect(JSON.stringify(refused)).not.toContain(CANARY);
  });

  it('reads the line ends of Windows as those of the file', () => {
    expect(parseDotenv('A=1\r\nB="2\r\n3"\r\nC=\'4\' # comment\r\n\r\n')).toEqual([
      { name: 'A', value: '1', line: 1 },
      { name: 'B', value: '2\n3', line: 2 },
      { name: 'C', value: '4', line: 4 },
    ]);
  });

  it('skips blank lines and comments, and knows the line of each value, also after a refused one', () => {
    expect(parseDotenv('# comment\n\nA="1\n2"\n  # another\nB=x#y\ndatabase/password=3\n')).toEqual([
      { name: 'A', value: '1\n2', line: 3 },
      { name: 'B', line: 6, problem: expect.stringContaining('NAME=value') as string },
      { name: 'database/password', value: '3', line: 7 },
    ]);
  });

  it.each([
    ['blanks after =', `A=${' '.repeat(200_000)}`],
    ['blanks within a value', `A=x${' '.repeat(200_000)}y`],
    ['blanks before a name', `${' '.repeat(200_000)}!`],
    ['blanks after export', `export${' '.repeat(200_000)}`],
    ['blanks after the quotes', `A="x"${' '.repeat(200_000)}y`],
    ['a long value', `A=${'x'.repeat(200_000)}`],
    ['a long value in quotes', `A="${'\\\\'.repeat(100_000)}"`],
    ['a quote that is not closed', `A="${'\\"'.repeat(100_000)}`],
    ['many lines in quotes', `A='${'x\n'.repeat(100_000)}'`],
    ['many refused lines', 'A="\n'.repeat(50_000)],
    ['many values', 'A=x\n'.repeat(50_000)],
  ])('takes time in proportion to the text: %s', (_, text) => {
    const start = performance.now();
    parseDotenv(text);
    // What grows with the square of 200,000 takes minutes.
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

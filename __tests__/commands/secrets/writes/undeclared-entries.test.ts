import { readImport, requireValues, type ImportFormat } from '../../../../commands/secrets/writes/import-file';
import { skipUndeclared } from '../../../../commands/secrets/writes/undeclared-entries';
import { parameter } from '../../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../../../support/environment-config';

const CANARY = 'canary-5d41402abc4b2a76';

const environment = {
  ...environmentConfig({
    application: 'shop',
    services: { web: serviceDefinition({ secrets: { API_TOKEN: parameter('api-token'), OTHER: parameter('other') } }) },
  }),
  name: 'dev',
};

function take(text: string, format: ImportFormat = 'dotenv') {
  const { declared, skipped } = skipUndeclared(environment, readImport(text, format));
  return { values: requireValues(declared).map(({ name, value }) => [name, value]), skipped };
}

const labels = (text: string, format?: ImportFormat) => take(text, format).skipped.map(({ secret }) => secret);

describe('what a larger file has for an environment', () => {
  it('is taken by declared name, name in the store or variable, and the names of the rest are said', () => {
    const text = `LOG_LEVEL=${CANARY}\napi-token=1\n/shop/dev/other=2\nfeature/x=${CANARY}\n`;
    expect(take(text)).toEqual({
      values: [
        ['api-token', '1'],
        ['/shop/dev/other', '2'],
      ],
      skipped: [
        { secret: 'LOG_LEVEL', reason: 'is not declared in dev' },
        { secret: 'feature/x', reason: 'is not declared in dev' },
      ],
    });
    expect(take('{"API_TOKEN":"1","LOG_LEVEL":"x"}', 'json').values).toEqual([['API_TOKEN', '1']]);
  });

  it('may be all or nothing of it', () => {
    expect(take('API_TOKEN=1').skipped).toEqual([]);
    expect(take('LOG_LEVEL=1').values).toEqual([]);
  });

  it('is found by the name that was probably meant', () => {
    expect(take('API_TOKN=1').skipped).toEqual([
      { secret: 'API_TOKN', reason: 'is not declared in dev; did you mean "API_TOKEN"?' },
    ]);
  });

  it('is not kept back by what is refused of the rest', () => {
    expect(take('URL=http://$HOST\nAPI_TOKEN=1')).toMatchObject({
      values: [['API_TOKEN', '1']],
      skipped: [{ secret: 'URL' }],
    });
    expect(take('{"API_TOKEN":"1","unset":null}', 'json').skipped).toMatchObject([{ secret: 'unset' }]);
  });

  it.each([
    ['a declared value is refused', 'API_TOKEN=$X', 'line 1 has a $'],
    ['it is not certain where an undeclared one ends', 'URL="x\nAPI_TOKEN=1', 'line 1 has a quote that is not closed'],
    ['a line is no assignment', `LOG_LEVEL=x\n${CANARY}`, 'line 2 is not NAME=value'],
  ])('is refused if %s', (_, text, problem) => {
    expect(() => take(text)).toThrow(problem);
  });

  // The end of a key whose lines were pasted without quotes.
  it.each([
    ['bm90IGEgcmVhbCBrZXk=', ['line 1']],
    ['bm90IGEgcmVhbCBrZXkh==', ['line 1']],
    ['bm90+YSByZWFsIGtleQ=x', ['line 1']],
    ['ghp_0123456789abcdefghijABCDEFGHIJ=x', ['line 1']],
    ['DEBUG=', ['DEBUG']],
    ['debug=1', ['debug']],
  ])('is no reason to show %j, if its name may be a part of a value', (line, expected) => {
    expect(labels(line)).toEqual(expected);
  });
});

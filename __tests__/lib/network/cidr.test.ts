import fc from 'fast-check';
import { cidrProblem, contains, isInternal, networkCidrProblem, overlap } from '../../../lib/network/cidr';

/** A network address and its prefix length, built by arithmetic. */
const network = fc.tuple(fc.nat({ max: 0xffffffff }), fc.integer({ min: 1, max: 32 })).map(([bits, length]) => {
  const first = Math.floor(bits / 2 ** (32 - length)) * 2 ** (32 - length);
  return { first, last: first + 2 ** (32 - length) - 1, text: `${dotted(first)}/${length}`, length };
});

function dotted(bits: number): string {
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

describe('an IPv4 range', () => {
  test('is accepted for every network address', () => {
    fc.assert(fc.property(network, ({ text }) => cidrProblem(text) === undefined));
  });

  test('is refused for every address that has host bits, with the network as a suggestion', () => {
    fc.assert(
      fc.property(network, ({ first, length, text }) => {
        fc.pre(length < 32);
        expect(cidrProblem(`${dotted(first + 1)}/${length}`)).toBe(`is not a network address; did you mean "${text}"?`);
      }),
    );
  });

  test.each([
    '10.0.0.0',
    '10.0/16',
    '010.0.0.0/16',
    '0x0a.0.0.0/8',
    '10.0.0.0/33',
    '10.0.0.0/016',
    '10.0.0.0/-1',
    '10.0.0.0/16/16',
    '10.0.0.256/32',
    ' 10.0.0.0/16',
    '10.0.0.0/16 ',
    '::/0',
    '',
  ])('is not %j', (text) => {
    expect(cidrProblem(text)).toBe('is not an IPv4 range, for example "10.0.0.0/16"');
  });

  test('may be every address', () => {
    expect(cidrProblem('0.0.0.0/0')).toBeUndefined();
  });
});

describe('the range of a VPC or subnet', () => {
  test.each(['10.0.0.0/16', '10.0.0.0/28', '100.64.0.0/20', '192.168.0.0/24'])('may be %s', (text) => {
    expect(networkCidrProblem(text)).toBeUndefined();
  });

  test.each(['10.0.0.0/15', '10.0.0.0/29'])('is refused just past its bounds: %s', (text) => {
    expect(networkCidrProblem(text)).toBe('must be a /16 to /28 range');
  });

  test.each(['127.0.0.0/16', '169.254.0.0/16', '224.0.0.0/16', '0.1.0.0/16'])(
    'is refused where no network can be: %s',
    (text) => {
      expect(networkCidrProblem(text)).toMatch(/^is in .*, which no network can use$/);
    },
  );
});

describe('a range', () => {
  test.each([
    '10.0.0.0/8',
    '10.1.2.3/32',
    '172.16.0.0/12',
    '172.31.0.0/16',
    '192.168.0.0/16',
    '100.64.0.0/10',
    '127.0.0.1/32',
    '169.254.169.254/32',
  ])('is internal: %s', (text) => {
    expect(isInternal(text)).toBe(true);
  });

  test.each(['0.0.0.0/0', '8.0.0.0/5', '172.0.0.0/8', '172.32.0.0/16', '192.168.0.0/15', '100.0.0.0/8', 'x'])(
    'is not internal: %s',
    (text) => {
      expect(isInternal(text)).toBe(false);
    },
  );
});

describe('two ranges', () => {
  test('contain and overlap one another as their first and last addresses show', () => {
    fc.assert(
      fc.property(network, network, (a, b) => {
        expect(contains(a.text, b.text)).toBe(a.first <= b.first && b.last <= a.last);
        expect(overlap(a.text, b.text)).toBe(a.first <= b.last && b.first <= a.last);
      }),
    );
  });
});

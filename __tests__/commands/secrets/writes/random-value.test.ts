import { randomValue } from '../../../../commands/secrets/writes/random-value';

const many = <T>(make: () => T) => Array.from({ length: 200 }, make);

describe('a random text', () => {
  it.each([16, 48, 4096])('has %i letters and digits', (length) => {
    expect(randomValue({ length })).toMatch(new RegExp(`^[A-Za-z0-9]{${length}}$`));
  });

  // Without a second draw, most of the shortest would lack the only symbol.
  it('has a capital letter, a small letter, a digit and a symbol', () => {
    for (const text of many(() => randomValue({ length: 16, symbols: '-' }))) {
      expect(text).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])(?=.*-)[A-Za-z0-9-]{16}$/);
    }
  });

  it('may have every character that is allowed, and each about as often as the others', () => {
    const symbols = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
    const counts = new Map<string, number>();
    const drawn = 25 * 4096;
    for (let text = 0; text < 25; text += 1) {
      for (const character of randomValue({ length: 4096, symbols })) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(94);
    // By the remainder of a byte, some would occur 1.5 times as often as others. The bound is 6 standard deviations.
    const expected = drawn / 94;
    const differences = [...counts.values()].map((count) => Math.abs(count - expected));
    expect(Math.max(...differences)).toBeLessThan(6 * Math.sqrt(expected));
  });

  it('is never the same', () => {
    expect(new Set(many(() => randomValue({ length: 16 }))).size).toBe(200);
  });
});

describe('random bytes', () => {
  it.each([
    ['hex', 16, /^[0-9a-f]{32}$/],
    ['hex', 1024, /^[0-9a-f]{2048}$/],
    ['base64', 32, /^[A-Za-z0-9+/]{43}=$/],
    ['base64', 48, /^[A-Za-z0-9+/]{64}$/],
    ['base64url', 32, /^[A-Za-z0-9_-]{43}$/],
  ] as const)('are written as %s: %i of them', (encoding, bytes, form) => {
    const text = randomValue({ bytes, encoding });
    expect(text).toMatch(form);
    expect(Buffer.from(text, encoding)).toHaveLength(bytes);
    expect(randomValue({ bytes, encoding })).not.toBe(text);
  });
});

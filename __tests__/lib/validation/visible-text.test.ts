import { visible, visibleOnOneLine } from '../../../lib/validation/visible-text';

/** The code points at both ends of each range, as Unicode's character database has them, and one beside each end. */
describe('an invisible character', () => {
  test.each([
    ['C0', '\u0000', '\\u0000'],
    ['escape', '\u001b', '\\u001b'],
    ['the last of C0', '\u001f', '\\u001f'],
    ['carriage return, which overwrites the line', '\r', '\\u000d'],
    ['delete', '\u007f', '\\u007f'],
    ['C1, where CSI is one character', '\u009b', '\\u009b'],
    ['the last of C1', '\u009f', '\\u009f'],
    ['soft hyphen', '\u00ad', '\\u00ad'],
    ['combining grapheme joiner', '\u034f', '\\u034f'],
    ['Arabic letter mark', '\u061c', '\\u061c'],
    ['Hangul filler', '\u3164', '\\u3164'],
    ['zero-width space', '\u200b', '\\u200b'],
    ['zero-width joiner', '\u200d', '\\u200d'],
    ['right-to-left mark', '\u200f', '\\u200f'],
    ['line separator', '\u2028', '\\u2028'],
    ['paragraph separator', '\u2029', '\\u2029'],
    ['right-to-left override', '\u202e', '\\u202e'],
    ['word joiner', '\u2060', '\\u2060'],
    ['right-to-left isolate', '\u2067', '\\u2067'],
    ['variation selector', '\ufe0f', '\\ufe0f'],
    ['byte order mark', '\ufeff', '\\ufeff'],
    ['interlinear annotation', '\ufff9', '\\ufff9'],
    ['a tag, by its pair', '\u{e0041}', '\\udb40\\udc41'],
    ['a high surrogate alone', '\ud83d', '\\ud83d'],
    ['a low surrogate alone', '\ude00', '\\ude00'],
  ])('is escaped: %s', (_name, character, escaped) => {
    expect(visible(`a${character}b`)).toBe(`a${escaped}b`);
    expect(visibleOnOneLine(`a${character}b`)).toBe(`a${escaped}b`);
    expect(JSON.parse(visible(`"${escaped}"`))).toBe(character);
  });
});

test.each([' ', '~', '\u00a0', '\u00ae', 'é', '\u200a', '\u2010', '\u3000', '日本語', '\u{1f600}', '→', '\\u001b'])(
  'what can be seen stays as it is: %s',
  (text) => {
    expect(visible(text)).toBe(text);
    expect(visibleOnOneLine(text)).toBe(text);
  },
);

test('line breaks and tabs stay in a layout, and not in a text of one line', () => {
  expect(visible('a\n\tb')).toBe('a\n\tb');
  expect(visibleOnOneLine('a\n\tb')).toBe('a\\u000a\\u0009b');
});

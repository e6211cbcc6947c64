import { mapOf, text, undisclosedText } from '../../../lib/validation/fields';
import { findProblems } from '../../../lib/validation/problems';

describe('a control character', () => {
  test.each(['\u0000', '\u001f', '\u007f', '\u0080', '\u009f'])(
    '%j is refused in a text and in a name',
    (character) => {
      const messages = [
        ...findProblems(text(), `a${character}b`),
        ...findProblems(undisclosedText(), `a${character}b`),
        ...findProblems(
          mapOf(text(), () => undefined),
          { [`a${character}b`]: '' },
        ),
      ].map(({ message }) => message);
      expect(messages).toEqual([
        expect.stringMatching(/^"a.*b" must not contain control characters$/),
        'must not contain control characters other than tabs and line breaks',
        expect.stringMatching(/^"a.*b" must not contain control characters$/),
      ]);
    },
  );

  test.each(['\u0020', '\u007e', '\u00a0'])('%j is none', (character) => {
    expect(findProblems(text(), `a${character}b`)).toEqual([]);
    expect(findProblems(undisclosedText(), `a${character}b`)).toEqual([]);
  });
});

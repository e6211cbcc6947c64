import { asLiteralText } from '../../../lib/environment/literal-text';

describe('asLiteralText', () => {
  test.each([
    ['${path.module}', '$${path.module}'],
    ['%{ if true }', '%%{ if true }'],
    ['$${escaped}', '$$${escaped}'],
    ['100 % of $5 {braces}', '100 % of $5 {braces}'],
  ])('makes Terraform read %j as it is', (text, literal) => {
    expect(asLiteralText(text)).toBe(literal);
  });

  test('goes into objects and lists, and leaves other values alone', () => {
    expect(asLiteralText({ b: ['${x}', 1], a: { 'c/${y}': true, d: undefined } })).toEqual({
      a: { 'c/$${y}': true, d: undefined },
      b: ['$${x}', 1],
    });
  });

  test('puts keys into alphabetical order', () => {
    expect(Object.keys(asLiteralText({ b: 1, a: 2 }))).toEqual(['a', 'b']);
  });
});

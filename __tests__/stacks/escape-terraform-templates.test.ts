import { environments } from '../../environments';
import type { EnvironmentStack } from '../../stacks/environment-stack';
import { escapeTerraformTemplates } from '../../stacks/escape-terraform-templates';

describe('escapeTerraformTemplates', () => {
  test.each([
    ['${path.module}', '$${path.module}'],
    ['%{ if true }', '%%{ if true }'],
    ['$${escaped}', '$$${escaped}'],
    ['100 % of $5 {braces}', '100 % of $5 {braces}'],
  ])('makes Terraform read %j literally', (text, literal) => {
    expect(escapeTerraformTemplates({ text })).toEqual({ text: literal });
  });

  test('goes into objects and lists, and leaves other values alone', () => {
    expect(escapeTerraformTemplates({ b: ['${x}', 1], a: { 'c/${y}': true, d: undefined } })).toEqual({
      a: { 'c/$${y}': true, d: undefined },
      b: ['$${x}', 1],
    });
  });

  test('puts keys into alphabetical order', () => {
    expect(Object.keys(escapeTerraformTemplates({ b: 1, a: 2 }))).toEqual(['a', 'b']);
  });
});

test('configuration that was escaped twice, or never, does not compile', () => {
  const escaped = escapeTerraformTemplates({ ...environments.dev, name: 'dev' });
  // What the compiler refuses below is not run.
  const mistakes = [
    // @ts-expect-error -- escaped twice
    () => escapeTerraformTemplates(escaped),
    // @ts-expect-error -- never escaped
    (): ConstructorParameters<typeof EnvironmentStack>[1] => ({ ...environments.dev, name: 'dev' }),
  ];
  expect(mistakes).toHaveLength(2);
});

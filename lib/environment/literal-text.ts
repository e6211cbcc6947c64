/**
 * A copy in which every text is taken literally by Terraform, which would otherwise read `${…}` and `%{…}` as its own templates; and
 * in which keys are in alphabetical order, so that equal configurations give equal output in whatever order they are written down.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function asLiteralText<T>(value: T): T;
export function asLiteralText(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(/[$%]\{/g, (start) => `${start[0] ?? ''}${start}`);
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => asLiteralText(item));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [asLiteralText(key), asLiteralText(item)]),
    );
  }
  return value;
}

declare const ESCAPED: unique symbol;

/**
 * Configuration of which Terraform takes every text literally. Only `escapeTerraformTemplates` makes it, and takes none: what was
 * escaped twice, or never, does not compile.
 */
export type Escaped<T> = T & { readonly [ESCAPED]: true };

type Unescaped<T> = T & { readonly [ESCAPED]?: never };

/**
 * A copy in which every text is taken literally by Terraform, which would otherwise read `${…}` and `%{…}` as its own templates; and
 * in which keys are in alphabetical order, so that equal configurations give equal output in whatever order they are written down.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function escapeTerraformTemplates<T extends object>(configuration: Unescaped<T>): Escaped<T>;
export function escapeTerraformTemplates(configuration: object): unknown {
  return escapeAll(configuration);
}

function escapeAll(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(/[$%]\{/g, (start) => `${start[0] ?? ''}${start}`);
  }
  if (Array.isArray(value)) {
    return value.map(escapeAll);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [escapeAll(key), escapeAll(item)]),
    );
  }
  return value;
}

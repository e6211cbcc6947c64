/** Something in AWS that the declaration does not say, and that `cdktf diff` does not show. */
export interface Drift {
  /** What it is about: a kind and a name or id. */
  readonly resource: string;
  /** What is there. */
  readonly found: string;
  /** What the declaration says of it. */
  readonly declared: string;
  /** How to remove it, or to declare it. */
  readonly remedy: string;
}

/**
 * What to do about something that the declaration does not have, or not any more.
 *
 * @param removal - the command that removes it
 */
export function remedyForUndeclared(removal: string): string {
  return (
    `Remove it: ${removal}. What was declared until now is removed by the next deployment. To keep it, remove it, declare it and ` +
    'deploy: Terraform creates nothing that exists.'
  );
}

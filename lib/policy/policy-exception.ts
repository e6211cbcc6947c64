/** A resource that is meant to be as a policy rule does not allow. */
export interface PolicyException {
  /** The id of the rule: `npm run policy -- dev` lists them. */
  readonly rule: string;

  /**
   * Which resources: a construct path within the stack, as `npm run policy` shows it, in which `*` stands for any characters.
   *
   * @default - all that break the rule
   */
  readonly resource?: string;

  /** Why it is meant, for whoever reads it later. */
  readonly reason: string;
}

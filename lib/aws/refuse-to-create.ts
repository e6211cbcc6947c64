import { Token } from 'cdktf';

/** A tag that nothing ever gets: it is planned only for what must not be created. */
const EXISTS = 'exists';

export interface ExistingResource {
  /** An expression: whether it exists, whatever the state contains. */
  readonly exists: string;

  /** What it is, at the beginning of a sentence: `The role shop-dev-web-task`. */
  readonly what: string;

  /** The command that brings what exists into the state. */
  readonly recoverCommand: string;

  /**
   * Tags of its own.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Tags and lifecycle of a resource that fail the plan of a state that does not contain it although it exists: the state was lost, or is
 * another one, and what has no unique name, such as the VPC, would be created again before the first name is found to be taken.
 *
 * No expression tells what is in the state. But an ignored tag follows the configuration only where the resource is to be created.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes
 */
export function refuseToCreate({ exists, what, recoverCommand, tags }: ExistingResource) {
  const mark = `{ ${EXISTS} = "true" }`;
  const expression =
    tags === undefined ? `${exists} ? ${mark} : null` : `merge(${JSON.stringify(tags)}, ${exists} ? ${mark} : {})`;
  return {
    tags: Token.asStringMap(`\${${expression}}`),
    lifecycle: {
      ignoreChanges: [`tags["${EXISTS}"]`],
      postcondition: [
        {
          condition: `\${!can(self.tags["${EXISTS}"])}`,
          errorMessage:
            `${what} exists, but this state does not contain it. Deploy with the state that contains it. If that state is lost, ` +
            `or a deployment was interrupted: ${recoverCommand}`,
        },
      ],
    },
  };
}

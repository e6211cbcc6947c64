import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/** A tag that nothing ever gets: it is planned only for what would be created. */
const NEW = 'not-in-the-state';

/**
 * Leaves the resources of a construct in AWS as they are, whatever the configuration says of them, and fails the plan if there are none.
 *
 * Not a `removed` block, with which Terraform would forget them: it finds a cycle where what has used them is changed at the same time,
 * and has `create_before_destroy`, as a task definition does.
 *
 * @param name - of what is retained, for the message
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes
 */
export function retain(construct: Construct, name: string): void {
  for (const resource of construct.node.findAll().filter((child) => child instanceof TerraformResource)) {
    const isTaggable = 'tags' in resource;
    resource.lifecycle = {
      ...resource.lifecycle,
      ignoreChanges: 'all',
      ...(isTaggable && {
        postcondition: [
          {
            condition: `\${!can(self.tags["${NEW}"])}`,
            errorMessage:
              `\`retains\` names ${name}, which this state does not contain: what is retained has been deployed before. Remove the line, ` +
              'or correct the name.',
          },
        ],
      }),
    };
    if (isTaggable) {
      resource.addOverride('tags', { [NEW]: 'true' });
    }
  }
}

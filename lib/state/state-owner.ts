import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';

export interface StateOwnerProps {
  /** Which stack of which application: `shop/dev`. */
  readonly owner: string;
}

/**
 * Writes into a state whose it is, and fails the plan of another stack that finds it where its own should be: the same addresses mean
 * other resources there, which would be changed into those of this stack.
 *
 * What was written once stays, because it is ignored; a state from before, or a new one, gets it with the next deployment.
 */
export class StateOwner extends Construct {
  constructor(scope: Construct, id: string, { owner }: StateOwnerProps) {
    super(scope, id);
    // Not cdktf's DataResource, which runs Terraform at synth to ask for its version.
    const resource = new TerraformResource(this, 'owner', {
      terraformResourceType: 'terraform_data',
      lifecycle: {
        ignoreChanges: ['input'],
        postcondition: [
          {
            condition: `\${self.input == "${owner}"}`,
            errorMessage:
              `This is the state of \${self.input}, and not of ${owner}. Nothing was changed. Give ${owner} its own state back: ` +
              'docs/operations.md, "A state of another stack".',
          },
        ],
      },
    });
    resource.addOverride('input', owner);
  }
}

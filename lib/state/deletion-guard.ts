import { TerraformResource, type TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { DELETION_GUARD } from '../naming/names';

export interface DeletionGuardProps {
  /** What must not be destroyed, by names that never change. */
  readonly resources: readonly string[];

  /** What may be destroyed though it was among them before. */
  readonly released: readonly string[];
}

/**
 * Has Terraform refuse the plan that would destroy what is no longer declared: `prevent_destroy` of a resource ends with its
 * declaration, but that of one instance of a resource does not, while the others are declared.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
 */
export class DeletionGuard extends Construct {
  constructor(scope: TerraformStack, id: string, { resources, released }: DeletionGuardProps) {
    super(scope, id);
    // Not cdktf's DataResource, which runs Terraform at synth to ask for its version.
    const guard = new TerraformResource(this, 'guard', {
      terraformResourceType: 'terraform_data',
      lifecycle: { preventDestroy: true },
    });
    guard.overrideLogicalId(DELETION_GUARD);
    guard.addOverride('for_each', `\${toset(${JSON.stringify(resources)})}`);
    if (released.length > 0) {
      // Where they have moved to, nothing is declared, and nothing holds them.
      scope.addOverride(
        'moved',
        released.map((name) => ({ from: instance(DELETION_GUARD, name), to: instance('released', name) })),
      );
    }
  }
}

function instance(name: string, key: string): string {
  return `terraform_data.${name}[${JSON.stringify(key)}]`;
}

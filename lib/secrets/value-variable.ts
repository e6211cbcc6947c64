import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { PLACEHOLDER, valueVariableName } from './secret-names';
import type { SecretSource } from './secret-source';

/**
 * The variable that may bring a parameter's or secret's first value into a deployment. Ephemeral, so that it is in no plan and no
 * state, and only write-only arguments may use it.
 *
 * @see https://developer.hashicorp.com/terraform/language/values/variables#exclude-values-from-state
 */
export class ValueVariable extends TerraformVariable {
  constructor(scope: Construct, id: string, source: SecretSource) {
    super(scope, id, {
      type: 'string',
      description: `First value of ${source.name}; set and changed afterwards with npm run secrets`,
      default: PLACEHOLDER,
      sensitive: true,
      nullable: false,
    });
    this.overrideLogicalId(valueVariableName(source));
    // cdktf 0.21 has no property for it.
    this.addOverride('ephemeral', true);
  }
}

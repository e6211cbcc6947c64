import { Fn, Op, TerraformVariable, type TerraformVariableValidationConfig } from 'cdktf';
import type { Construct } from 'constructs';
import { PLACEHOLDER, valueVariableName } from './secret-names';
import type { SecretSource } from './secret-source';
import { SECRET_STORES } from './secret-stores';

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
    refusals(this.stringValue, source).forEach((refusal) => this.addValidation(refusal));
  }
}

/** What the store would refuse in the middle of a deployment is refused at the plan. */
function refusals(value: string, source: SecretSource): TerraformVariableValidationConfig[] {
  const { title, refusesReferences } = SECRET_STORES[source.store];
  const variable = `TF_VAR_${valueVariableName(source)}`;
  return [
    {
      condition: Op.gte(Fn.lengthOf(value), 1),
      errorMessage: `${variable} is empty. Unset it, and set the value after the deployment with npm run secrets.`,
    },
    ...(refusesReferences
      ? [
          {
            condition: Op.not(Fn.can(Fn.regex('[{][{](?s:.*)[}][}]', value))),
            errorMessage: `${variable} contains {{ and }}, which ${title} takes for another parameter and refuses.`,
          },
        ]
      : []),
  ];
}

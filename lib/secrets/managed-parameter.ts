import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Construct } from 'constructs';
import type { ParameterSource } from './secret-source';
import { textOf } from '../validation/harmless-text';
import { ValueVariable } from './value-variable';

export interface ManagedParameterProps {
  /** Full name in Parameter Store. */
  readonly name: string;

  /** Description and tier. */
  readonly source: Extract<ParameterSource, { ownership: 'managed' }>;

  /**
   * ARN of the customer-managed key that encrypts it.
   *
   * @default - the AWS-managed key
   */
  readonly keyArn?: string;

  /** Whether Terraform refuses to destroy it. */
  readonly preventDestroy: boolean;
}

/** A SecureString whose value Terraform writes once, when it creates the parameter, and never sees again. */
export class ManagedParameter extends Construct {
  /** ARN of the parameter. */
  public readonly parameterArn: string;

  constructor(scope: Construct, id: string, { name, source, keyArn, preventDestroy }: ManagedParameterProps) {
    super(scope, id);

    const parameter = new SsmParameter(this, 'parameter', {
      name,
      type: 'SecureString',
      description: textOf(source.description),
      tier: source.tier ?? 'Standard',
      keyId: keyArn,
      valueWo: new ValueVariable(this, 'value', source).stringValue,
      valueWoVersion: 1,
      lifecycle: {
        preventDestroy,
        // The API changes any of these only together with the value, which Terraform does not have: it would send an empty one. They
        // are brought up to date with the next value that an operator sets; `npm run drift` finds those that differ.
        ignoreChanges: ['allowed_pattern', 'description', 'tier', 'key_id', 'value_wo', 'value_wo_version'],
      },
    });
    this.parameterArn = parameter.arn;
  }
}

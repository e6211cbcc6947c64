import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Construct } from 'constructs';
import { defaultTags, type Environment } from '../environment/names';
import type { ArnLocation } from './arns';

export interface AwsAccountProps {
  readonly environment: Environment;
}

/** The account and Region that an environment is deployed to, and the provider that reaches them. */
export class AwsAccount extends Construct {
  public readonly location: ArnLocation;

  /** Host of the account's own image registry. */
  public readonly registry: string;

  constructor(scope: Construct, id: string, { environment }: AwsAccountProps) {
    super(scope, id);
    const { region, accountId } = environment;

    new AwsProvider(this, 'provider', {
      region,
      // Without it, credentials of another account would be taken without a word.
      allowedAccountIds: accountId === undefined ? undefined : [accountId],
      defaultTags: [{ tags: defaultTags(environment) }],
    });
    const identity = new DataAwsCallerIdentity(this, 'identity');
    const partition = new DataAwsPartition(this, 'partition');

    this.location = { partition: partition.partition, region, accountId: identity.accountId };
    this.registry = `${identity.accountId}.dkr.ecr.${region}.${partition.dnsSuffix}`;
  }
}

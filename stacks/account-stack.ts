import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AwsAccount } from '../lib/account/aws-account';
import type { Account } from '../lib/delivery/account-config';
import { StateBucket } from '../lib/state/state-bucket';
import { configureTerraform } from './configure-terraform';
import type { Escaped } from './escape-terraform-templates';

/**
 * What the environments of one AWS account share. Its own state is in the bucket that it makes: `npm run bootstrap` deploys it for the
 * first time.
 */
export class AccountStack extends TerraformStack {
  constructor(scope: Construct, account: Escaped<Account>) {
    super(scope, account.name);
    const { region, accountId, stateBucket: bucket } = account;
    configureTerraform(this, account, { type: 's3', bucket });

    const { location } = new AwsAccount(this, 'account', { identity: account, region, accountId });
    const { bucketName } = new StateBucket(this, 'state', { bucketName: bucket, partition: location.partition });

    new TerraformOutput(this, 'state_bucket', { value: bucketName }).overrideLogicalId('state_bucket');
  }
}

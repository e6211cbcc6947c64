import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AwsAccount } from '../lib/account/aws-account';
import type { Account } from '../lib/delivery/account-config';
import { ImageRepositories } from '../lib/delivery/image-repositories';
import { WorkflowRoles } from '../lib/delivery/workflow-roles';
import type { Environment } from '../lib/environment/environment';
import { StateBucket } from '../lib/state/state-bucket';
import { configureTerraform } from './configure-terraform';
import type { Escaped } from './escape-terraform-templates';

/**
 * What the environments of one AWS account share. Its own state is in the bucket that it makes: `npm run bootstrap` deploys it for the
 * first time.
 */
export class AccountStack extends TerraformStack {
  constructor(scope: Construct, account: Escaped<Account>, environments: readonly Escaped<Environment>[]) {
    super(scope, account.name);
    const { region, accountId, stateBucket: bucket, github } = account;
    configureTerraform(this, account, { type: 's3', bucket });

    const { location } = new AwsAccount(this, 'account', { identity: account, region, accountId });
    const { bucketName } = new StateBucket(this, 'state', { bucketName: bucket, partition: location.partition });
    const images = new ImageRepositories(this, 'images', { names: account.repositories });
    const { arns: repositoryArns } = images;

    this.output('state_bucket', bucketName);
    this.output('repository_urls', images.urls);
    if (github !== undefined) {
      const targets = { account: { ...account, github }, environments, location, repositoryArns };
      const { arns } = new WorkflowRoles(this, 'workflows', targets);
      this.output('role_arns', arns);
    }
  }

  private output(name: string, value: string | Readonly<Record<string, string>>): void {
    new TerraformOutput(this, name, { value }).overrideLogicalId(name);
  }
}

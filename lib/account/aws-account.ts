import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsIamRoles } from '@cdktf/provider-aws/lib/data-aws-iam-roles';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import { Construct } from 'constructs';
import type { ArnLocation } from '../aws/arns';
import { defaultTags, namePrefix, type EnvironmentIdentity } from '../naming/names';
import { DOCUMENTATION_ACCOUNT, namedAccount } from './declared-account';

/**
 * How often the provider tries a request that AWS throttles or answers with a fault of its own. Its waits double from 1 to 2 seconds up
 * to 5 minutes: eight attempts end after 2 to 4 minutes, and its default, 25, only after an hour and a half.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs#max_retries
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/36837
 */
const MAX_ATTEMPTS = 8;

export interface AwsAccountProps {
  /** The environment whose tags everything gets. */
  readonly identity: EnvironmentIdentity;

  /** AWS Region, for example `ap-northeast-1`. */
  readonly region: string;

  /**
   * The 12-digit id of the only account that may be deployed to, or `'any'`.
   *
   * @default - AWS's documentation account only, which is that of the embedded AWS
   */
  readonly accountId?: string;
}

/** The account and Region that an environment is deployed to, and the provider that reaches them. */
export class AwsAccount extends Construct {
  /** Where the environment's resources are, with the account as a reference that Terraform resolves. */
  public readonly location: ArnLocation;

  /** An expression: the names of the roles that exist under the environment's names, whatever the state contains. */
  public readonly existingRoles: string;

  /** Host of the account's own image registry. */
  public readonly registry: string;

  private readonly settings: AwsProviderConfig;
  private readonly otherProviders = new Map<string, AwsProvider>();

  constructor(scope: Construct, id: string, { identity, region, accountId }: AwsAccountProps) {
    super(scope, id);

    const account = namedAccount({ accountId });
    this.settings = {
      // Without it, credentials of another account would be accepted silently.
      allowedAccountIds: account === undefined ? undefined : [account],
      defaultTags: [{ tags: defaultTags(identity) }],
      maxRetries: MAX_ATTEMPTS,
    };
    new AwsProvider(this, 'provider', { ...this.settings, region });
    const caller = new DataAwsCallerIdentity(this, 'identity', {
      lifecycle: accountId === undefined ? { postcondition: [refuseRealAccount(identity)] } : undefined,
    });
    const partition = new DataAwsPartition(this, 'partition');

    const roles = new DataAwsIamRoles(this, 'existing-roles', { nameRegex: `^${namePrefix(identity)}-` });

    this.existingRoles = `data.aws_iam_roles.${roles.friendlyUniqueId}.names`;
    this.location = { partition: partition.partition, region, accountId: caller.accountId };
    this.registry = `${caller.accountId}.dkr.ecr.${region}.${partition.dnsSuffix}`;
  }

  /** The provider that reaches another Region of the account. */
  public providerIn(region: string): AwsProvider {
    const provider =
      this.otherProviders.get(region) ??
      new AwsProvider(this, `provider-${region}`, { ...this.settings, region, alias: region });
    this.otherProviders.set(region, provider);
    return provider;
  }
}

/** An environment can be written, checked and rehearsed before it has an account. Where it is deployed must not be left to chance. */
function refuseRealAccount({ name }: EnvironmentIdentity) {
  return {
    condition: `\${self.account_id == "${DOCUMENTATION_ACCOUNT}"}`,
    errorMessage:
      `The credentials belong to account \${self.account_id}, and ${name} does not say which account it may be deployed to. ` +
      `If it is this one, write into its configuration, or that of its account: accountId: '\${self.account_id}',`,
  };
}

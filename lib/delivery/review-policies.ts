import { policyDocument, type PolicyDocument } from '../aws/policy-document';
import { metadataStatements, secretMetadata, type Deployed } from './metadata-statements';
import { denySecretValues } from './secret-values';
import { readStates, type StateLocation } from './state-statements';
import { actions, allow } from './statements';

/** What roles that change nothing look at. */
export interface ReviewAccess {
  /** The environments of the account. */
  readonly environments: readonly Deployed[];

  /** ARNs of its image repositories. */
  readonly repositoryArns: readonly string[];

  /** Where their states are. */
  readonly states: StateLocation;
}

/** The role *check*: metadata of everything that the checks look at, and no value. */
export function checkPolicy({ environments, repositoryArns, states }: ReviewAccess): PolicyDocument {
  return policyDocument([...metadataStatements(states.partition, environments, repositoryArns), denySecretValues()]);
}

/**
 * The role *plan*: states and data sources, for `terraform plan -refresh=false -lock=false`. Without `-refresh=false` the provider reads
 * the value of every parameter and secret, which this role must not.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/42849
 */
export function planPolicy({ environments, states }: ReviewAccess): PolicyDocument {
  const { partition } = states;
  return policyDocument([
    ...readStates(
      states,
      environments.map(({ identity }) => identity),
    ),
    // What tells that an environment exists whose state is lost, and where its domain and a load balancer that it shares are.
    allow(
      'FindExisting',
      [
        ...actions('ec2', 'DescribeSecurityGroups DescribeVpcs'),
        ...actions(
          'elasticloadbalancing',
          'DescribeCapacityReservation DescribeListenerAttributes DescribeListeners DescribeLoadBalancerAttributes ' +
            'DescribeLoadBalancers DescribeTags',
        ),
        'iam:ListRoles',
        ...actions('route53', 'ListHostedZones ListHostedZonesByName'),
      ],
      ['*'],
    ),
    allow('ReadZones', actions('route53', 'GetHostedZone ListTagsForResource'), [
      `arn:${partition}:route53:::hostedzone/*`,
    ]),
    secretMetadata(partition),
    denySecretValues(),
  ]);
}

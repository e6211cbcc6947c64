import { arn, type ArnLocation } from '../aws/arns';
import type { PolicyStatement } from '../aws/policy-document';
import { namePrefix, type EnvironmentIdentity } from '../naming/names';
import { actions, allow } from './statements';

/** An environment, as far as roles of the account are concerned with it. */
export interface Deployed {
  /** Its names. */
  readonly identity: EnvironmentIdentity;

  /** Where it is. */
  readonly location: ArnLocation;
}

/**
 * What `npm run secrets -- check`, `npm run drift` and the check of images look at: metadata, no value. Secrets and parameters may be
 * somebody else's, in any Region and account.
 */
export function metadataStatements(
  partition: string,
  environments: readonly Deployed[],
  repositoryArns: readonly string[],
): PolicyStatement[] {
  return [
    allow(
      'ListMetadata',
      [
        ...actions(
          'ec2',
          'DescribeAddresses DescribeInternetGateways DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroupRules ' +
            'DescribeSecurityGroups DescribeSubnets DescribeVpcEndpoints DescribeVpcs',
        ),
        ...actions('ecs', 'DescribeTaskDefinition ListServices'),
        ...actions('kms', 'ListAliases ListKeys'),
        'scheduler:ListSchedules',
        'secretsmanager:ListSecrets',
        'ssm:DescribeParameters',
      ],
      ['*'],
    ),
    secretMetadata(partition),
    allow('ReadParameterTags', ['ssm:ListTagsForResource'], [`arn:${partition}:ssm:*:*:parameter/*`]),
    ...(environments.length === 0
      ? []
      : [
          allow(
            'ReadKeyMetadata',
            actions('kms', 'DescribeKey ListGrants ListResourceTags'),
            environments.map(({ location }) => arn(location, 'kms', 'key/*')),
            {
              StringEquals: {
                'aws:ResourceTag/application': [...new Set(environments.map(({ identity }) => identity.application))],
                'aws:ResourceTag/environment': environments.map(({ identity }) => identity.name),
              },
            },
          ),
          allow(
            'ReadServices',
            ['ecs:DescribeServices'],
            environments.map(({ identity, location }) => arn(location, 'ecs', `service/${namePrefix(identity)}/*`)),
          ),
        ]),
    ...(repositoryArns.length === 0
      ? []
      : [allow('ReadImages', actions('ecr', 'BatchGetImage DescribeImages'), repositoryArns)]),
  ];
}

/** Metadata of secrets, wherever they are: also of existing ones, which a plan looks up. */
export function secretMetadata(partition: string): PolicyStatement {
  return allow('ReadSecretMetadata', actions('secretsmanager', 'DescribeSecret GetResourcePolicy'), [
    `arn:${partition}:secretsmanager:*:*:secret:*`,
  ]);
}

import type { PolicyDocument } from '../../lib/aws/policy-document';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { SECRET_SUFFIX, type Deployment } from './deployed-values';
import { parsePolicy } from './policy-lint';
import type { SynthesizedStack } from './synthesized-stack';

/** A role of a stack, with all that it may do. */
export interface DeployedRole {
  readonly environment: string;
  readonly name: string;
  readonly arn: string;
  readonly trustPolicy: PolicyDocument;
  readonly policies: readonly PolicyDocument[];
}

export type Store = 'ssm' | 'secretsmanager';

/** A parameter or secret, the stack's own or somebody else's. */
export interface DeployedSecret {
  readonly store: Store;
  readonly name: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly key: DeployedKey;
  /** What its owner allows. @default - nothing besides what the policies of the owner's account do */
  readonly policy?: PolicyDocument;
}

export interface DeployedKey {
  readonly arn: string;
  readonly owner: 'environment' | 'aws' | 'somebody else';
  readonly policy: PolicyDocument;
}

export function deployedRoles(stack: SynthesizedStack): DeployedRole[] {
  const attachments = ['aws_iam_role_policy_attachment', 'aws_iam_policy_attachment'];
  const exclusive = stack.resources('aws_iam_role_policy_attachments_exclusive');
  if (
    attachments.some((type) => stack.resources(type).length > 0) ||
    exclusive.some(({ attributes }) => JSON.stringify(attributes.policy_arns) !== '[]')
  ) {
    throw new Error('a role has policies that are not inline: read them here too');
  }
  const policies = stack.resources('aws_iam_role_policy');
  return stack.resources('aws_iam_role').map((role) => {
    if ('managed_policy_arns' in role.attributes || 'inline_policy' in role.attributes) {
      throw new Error(`${role.address} has policies of its own: read them here too`);
    }
    const name = role.text('name');
    return {
      environment: stack.name,
      name,
      arn: role.arn,
      trustPolicy: parsePolicy(role.json('assume_role_policy')),
      policies: policies
        .filter((policy) => policy.text('role') === name)
        .map((policy) => parsePolicy(policy.json('policy'))),
    };
  });
}

export function deployedKeys(stack: SynthesizedStack): DeployedKey[] {
  return stack
    .resources('aws_kms_key')
    .map((key) => ({ arn: key.arn, owner: 'environment', policy: parsePolicy(key.json('policy')) }));
}

/** The parameters and secrets that a stack creates. */
export function managedSecrets(stack: SynthesizedStack): DeployedSecret[] {
  const keys = deployedKeys(stack);
  const stores = [
    { store: 'ssm', type: 'aws_ssm_parameter', keyAttribute: 'key_id' },
    { store: 'secretsmanager', type: 'aws_secretsmanager_secret', keyAttribute: 'kms_key_id' },
  ] as const;
  return stores.flatMap(({ store, type, keyAttribute }) =>
    stack.resources(type).map((resource) => {
      const keyArn = resource.optionalText(keyAttribute);
      const key = keyArn === undefined ? awsManagedKey(stack, store) : keys.find(({ arn }) => arn === keyArn);
      if (key === undefined) {
        throw new Error(`${resource.address} is encrypted with a key that is not in its stack`);
      }
      return { store, name: resource.text('name'), arn: resource.arn, tags: resource.tags, key };
    }),
  );
}

/** The parameters and secrets of somebody else that an environment uses. They bear no tags that the project knows of. */
export function existingSecrets(config: EnvironmentConfig, deployment: Deployment): DeployedSecret[] {
  const { partition, accountId } = deployment;
  const tasks = Object.values({ ...config.services, ...config.scheduledTasks, ...config.tasks });
  const containers = tasks.flatMap((task) => [task, ...Object.values(task.sidecars ?? {})]);
  const sources = containers.flatMap(({ secrets = {}, secretFiles = {}, registryCredentials }) => [
    ...(registryCredentials ? [registryCredentials] : []),
    ...Object.values(secrets),
    ...Object.values(secretFiles).map(({ source }) => source),
  ]);
  return sources.flatMap((source) => {
    if (source.ownership === 'managed') {
      return [];
    }
    const store = source.store === 'parameter-store' ? 'ssm' : 'secretsmanager';
    if (source.name.startsWith('arn:')) {
      const key = othersKey(deployment, source.keyArn ?? '');
      return [{ store, name: source.name, arn: source.name, tags: {}, key, policy: openTo(deployment) }];
    }
    const name =
      store === 'ssm' ? `parameter/${source.name.replace(/^\//, '')}` : `secret:${source.name}-${SECRET_SUFFIX}`;
    const region = source.region ?? deployment.region;
    const key =
      source.keyArn === undefined
        ? awsManagedKey({ ...deployment, region }, store)
        : othersKey(deployment, source.keyArn);
    const arn = `arn:${partition}:${store}:${region}:${accountId}:${name}`;
    return [{ store, name: source.name, arn, tags: {}, key }];
  });
}

/** As a generous owner in another account would: to all roles of this one, which then need a policy of their own. */
function openTo({ partition, accountId }: Deployment): PolicyDocument {
  const Principal = { AWS: `arn:${partition}:iam::${accountId}:root` };
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Open', Effect: 'Allow', Principal, Action: ['secretsmanager:*'], Resource: ['*'] }],
  };
}

const BY_STORE = {
  ssm: '00000000-0000-0000-0000-00000000055e',
  secretsmanager: '00000000-0000-0000-0000-0000000005ec',
};

/**
 * The key `aws/ssm` or `aws/secretsmanager`. Its policy lets everybody in the account use it through the store, so it protects
 * nothing by itself: who may read the parameter or secret may decrypt it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-overview.html
 */
function awsManagedKey({ partition, region, accountId }: Deployment, store: Store): DeployedKey {
  const viaStore = { 'kms:ViaService': `${store}.${region}.amazonaws.com`, 'kms:CallerAccount': accountId };
  return {
    arn: `arn:${partition}:kms:${region}:${accountId}:key/${BY_STORE[store]}`,
    owner: 'aws',
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AllowThroughStore',
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
          Resource: ['*'],
          Condition: { StringEquals: viaStore },
        },
        {
          Sid: 'AllowReadingMetadata',
          Effect: 'Allow',
          Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
          Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
          Resource: ['*'],
        },
      ],
    },
  };
}

/** A customer-managed key that the project does not know, with the policy that AWS gives to a new one. */
function othersKey({ partition, accountId }: Deployment, arn: string): DeployedKey {
  return {
    arn,
    owner: 'somebody else',
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'DelegateToIam',
          Effect: 'Allow',
          Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
          Action: ['kms:*'],
          Resource: ['*'],
        },
      ],
    },
  };
}

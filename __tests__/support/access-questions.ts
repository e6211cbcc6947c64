import type { PolicyDocument } from '../../lib/aws/policy-document';
import type { AccessWorld } from './access-world';
import type { DeployedRole, DeployedSecret } from './deployed-access';
import { decryptContext, pathsAbove, READ_ACTIONS, regionOf, tagContext } from './secret-reading';

/** A question about a role, and the answer that the configuration gives. */
export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  readonly about: string;
  readonly resourcePolicy?: PolicyDocument;
  readonly declared: boolean;
}

/** Other ways to a value, and what changes values, what is read as one of them, or who reads them. */
const OTHER_ACTIONS = {
  ssm: [
    'ssm:GetParameter',
    'ssm:GetParameterHistory',
    'ssm:PutParameter',
    'ssm:LabelParameterVersion',
    'ssm:UnlabelParameterVersion',
    'ssm:DeleteParameter',
    'ssm:DeleteParameters',
    'ssm:AddTagsToResource',
    'ssm:RemoveTagsFromResource',
    'ssm:PutResourcePolicy',
    'ssm:DeleteResourcePolicy',
  ],
  secretsmanager: [
    'secretsmanager:CreateSecret',
    'secretsmanager:PutSecretValue',
    'secretsmanager:UpdateSecret',
    'secretsmanager:UpdateSecretVersionStage',
    'secretsmanager:RotateSecret',
    'secretsmanager:CancelRotateSecret',
    'secretsmanager:DeleteSecret',
    'secretsmanager:RestoreSecret',
    'secretsmanager:ReplicateSecretToRegions',
    'secretsmanager:RemoveRegionsFromReplication',
    'secretsmanager:StopReplicationToReplica',
    'secretsmanager:TagResource',
    'secretsmanager:UntagResource',
    'secretsmanager:PutResourcePolicy',
    'secretsmanager:DeleteResourcePolicy',
  ],
} as const;

/** What is done with a key for something that it encrypts, decryption apart. */
const OTHER_KEY_USES = [
  'kms:Encrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:GenerateDataKeyPair',
  'kms:GenerateDataKeyPairWithoutPlaintext',
  'kms:CreateGrant',
];

/** What changes a key, or who may use it. */
const KEY_CHANGES = [
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  'kms:DisableKeyRotation',
  'kms:ImportKeyMaterial',
  'kms:DeleteImportedKeyMaterial',
  'kms:ReplicateKey',
  'kms:CreateAlias',
  'kms:UpdateAlias',
  'kms:DeleteAlias',
  'kms:TagResource',
  'kms:UntagResource',
];

/** Nothing is declared there. */
const ANOTHER_REGION = 'eu-west-1';
const ANOTHER_ACCOUNT = '210987654321';
const ANOTHER_KEY_ID = '00000000-0000-0000-0000-000000000000';

/** About every parameter, secret, key and path: all that leads to a value, changes it, or changes who has it. */
export function questions(world: AccessWorld, role: DeployedRole): Question[] {
  const injected = world.declared.injected.get(role.name) ?? new Set();
  const path = world.declared.paths.get(role.name);
  const isBelow = (arn: string) => path !== undefined && arn.startsWith(`${path}/`);
  const nothing = { context: {}, declared: false };
  const keys = new Map(world.secrets.map(({ key }) => [key.arn, key]));
  return [
    { ...nothing, action: 'secretsmanager:BatchGetSecretValue', resource: '*', about: '*' },
    { ...nothing, action: 'ssm:DescribeParameters', resource: '*', about: '*' },
    ...paths(world).flatMap((resource) => {
      const read = { ...nothing, action: 'ssm:GetParametersByPath', resource, about: resource };
      return [{ ...read, declared: resource === path || isBelow(resource) }, ...elsewhere(read)];
    }),
    ...world.secrets.flatMap((secret) => {
      const { arn, store, policy } = secret;
      const asked = { resource: arn, context: tagContext(secret), about: arn, declared: false };
      const own = { ...asked, ...(policy && { resourcePolicy: policy }) };
      const read = { ...own, action: READ_ACTIONS[store] };
      return [
        { ...read, declared: injected.has(arn) },
        ...elsewhere(read),
        ...takenOver(secret).map((context) => ({ ...read, context })),
        ...OTHER_ACTIONS[store].map((action) => ({ ...own, action })),
        ...keyQuestions(world, secret, injected.has(arn) || (secret.key.owner === 'environment' && isBelow(arn))),
      ];
    }),
    ...[...keys.values()].flatMap(({ arn, policy }) => {
      const own = { resource: arn, context: { 'kms:CallerAccount': world.accountId }, about: arn, declared: false };
      return KEY_CHANGES.map((action) => ({ ...own, action, resourcePolicy: policy }));
    }),
  ];
}

/** The same of what has the same name in another Region, and in another account that opens it to everybody. */
function elsewhere(question: Question): Question[] {
  const [prefix, partition, service, region = '', account = '', ...name] = question.resource.split(':');
  const at = (place: readonly string[]) => [prefix, partition, service, ...place, ...name].join(':');
  const inRegion = at([ANOTHER_REGION, account]);
  const inAccount = at([region, ANOTHER_ACCOUNT]);
  return [
    { ...question, resource: inRegion, about: inRegion },
    { ...question, resource: inAccount, about: inAccount, resourcePolicy: OPEN_TO_EVERYBODY },
  ];
}

const OPEN_TO_EVERYBODY: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Open', Effect: 'Allow', Principal: { AWS: '*' }, Action: ['*'], Resource: ['*'] }],
};

/** The tags that the stack's own parameter or secret would have if its name were somebody else's. */
function takenOver(secret: DeployedSecret): Record<string, string>[] {
  const own = tagContext(secret);
  if (Object.keys(own).length === 0) {
    return [];
  }
  return [
    {},
    { ...own, 'aws:ResourceTag/environment': 'another' },
    { ...own, 'aws:ResourceTag/application': 'another' },
  ];
}

/**
 * May the role decrypt this secret: through its store, through that of another Region, through the other store, itself? What else is
 * encrypted with its key, or is of no store? The same with another key? And do more with the key?
 */
function keyQuestions(world: AccessWorld, secret: DeployedSecret, reads: boolean): Question[] {
  const { arn, store, key } = secret;
  const context = decryptContext(world, secret);
  const { 'kms:ViaService': _service, ...direct } = context;
  const via = (service: string, region = regionOf(arn)) => ({
    ...context,
    'kms:ViaService': `${service}.${region}.amazonaws.com`,
  });
  const stranger = { ...secret, arn: `${arn.split(':').slice(0, 5).join(':')}:stranger` };
  const own = { resource: key.arn, about: arn, context, resourcePolicy: key.policy, declared: false };
  const decrypt = { ...own, action: 'kms:Decrypt' };
  const anotherKey = { ...decrypt, resource: key.arn.replace(/[^/]+$/, ANOTHER_KEY_ID) };
  return [
    { ...decrypt, declared: reads || key.owner === 'aws' },
    { ...decrypt, context: decryptContext(world, stranger), declared: key.owner === 'aws' },
    { ...decrypt, context: via(store, ANOTHER_REGION) },
    { ...decrypt, context: via(store === 'ssm' ? 'secretsmanager' : 'ssm') },
    { ...decrypt, context: via('s3') },
    { ...decrypt, context: direct },
    // Through their stores, AWS lets everybody encrypt and decrypt with its own keys.
    ...(key.owner === 'aws'
      ? []
      : [anotherKey, ...elsewhere(decrypt), ...OTHER_KEY_USES.map((action) => ({ ...own, action }))]),
  ];
}

/** Every path that has a parameter below it, up to the root, and every parameter as if it were one. */
function paths({ secrets }: AccessWorld): string[] {
  return [...new Set(secrets.flatMap((secret) => (secret.store === 'ssm' ? [...pathsAbove(secret), secret.arn] : [])))];
}

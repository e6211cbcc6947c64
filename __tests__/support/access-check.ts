import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { declaredAccess, mergeDeclared, type DeclaredAccess } from './declared-access';
import {
  deployedRoles,
  existingSecrets,
  managedSecrets,
  type DeployedRole,
  type DeployedSecret,
} from './deployed-access';
import type { Deployment } from './deployed-values';
import { isAllowed } from './iam-evaluation';
import { decryptContext, pathsAbove, READ_ACTIONS, tagContext } from './secret-reading';
import { synthesize } from './synthesized-stack';

/** All roles and all secrets of several environments, in one account, where nothing but policies keeps them apart. */
export interface AccessWorld extends Deployment {
  readonly roles: readonly DeployedRole[];
  readonly secrets: readonly DeployedSecret[];
  readonly declared: DeclaredAccess;
}

/** Something that a role can do and must not, or the other way round. */
export interface AccessViolation {
  readonly role: string;
  readonly action: string;
  /** ARN of the parameter, secret or path; of a key, that of what is decrypted. */
  readonly resource: string;
  readonly problem: 'allowed, but not declared' | 'declared, but not allowed';
}

export function accessWorld(configurations: Readonly<Record<string, EnvironmentConfig>>): AccessWorld {
  const stacks = synthesize(configurations);
  const [first] = stacks;
  if (first === undefined) {
    throw new Error('no environments');
  }
  const { partition, region, accountId } = first;
  const deployment = { partition, region, accountId };
  const configs = Object.entries(configurations);
  const existing = configs.flatMap(([, config]) => existingSecrets(config, deployment));
  return {
    ...deployment,
    roles: stacks.flatMap(deployedRoles),
    secrets: [...stacks.flatMap(managedSecrets), ...new Map(existing.map((secret) => [secret.arn, secret])).values()],
    declared: mergeDeclared(configs.map(([name, config]) => declaredAccess(name, config, deployment))),
  };
}

/** A question about a role, and the answer that the configuration gives. */
interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
  readonly about: string;
  readonly secret?: DeployedSecret;
  readonly declared: boolean;
}

/** Asks of every role, for every parameter, secret, key and path, whether it can do exactly what is declared. */
export async function accessViolations(
  world: AccessWorld,
  roles: readonly DeployedRole[] = world.roles,
): Promise<AccessViolation[]> {
  const violations: AccessViolation[] = [];
  for (const role of roles) {
    for (const { action, resource, context, about, secret, declared } of questions(world, role)) {
      const allowed = await isAllowed({
        principal: role.arn,
        action,
        resource,
        context,
        policies: role.policies,
        ...(resource === secret?.key.arn && { resourcePolicy: secret.key.policy }),
      });
      if (allowed !== declared) {
        const problem = allowed ? 'allowed, but not declared' : 'declared, but not allowed';
        violations.push({ role: role.name, action, resource: about, problem });
      }
    }
  }
  return violations;
}

const OTHER_ACTIONS = {
  ssm: [
    'ssm:GetParameter',
    'ssm:GetParameterHistory',
    'ssm:PutParameter',
    'ssm:LabelParameterVersion',
    'ssm:DeleteParameter',
  ],
  secretsmanager: [
    'secretsmanager:PutSecretValue',
    'secretsmanager:UpdateSecret',
    'secretsmanager:UpdateSecretVersionStage',
    'secretsmanager:DeleteSecret',
    'secretsmanager:PutResourcePolicy',
  ],
} as const;

const KEY_WRITING = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:CreateGrant'];

function questions(world: AccessWorld, role: DeployedRole): Question[] {
  const injected = world.declared.injected.get(role.name) ?? new Set();
  const path = world.declared.paths.get(role.name);
  const isBelow = (arn: string) => path !== undefined && arn.startsWith(`${path}/`);
  const nothing = { context: {}, declared: false };
  return [
    { ...nothing, action: 'secretsmanager:BatchGetSecretValue', resource: '*', about: '*' },
    { ...nothing, action: 'ssm:DescribeParameters', resource: '*', about: '*' },
    ...paths(world).map((resource) => ({
      action: 'ssm:GetParametersByPath',
      resource,
      context: {},
      about: resource,
      declared: resource === path || isBelow(resource),
    })),
    ...world.secrets.flatMap((secret) => {
      const { arn, store } = secret;
      const own = { resource: arn, context: tagContext(secret), about: arn, secret };
      return [
        { ...own, action: READ_ACTIONS[store], declared: injected.has(arn) },
        ...takenOver(secret).map((context) => ({ ...own, action: READ_ACTIONS[store], context, declared: false })),
        ...OTHER_ACTIONS[store].map((action) => ({ ...own, action, declared: false })),
        ...keyQuestions(world, secret, injected.has(arn) || (secret.key.owner === 'environment' && isBelow(arn))),
      ];
    }),
  ];
}

/** The tags that the stack's own parameter or secret would have if its name were somebody else's. */
function takenOver(secret: DeployedSecret): Record<string, string>[] {
  const own = tagContext(secret);
  return Object.keys(own).length === 0 ? [] : [{}, { ...own, 'aws:ResourceTag/environment': 'another' }];
}

/**
 * May the role decrypt this secret: through its store, through the other one, itself? What else is encrypted with its key, or is of no
 * store? And do more with the key?
 */
function keyQuestions(world: AccessWorld, secret: DeployedSecret, reads: boolean): Question[] {
  const { arn, store, key } = secret;
  const context = decryptContext(world, secret);
  const { 'kms:ViaService': _service, ...direct } = context;
  const via = (service: string) => ({ ...context, 'kms:ViaService': `${service}.${world.region}.amazonaws.com` });
  const stranger = { ...secret, arn: `${arn.split(':').slice(0, 5).join(':')}:stranger` };
  const own = { resource: key.arn, about: arn, secret, declared: false };
  const decrypt = { ...own, action: 'kms:Decrypt' };
  const writing = KEY_WRITING.map((action) => ({ ...own, action, context }));
  return [
    { ...decrypt, context, declared: reads || key.owner === 'aws' },
    { ...decrypt, context: decryptContext(world, stranger), declared: key.owner === 'aws' },
    { ...decrypt, context: via(store === 'ssm' ? 'secretsmanager' : 'ssm') },
    { ...decrypt, context: via('s3') },
    { ...decrypt, context: direct },
    // Through their stores, AWS lets everybody encrypt with its own keys.
    ...(key.owner === 'aws' ? [] : writing),
    { ...own, action: 'kms:PutKeyPolicy', context: { 'kms:CallerAccount': world.accountId } },
  ];
}

/** Every path that has a parameter below it, up to the root, and every parameter as if it were one. */
function paths({ secrets }: AccessWorld): string[] {
  return [...new Set(secrets.flatMap((secret) => (secret.store === 'ssm' ? [...pathsAbove(secret), secret.arn] : [])))];
}

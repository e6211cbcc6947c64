import type { DeployedRole, DeployedSecret } from './deployed-access';
import type { Deployment } from './deployed-values';
import { isAllowed } from './iam-evaluation';

/** How the value of a parameter or secret is fetched by its ARN. */
export const READ_ACTIONS = { ssm: 'ssm:GetParameters', secretsmanager: 'secretsmanager:GetSecretValue' } as const;

const ENCRYPTION_CONTEXT_KEYS = { ssm: 'PARAMETER_ARN', secretsmanager: 'SecretARN' } as const;

/** What AWS knows about a parameter or secret when somebody asks for it. */
export function tagContext({ tags }: DeployedSecret): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, tag]) => [`aws:ResourceTag/${key}`, tag]));
}

/** The Region that an ARN names. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** What the key is told when a store decrypts on behalf of somebody. */
export function decryptContext({ accountId }: Deployment, { store, arn }: DeployedSecret): Record<string, string> {
  return {
    'kms:CallerAccount': accountId,
    'kms:ViaService': `${store}.${regionOf(arn)}.amazonaws.com`,
    [`kms:EncryptionContext:${ENCRYPTION_CONTEXT_KEYS[store]}`]: arn,
  };
}

/** The paths that a parameter is found below, from the root on, as the ARNs that AWS asks the policies for. */
export function pathsAbove({ arn }: DeployedSecret): string[] {
  const [prefix = '', ...names] = arn.split('/');
  return names.map((_name, index) => (index === 0 ? `${prefix}/` : [prefix, ...names.slice(0, index)].join('/')));
}

/** Whether a role gets the value of a parameter or secret, by whatever way: fetched from the store, and decrypted for it. */
export async function mayRead(deployment: Deployment, role: DeployedRole, secret: DeployedSecret): Promise<boolean> {
  const { arn, store, key, policy } = secret;
  const may = (action: string, resource: string, context: Record<string, string>) =>
    isAllowed({
      principal: role.arn,
      action,
      resource,
      context,
      policies: role.policies,
      ...(resource === key.arn && { resourcePolicy: key.policy }),
      ...(resource === arn && policy && { resourcePolicy: policy }),
    });
  const fetched = await Promise.all([
    may(READ_ACTIONS[store], arn, tagContext(secret)),
    ...(store === 'ssm' ? pathsAbove(secret).map((path) => may('ssm:GetParametersByPath', path, {})) : []),
  ]);
  return fetched.includes(true) && (await may('kms:Decrypt', key.arn, decryptContext(deployment, secret)));
}

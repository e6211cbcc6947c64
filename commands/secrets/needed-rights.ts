import { parameterArn } from '../../lib/aws/arns';
import { regionalServiceName } from '../../lib/aws/service-names';
import { defaultTags } from '../../lib/environment/names';
import type { SecretUse } from '../../lib/secrets/secret-inventory';
import { parameterPath } from '../../lib/secrets/secret-names';
import type { KnownSecret } from './look-up';
import type { Right } from './role-access';
import type { Session } from './session';

const STORES = {
  'parameter-store': { action: 'ssm:GetParameters', service: 'ssm', encryptionContextKey: 'PARAMETER_ARN' },
  'secrets-manager': {
    action: 'secretsmanager:GetSecretValue',
    service: 'secretsmanager',
    encryptionContextKey: 'SecretARN',
  },
} as const;

/** What a role must be allowed for one use of a secret, in the terms in which its policy grants it. */
export async function neededRights(
  session: Session,
  { declared, stored }: KnownSecret,
  use: SecretUse,
): Promise<Right[]> {
  const { environment, location, keys } = session;
  const { source } = declared;
  const { action, service, encryptionContextKey } = STORES[source.store];
  const arn = stored?.arn ?? '';
  const keyArn = await keys.declaredArn(source);
  const { application = '', environment: name = '' } = defaultTags(environment);
  const path = use.delivery === 'runtime' ? use.workload.config.runtimeParameters : undefined;
  const read: Right =
    path === undefined
      ? {
          secret: declared,
          action,
          resourceArn: arn,
          context:
            source.ownership === 'managed'
              ? { 'aws:ResourceTag/application': application, 'aws:ResourceTag/environment': name }
              : {},
        }
      : {
          secret: declared,
          action: 'ssm:GetParametersByPath',
          resourceArn: parameterArn(location, parameterPath(environment, path)),
          context: {},
        };
  return keyArn === undefined
    ? [read]
    : [
        read,
        {
          secret: declared,
          action: 'kms:Decrypt',
          resourceArn: keyArn,
          context: {
            'kms:ViaService': regionalServiceName(location, service),
            [`kms:EncryptionContext:${encryptionContextKey}`]: arn,
          },
        },
      ];
}

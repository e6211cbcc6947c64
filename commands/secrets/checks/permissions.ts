import { regionalServiceName } from '../../../lib/aws/regions';
import { secretLocation } from '../../../lib/secrets/secret-location';
import type { DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { parameterPath } from '../../../lib/secrets/secret-names';
import { RUNTIME_READ_ACTION, SECRET_STORES } from '../../../lib/secrets/secret-stores';
import { requiredTags } from '../../../lib/tasks/secret-statements';
import type { SecretUse } from '../../../lib/tasks/workload';
import type { Session } from '../../stores/session';
import type { KnownSecret } from './fetch-metadata';

/** A permission that a role must have to read a secret. */
export interface NeededPermission {
  readonly secret: DeclaredSecret;
  readonly action: string;
  readonly resourceArn: string;
  /** What the conditions of policies ask for. */
  readonly context: Readonly<Record<string, string>>;
}

/** What a role must be allowed for one use of a secret, in the terms in which its policy grants it. */
export async function neededPermissions(
  { environment, location, keys }: Session,
  { declared, stored }: KnownSecret,
  use: SecretUse,
): Promise<NeededPermission[]> {
  const { source } = declared;
  const { arn, readAction, service, encryptionContextKey } = SECRET_STORES[source.store];
  const secretArn = stored?.arn ?? '';
  const keyArn = await keys.declaredArn(source);
  const path = use.delivery === 'runtime' ? use.workload.config.runtimeParameters : undefined;
  const read: NeededPermission =
    path === undefined
      ? {
          secret: declared,
          action: readAction,
          resourceArn: secretArn,
          context: source.ownership === 'managed' ? requiredTags(environment) : {},
        }
      : {
          secret: declared,
          action: RUNTIME_READ_ACTION,
          resourceArn: arn(location, parameterPath(environment, path)),
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
            'kms:ViaService': regionalServiceName(secretLocation(location, source), service),
            [`kms:EncryptionContext:${encryptionContextKey}`]: secretArn,
          },
        },
      ];
}

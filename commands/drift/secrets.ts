import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  paginateListSecrets,
  type DescribeSecretCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import { retainedNames } from '../../lib/environment/protected-resources';
import { secretHierarchy } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { requestUnless } from '../aws/aws-failure';
import { mapConcurrently } from '../aws/batches';
import { listAll } from '../aws/pages';
import type { Session } from '../stores/session';
import { remedyForUndeclared, type Drift } from './drift';

/** Secrets with names of the environment that are neither declared nor retained, and what else was given to the declared ones. */
export async function secretDrift(session: Session): Promise<Drift[]> {
  const { environment, inventory, clients } = session;
  const start = `${secretHierarchy(environment)}/`;
  const listed = await listAll(
    'secretsmanager:ListSecrets',
    paginateListSecrets({ client: clients.secretsManager }, { Filters: [{ Key: 'name', Values: [start] }] }),
    ({ SecretList }) => SecretList,
  );
  const managed = inventory.filter(
    ({ source }) => source.store === 'secrets-manager' && source.ownership === 'managed',
  );
  const declared = new Set([
    ...managed.map(({ storedName }) => storedName),
    ...retainedNames(environment, 'secrets-manager'),
  ]);
  const { deleteSecret } = operatorCommands(environment);
  const undeclared = listed
    // The filter ignores case.
    .flatMap(({ Name = '' }) => (Name.startsWith(start) && !declared.has(Name) ? [Name] : []))
    .map((name): Drift => ({
      resource: `secret ${name}`,
      found: 'exists',
      declared: 'no secret of this name',
      remedy: remedyForUndeclared(deleteSecret(name)),
    }));
  const added = await mapConcurrently(managed, ({ storedName }) => additions(session, storedName));
  return [...undeclared, ...added.flat()];
}

/** Who else may read a secret, and who else changes it. */
async function additions({ environment, clients: { secretsManager } }: Session, name: string): Promise<Drift[]> {
  const commands = operatorCommands(environment);
  const missing = ['ResourceNotFoundException', 'InvalidRequestException'];
  const secret = await requestUnless(missing, 'secretsmanager:DescribeSecret', () =>
    secretsManager.send(new DescribeSecretCommand({ SecretId: name })),
  );
  if (secret === undefined || secret.DeletedDate !== undefined) {
    return [];
  }
  const policy = await requestUnless(missing, 'secretsmanager:GetResourcePolicy', () =>
    secretsManager.send(new GetResourcePolicyCommand({ SecretId: name })),
  );
  const drift = (found: string, declared: string, remedy: string): Drift => ({
    resource: `secret ${name}`,
    found,
    declared,
    remedy: `Remove it: ${remedy}`,
  });
  return [
    ...((policy?.ResourcePolicy ?? '') === ''
      ? []
      : [
          drift(
            'has a resource policy of its own',
            'only the policies of the roles',
            commands.deleteResourcePolicy(name),
          ),
        ]),
    ...(secret.RotationEnabled === true
      ? [drift(`is rotated by ${secret.RotationLambdaARN ?? 'AWS'}`, 'no rotation', commands.cancelRotation(name))]
      : []),
    ...replicas(secret).map((region) =>
      drift(`is replicated to ${region}`, `only ${environment.region}`, commands.removeReplica(name, region)),
    ),
  ];
}

function replicas({ ReplicationStatus = [] }: DescribeSecretCommandOutput): string[] {
  return ReplicationStatus.map(({ Region = '' }) => Region);
}

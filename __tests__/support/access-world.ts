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
import { synthesize, type SynthesizedStack } from './synthesized-stack';

/** All roles and all secrets of several environments, in one account, where nothing but policies keeps them apart. */
export interface AccessWorld extends Deployment {
  readonly stacks: readonly SynthesizedStack[];
  readonly roles: readonly DeployedRole[];
  readonly secrets: readonly DeployedSecret[];
  readonly declared: DeclaredAccess;
}

/** @param projects - environments that are synthesized together; their names differ only within a project */
export function accessWorld(...projects: readonly Readonly<Record<string, EnvironmentConfig>>[]): AccessWorld {
  const stacks = projects.flatMap((project) => synthesize(project));
  const [first] = stacks;
  if (first === undefined) {
    throw new Error('no environments');
  }
  const { partition, region, accountId } = first;
  const deployment = { partition, region, accountId };
  const configs = projects.flatMap((project) => Object.entries(project));
  const existing = configs.flatMap(([, config]) => existingSecrets(config, deployment));
  return {
    ...deployment,
    stacks,
    roles: stacks.flatMap(deployedRoles),
    secrets: [...stacks.flatMap(managedSecrets), ...new Map(existing.map((secret) => [secret.arn, secret])).values()],
    declared: mergeDeclared(configs.map(([name, config]) => declaredAccess(name, config, deployment))),
  };
}

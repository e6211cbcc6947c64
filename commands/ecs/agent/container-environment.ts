import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { SECRET_FILES_OWNER_VARIABLE } from '../../../lib/secrets/secret-file';

/** A volume of a task as one of its containers sees it, and the directory that stands for it here. */
export interface Mount {
  readonly containerPath: string;
  readonly path: string;
}

/**
 * The plain variables of a container, whose paths below its volumes lead to the directories that stand for them.
 *
 * Only root may give files away, so for anybody else they stay their own.
 */
export function containerVariables(
  { environment = [] }: ContainerDefinition,
  mounts: readonly Mount[],
): Record<string, string> {
  const variables = Object.fromEntries(
    environment.map(({ name = '', value = '' }) => [name, pathHere(value, mounts) ?? value]),
  );
  const [user, group] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  return user !== 0 && SECRET_FILES_OWNER_VARIABLE in variables
    ? { ...variables, [SECRET_FILES_OWNER_VARIABLE]: `${user}:${group}` }
    : variables;
}

/** Those of the variables that contain a path below one of the directories. */
export function pathsIn(variables: Readonly<Record<string, string>>, mounts: readonly Mount[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(([, value]) => mounts.some(({ path }) => value.startsWith(`${path}/`))),
  );
}

function pathHere(value: string, mounts: readonly Mount[]): string | undefined {
  const mount = mounts.find(({ containerPath }) => value === containerPath || value.startsWith(`${containerPath}/`));
  return mount && `${mount.path}${value.slice(mount.containerPath.length)}`;
}

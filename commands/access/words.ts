import type { AccessRow } from '../../lib/access/access-matrix';
import type { Environment } from '../../lib/environment/names';

export const STORE = { 'parameter-store': 'Parameter Store', 'secrets-manager': 'Secrets Manager' } as const;

export function title({ name, application, region }: Environment): string {
  return `Who may read which parameter or secret of ${name} (${application}, ${region})`;
}

/** What a container gets of a secret: `all`, or `key password, stage AWSPREVIOUS`. */
export function part({ selector = {} }: AccessRow): string {
  const { jsonKey, versionStage, versionId } = selector;
  const parts = [
    ...(jsonKey === undefined ? [] : [`key ${jsonKey}`]),
    ...(versionStage === undefined ? [] : [`stage ${versionStage}`]),
    ...(versionId === undefined ? [] : [`version ${versionId}`]),
  ];
  return parts.join(', ') || 'all';
}

/** What the reader must know besides the rows. */
export function remarks({ executeCommand }: Environment, rows: readonly AccessRow[]): string[] {
  return [
    'An execution role reads before a container starts, on its behalf; a task role is what the application has while it runs.',
    ...(rows.some(({ selector }) => selector !== undefined)
      ? ['A role that reads a part of a secret may read the whole of it, in every version.']
      : []),
    ...(executeCommand
      ? ['ECS Exec is on: whoever may run "aws ecs execute-command" can read everything that a container has.']
      : []),
  ];
}

export function nothing({ name }: Environment): string {
  return `No role of ${name} may read a parameter or secret.`;
}

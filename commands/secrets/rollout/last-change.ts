import type { DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { selectorOf } from '../../../lib/secrets/secret-selector';
import type { SecretUse, Workload } from '../../../lib/tasks/workload';
import type { SecretVersion, StoredSecret } from '../../stores/secret-store';

/** When what a container gets from a secret became what it is. */
export interface Change {
  readonly at: Date;
  /** Whether it was then; otherwise at the latest. */
  readonly exact: boolean;
}

/** A secret that a service uses, with what its store knows of it. */
export interface UsedSecret {
  readonly declared: DeclaredSecret;
  readonly stored: StoredSecret;
  /** Only where the store does not say when the value changed, and the secret changed in any way since the tasks started. */
  readonly versions: readonly SecretVersion[];
}

/** A change that has not reached the tasks of a service. */
export interface UnknownChange extends Change {
  readonly secret: string;
  /** The variables that are concerned. */
  readonly variables: readonly string[];
}

/** What changed for a service since its tasks started. */
export function changesSince(since: Date, workload: Workload, secrets: readonly UsedSecret[]): UnknownChange[] {
  return secrets.flatMap(({ declared, stored, versions }) => {
    const changed = declared.uses
      // With what an image is pulled, a running task has nothing to do any more.
      .filter(({ workload: { name }, delivery }) => name === workload.name && delivery !== 'registry')
      .flatMap((use) => {
        const change = lastChange(use, stored, versions);
        return change !== undefined && change.at > since ? [{ variable: use.variable, change }] : [];
      })
      .sort((a, b) => Number(b.change.at) - Number(a.change.at));
    const [latest] = changed;
    return latest === undefined
      ? []
      : [{ ...latest.change, secret: declared.storedName, variables: changed.map(({ variable }) => variable).sort() }];
  });
}

/** When the value that one use selects last changed; nothing if it never can. */
export function lastChange(
  { source }: Pick<SecretUse, 'source'>,
  { lastChanged, valueChangedThen }: Pick<StoredSecret, 'lastChanged' | 'valueChangedThen'>,
  versions: readonly SecretVersion[],
): Change | undefined {
  const latest = lastChanged && { at: lastChanged, exact: false };
  const { versionStage = 'AWSCURRENT', versionId } = selectorOf(source);
  if (versionId !== undefined) {
    return undefined;
  }
  if (valueChangedThen) {
    return lastChanged && { at: lastChanged, exact: true };
  }
  // A label that was moved by hand has no date of its own: then it is only known when the secret last changed in any way.
  if (versionStage !== 'AWSCURRENT' && versionStage !== 'AWSPREVIOUS') {
    return latest;
  }
  // A new value moves both labels, so what AWSPREVIOUS selects is as old as the current version, and not as its own.
  const [current, previous] = ['AWSCURRENT', 'AWSPREVIOUS'].map(
    (stage) => versions.find(({ labels }) => labels.includes(stage))?.created,
  );
  const wasMovedBack = current !== undefined && previous !== undefined && previous > current;
  return current === undefined || wasMovedBack ? latest : { at: current, exact: true };
}

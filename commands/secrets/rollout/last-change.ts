import type { DeclaredSecret, SecretUse } from '../../../lib/secrets/secret-inventory';
import type { Workload } from '../../../lib/environment/workloads';
import type { SecretVersion, StoredSecret } from '../secret-store';

/** When what a container gets from a secret became what it is. */
export interface Change {
  readonly at: Date;
  /** Whether it was then; otherwise at the latest. */
  readonly exact: boolean;
}

/** A secret that a service uses, with what its store tells of it. */
export interface UsedSecret {
  readonly declared: DeclaredSecret;
  readonly stored: StoredSecret;
  /** Needed of Secrets Manager only, and only if the secret changed in any way since the tasks started. */
  readonly versions: readonly SecretVersion[];
}

/** A change that the tasks of a service do not know of. */
export interface UnknownChange extends Change {
  readonly secret: string;
  /** The variables that are concerned. */
  readonly variables: readonly string[];
}

/** What changed for a service since its tasks started. */
export function changesSince(since: Date, workload: Workload, secrets: readonly UsedSecret[]): UnknownChange[] {
  return secrets.flatMap(({ declared, stored, versions }) => {
    const changed = declared.uses
      .filter((use) => use.workload.name === workload.name)
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
  { lastChanged }: Pick<StoredSecret, 'lastChanged'>,
  versions: readonly SecretVersion[],
): Change | undefined {
  const latest = lastChanged && { at: lastChanged, exact: false };
  if (source.store === 'parameter-store') {
    return lastChanged && { at: lastChanged, exact: true };
  }
  if (source.versionId !== undefined) {
    return undefined;
  }
  // A label that was moved by hand bears no date of its own: then all that is known is when the secret last changed in any way.
  const { versionStage = 'AWSCURRENT' } = source;
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

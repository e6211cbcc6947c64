import { defaultTags, type EnvironmentIdentity } from '../../lib/naming/names';
import type { NamedSecret } from '../../lib/secrets/secret-names';
import type { SecretSource } from '../../lib/secrets/secret-source';
import { AwsFailure } from '../aws/aws-failure';
import type { SecretStore, SecretVersion, StoredSecret, WriteSettings } from './secret-store';

/** What could be read of several secrets. */
export interface ReadValues<Secret> {
  /** The current values of those that have one. */
  readonly values: ReadonlyMap<Secret, string>;
  /** Those that these credentials may not read, or nobody can decrypt, and why. */
  readonly unreadable: ReadonlyMap<Secret, AwsFailure>;
}

/** All stores as one: a question about secrets goes to the store of each. */
export class SecretStores {
  /** @param storeOf - always the same one for the same store, Region and account */
  constructor(
    private readonly environment: EnvironmentIdentity,
    private readonly storeOf: (source: SecretSource) => SecretStore,
  ) {}

  /**
   * Those that exist.
   *
   * @param how - `now`: as they are now. `listed`: with few requests, by lists in which the changes of the last minutes may be missing
   */
  async describe<Secret extends NamedSecret>(
    secrets: readonly Secret[],
    how: 'now' | 'listed',
  ): Promise<Map<Secret, StoredSecret>> {
    const found = new Map<Secret, StoredSecret>();
    for (const { store, group } of this.byStore(secrets)) {
      // The tags of existing ones are their owners'.
      for (const [ownership, tags] of [
        ['managed', defaultTags(this.environment)] as const,
        ['existing', {}] as const,
      ]) {
        const wanted = group.filter(({ source }) => source.ownership === ownership);
        if (wanted.length > 0) {
          const described = await store[how === 'now' ? 'describe' : 'describeMany'](names(wanted), tags);
          addFound(found, wanted, described);
        }
      }
    }
    return found;
  }

  /** Reads the current values. If one of a store cannot be read, none of that store may be. */
  async read<Secret extends NamedSecret>(secrets: readonly Secret[]): Promise<ReadValues<Secret>> {
    const values = new Map<Secret, string>();
    const unreadable = new Map<Secret, AwsFailure>();
    for (const { store, group } of this.byStore(secrets)) {
      try {
        addFound(values, group, await store.read(names(group)));
      } catch (error) {
        if (!(error instanceof AwsFailure && error.isUnreadable)) {
          throw error;
        }
        group.forEach((secret) => unreadable.set(secret, error));
      }
    }
    return { values, unreadable };
  }

  /** What the next write corrects in addition to the value, tags and key. */
  repairs({ source }: NamedSecret, stored: StoredSecret): string[] {
    return this.storeOf(source).repairs(stored, source);
  }

  /** Writes a value as a new version, and returns the version. */
  write(stored: StoredSecret, value: string, settings: WriteSettings): Promise<string> {
    return this.storeOf(settings.source).write(stored, value, settings);
  }

  /** Writes some keys of a JSON object, and returns the version. */
  writeKeys(...args: Parameters<SecretStore['writeKeys']>): Promise<string> {
    const [, , { source }] = args;
    return this.storeOf(source).writeKeys(...args);
  }

  /** The versions, the newest first. */
  history({ source, storedName }: NamedSecret): Promise<SecretVersion[]> {
    return this.storeOf(source).history(storedName);
  }

  private byStore<Secret extends NamedSecret>(secrets: readonly Secret[]) {
    const groups = new Map<SecretStore, Secret[]>();
    for (const secret of secrets) {
      const store = this.storeOf(secret.source);
      groups.set(store, [...(groups.get(store) ?? []), secret]);
    }
    return [...groups].map(([store, group]) => ({ store, group }));
  }
}

function names(secrets: readonly NamedSecret[]): string[] {
  return secrets.map(({ storedName }) => storedName);
}

function addFound<Secret extends NamedSecret, Found>(
  found: Map<Secret, Found>,
  secrets: readonly Secret[],
  byName: ReadonlyMap<string, Found>,
): void {
  for (const secret of secrets) {
    const one = byName.get(secret.storedName);
    if (one !== undefined) {
      found.set(secret, one);
    }
  }
}

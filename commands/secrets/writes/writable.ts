import type { DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { operatorCommands } from '../../../lib/naming/operator-commands';
import { placedName } from '../../../lib/secrets/secret-location';
import { CommandFailure } from '../../cli/command-failure';
import type { StoredSecret, WriteSettings } from '../../stores/secret-store';
import type { Session } from '../../stores/session';
import { fetchMetadata, type KnownSecret } from '../checks/fetch-metadata';
import { expectedTags, missingTags } from '../checks/metadata-findings';

/** A secret that may be written, and what is corrected with it. */
export interface Writable {
  readonly declared: DeclaredSecret;
  readonly stored: StoredSecret;
  readonly settings: WriteSettings;
  /** What changes in addition to the value. */
  readonly repairs: readonly string[];
}

/** What somebody else owns is not written here. */
export function refuseForeign(secrets: readonly DeclaredSecret[]): void {
  const foreign = secrets.filter(({ source }) => source.ownership === 'existing');
  if (foreign.length > 0) {
    throw new CommandFailure(
      foreign
        .map(
          ({ source, storedName }) =>
            `${placedName(source, storedName)} is declared as existing: its owner must set it.`,
        )
        .join('\n'),
    );
  }
}

/** The secrets as they are to be written. If one of them cannot be, none is, and the reason for each is reported. */
export async function writables(session: Session, secrets: readonly DeclaredSecret[]): Promise<Writable[]> {
  refuseForeign(secrets);
  const [first] = secrets;
  if (first === undefined) {
    return [];
  }
  const known = await fetchMetadata(session, secrets);
  const obstacles = known.flatMap((secret) => obstacle(session, secret) ?? []);
  const alias = session.keys.environmentKeyAlias;
  // All of them are the environment's own, and so have the same key.
  const keyArn = await session.keys.declaredArn(first.source);
  if (alias !== undefined && keyArn === undefined) {
    obstacles.push(
      `The key ${alias} does not exist. Deploying creates it: ${operatorCommands(session.environment).deploy}`,
    );
  }
  if (obstacles.length > 0) {
    throw new CommandFailure(obstacles.join('\n'));
  }
  return known.flatMap(({ declared, stored, key }) => {
    if (stored === undefined) {
      return [];
    }
    const settings: WriteSettings = {
      source: declared.source,
      keyArn,
      replaceKey: key !== 'declared',
      missingTags: missingTags(stored.tags, expectedTags(session.environment, declared)),
    };
    return [{ declared, stored, settings, repairs: repairs(session, declared, stored, settings) }];
  });
}

function obstacle({ environment }: Session, { declared, stored }: KnownSecret): string | undefined {
  const { deploy, restoreSecret } = operatorCommands(environment);
  const { storedName } = declared;
  if (stored === undefined) {
    return `${storedName} does not exist. Deploy, which creates it, then set it: ${deploy}`;
  }
  return stored.deleted ? `${storedName} was deleted. Restore it first: ${restoreSecret(storedName)}` : undefined;
}

function repairs(
  { stores }: Session,
  declared: DeclaredSecret,
  stored: StoredSecret,
  settings: WriteSettings,
): string[] {
  const tags = Object.keys(settings.missingTags);
  return [
    ...stores.repairs(declared, stored),
    ...(settings.replaceKey ? [`key → ${settings.keyArn ?? 'the AWS-managed key'}`] : []),
    ...(tags.length > 0 ? [`tags ${tags.join(', ')}`] : []),
  ];
}

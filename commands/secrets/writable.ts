import type { DeclaredSecret } from '../../lib/secrets/secret-inventory';
import { CommandFailure } from '../output/command-failure';
import { commandsFor } from './findings';
import { lookUp, type KnownSecret } from './look-up';
import { expectedTags, missingTags } from './metadata-findings';
import type { StoredSecret, WriteSettings } from './secret-store';
import type { Session } from './session';

/** A secret that may be written, and what is put right with it. */
export interface Writable {
  readonly declared: DeclaredSecret;
  readonly stored: StoredSecret;
  readonly settings: WriteSettings;
  /** What else changes besides the value. */
  readonly repairs: readonly string[];
}

/** What somebody else owns is not written here. */
export function refuseForeign(secrets: readonly DeclaredSecret[]): void {
  const foreign = secrets.filter(({ source }) => source.ownership === 'existing');
  if (foreign.length > 0) {
    throw new CommandFailure(
      foreign
        .map(({ storedName }) => `${storedName} is declared as existing: it belongs to somebody else, who must set it.`)
        .join('\n'),
    );
  }
}

/** The secrets as they are to be written. If one of them cannot be, none is, and each is told why. */
export async function writables(session: Session, secrets: readonly DeclaredSecret[]): Promise<Writable[]> {
  refuseForeign(secrets);
  const [first] = secrets;
  if (first === undefined) {
    return [];
  }
  const known = await lookUp(session, secrets);
  const obstacles = known.flatMap((secret) => obstacle(session, secret) ?? []);
  const alias = session.keys.environmentKeyAlias;
  // All of them are the environment's own, and so have the same key.
  const keyArn = await session.keys.declaredArn(first.source);
  if (alias !== undefined && keyArn === undefined) {
    obstacles.push(
      `The key ${alias} does not exist. Deploy, which creates it: ${commandsFor(session.environment).deploy}`,
    );
  }
  if (obstacles.length > 0) {
    throw new CommandFailure(obstacles.join('\n'));
  }
  return known.flatMap(({ declared, stored, hasDeclaredKey }) => {
    if (stored === undefined) {
      return [];
    }
    const settings: WriteSettings = {
      source: declared.source,
      keyArn,
      replaceKey: !hasDeclaredKey,
      missingTags: missingTags(stored.tags, expectedTags(session.environment, declared)),
    };
    return [{ declared, stored, settings, repairs: repairs(declared, stored, settings) }];
  });
}

function obstacle({ environment }: Session, { declared, stored }: KnownSecret): string | undefined {
  const { deploy, restore } = commandsFor(environment);
  const { storedName } = declared;
  if (stored === undefined) {
    return `${storedName} does not exist. Deploy, which creates it, and set it then: ${deploy}`;
  }
  return stored.deleted ? `${storedName} was deleted. Bring it back first: ${restore(storedName)}` : undefined;
}

function repairs({ source }: DeclaredSecret, stored: StoredSecret, settings: WriteSettings): string[] {
  const tags = Object.keys(settings.missingTags);
  const parameter = source.store === 'parameter-store' && source.ownership === 'managed' ? source : undefined;
  return [
    ...(parameter !== undefined && stored.type !== 'SecureString' ? [`type ${stored.type ?? '?'} → SecureString`] : []),
    ...(settings.replaceKey ? [`key → ${settings.keyArn ?? 'the AWS-managed key'}`] : []),
    ...(tags.length > 0 ? [`tags ${tags.join(', ')}`] : []),
    ...(parameter?.tier === 'Advanced' && stored.tier !== 'Advanced' ? [`tier ${stored.tier ?? '?'} → Advanced`] : []),
    ...(parameter !== undefined && (parameter.description ?? '') !== (stored.description ?? '') ? ['description'] : []),
  ];
}

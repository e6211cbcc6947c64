import { createHmac, type BinaryLike } from 'node:crypto';
import type { Environment } from '../../../lib/environment/environment';
import type { DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { placedName } from '../../../lib/secrets/secret-location';
import { PLACEHOLDER } from '../../../lib/secrets/secret-names';
import { selectorOf } from '../../../lib/secrets/secret-selector';
import { SECRET_STORES } from '../../../lib/secrets/secret-stores';
import { shown } from '../../../lib/validation/messages';
import { isPublicPem, parseJsonObject } from '../../stores/secret-format';
import type { Session } from '../../stores/session';
import type { KnownSecret } from './fetch-metadata';
import { findingFor, setCommand, type Finding } from './findings';

/**
 * Keys that name a database and its user in the secrets that AWS rotates; it may well be the same everywhere. `user` is what others
 * call `username`.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 */
const KEYS_OF_NO_SECRET = [
  ...['engine', 'host', 'port', 'dbname', 'username', 'user', 'ssl', 'masterarn'],
  ...['dbInstanceIdentifier', 'dbClusterIdentifier', 'namespaceName'],
];

/** A value as it is compared: nothing of it can be found from its digest without a key that only this process has. */
interface Fingerprint {
  readonly secret: DeclaredSecret;
  readonly arn: string;
  /** Which key of the secret has the value. @default - it is the whole value */
  readonly jsonKey?: string;
  readonly digest: string;
}

/** What is compared of one environment. */
export interface EnvironmentFingerprints {
  readonly environment: Environment;
  readonly fingerprints: readonly Fingerprint[];
  /** What could not be compared, and why. */
  readonly unchecked: readonly string[];
}

/**
 * Reads the current values of an environment, and keeps what can be compared with those of others.
 *
 * @param key - random, and the same for all that are compared
 */
export async function readFingerprints(
  { environment, stores }: Session,
  secrets: readonly KnownSecret[],
  key: BinaryLike,
): Promise<EnvironmentFingerprints> {
  const secret = secrets.filter((known) => !isMeantToBePlain(known));
  const { values, unreadable } = await stores.read(secret.map(({ declared }) => declared));
  const fingerprints = secret.flatMap(({ declared, stored }) =>
    comparedTexts(declared, values.get(declared) ?? '').map(({ text, jsonKey }) => ({
      secret: declared,
      arn: stored?.arn ?? '',
      jsonKey,
      digest: createHmac('sha256', key).update(text).digest('base64'),
    })),
  );
  // Of a store, all could be read or none.
  const failures = new Map([...unreadable].map(([{ source }, { message }]) => [source.store, message]));
  return {
    environment,
    fingerprints,
    unchecked: [...failures].map(
      ([store, message]) =>
        `whether other environments have its values of ${SECRET_STORES[store].title}, too: ${message}`,
    ),
  };
}

/** What somebody else stores in plain text is no secret. */
function isMeantToBePlain({ declared, stored }: KnownSecret): boolean {
  return declared.source.ownership === 'existing' && stored?.plainTextType !== undefined;
}

/** The whole value and what containers get of it, as far as it is secret. White space around it makes no other value of it. */
function comparedTexts(
  { uses }: DeclaredSecret,
  value: string,
): { readonly text: string; readonly jsonKey?: string }[] {
  const text = value.trim();
  if (text === '' || text === PLACEHOLDER || isPublicPem(text)) {
    return [];
  }
  const jsonKeys = new Set(uses.flatMap(({ source }) => selectorOf(source).jsonKey ?? []));
  const object = jsonKeys.size > 0 ? parseJsonObject(text) : undefined;
  const ofKeys = [...jsonKeys]
    .filter((jsonKey) => !KEYS_OF_NO_SECRET.includes(jsonKey))
    .flatMap((jsonKey) => {
      const part = object?.get(jsonKey);
      // A number or a boolean is a setting.
      const trimmed = typeof part === 'string' ? part.trim() : '';
      return trimmed === '' || trimmed === PLACEHOLDER || isPublicPem(trimmed) ? [] : [{ text: trimmed, jsonKey }];
    });
  return [{ text }, ...ofKeys];
}

interface SameValues {
  /** By environment. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  readonly unchecked: ReadonlyMap<string, readonly string[]>;
  /** What was compared with what. */
  readonly note: string;
}

/** Finds the values of environments with deletion protection that environments without have, too, whatever they are called there. */
export function sameValues(environments: readonly EnvironmentFingerprints[]): SameValues {
  const guarded = environments.filter(({ environment }) => environment.deletionProtection);
  const others = environments.filter(({ environment }) => !environment.deletionProtection);
  if (guarded.length === 0 || others.length === 0) {
    const which = guarded.length === 0 ? 'with' : 'without';
    const note = `No values were compared: no environment ${which} deletionProtection was checked.`;
    return { findings: new Map(), unchecked: new Map(), note };
  }
  return {
    findings: new Map(guarded.map((one) => [one.environment.name, findingsOf(one, others)])),
    unchecked: new Map(environments.map(({ environment, unchecked }) => [environment.name, unchecked])),
    note: `The values of ${namesOf(guarded)} were compared with those of ${namesOf(others)}.`,
  };
}

function namesOf(environments: readonly EnvironmentFingerprints[]): string {
  return environments.map(({ environment }) => environment.name).join(', ');
}

interface Twin {
  readonly environment: Environment;
  readonly fingerprint: Fingerprint;
}

function findingsOf(
  { environment, fingerprints }: EnvironmentFingerprints,
  others: readonly EnvironmentFingerprints[],
): Finding[] {
  const twins = new Map<string, Twin[]>();
  for (const other of others) {
    for (const fingerprint of other.fingerprints) {
      const known = twins.get(fingerprint.digest) ?? [];
      known.push({ environment: other.environment, fingerprint });
      twins.set(fingerprint.digest, known);
    }
  }
  // One secret that several environments read is declared to be the same.
  const twinsOf = ({ digest, arn }: Fingerprint) =>
    (twins.get(digest) ?? []).filter(({ fingerprint }) => fingerprint.arn !== arn);
  return fingerprints.flatMap((fingerprint): Finding[] => {
    const { secret, jsonKey } = fingerprint;
    // Where the whole value is the same, its keys say nothing new.
    const whole = jsonKey === undefined ? undefined : fingerprints.find((one) => one.secret === secret);
    const known = whole === undefined ? [] : twinsOf(whole).map((twin) => twin.fingerprint.secret);
    const found = twinsOf(fingerprint).filter((twin) => !known.includes(twin.fingerprint.secret));
    if (found.length === 0) {
      return [];
    }
    const what = jsonKey === undefined ? 'has the same value' : `has a key ${shown(jsonKey)} with the same value`;
    return [
      findingFor(secret)(
        'same-value',
        `${what} as ${found.map(describe).join(', ')}: whoever may read it there can use it here`,
        setCommand(environment, secret, jsonKey),
      ),
    ];
  });
}

function describe({ environment, fingerprint: { secret, jsonKey } }: Twin): string {
  const key = jsonKey === undefined ? '' : `the key ${shown(jsonKey)} of `;
  return `${key}${placedName(secret.source, secret.storedName)} in ${environment.name}`;
}

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { DeclaredSecret } from '../../lib/environment/secret-inventory';
import { selectorOf } from '../../lib/secrets/secret-selector';
import type { SecretSource } from '../../lib/secrets/secret-source';
import { randomValue } from '../secrets/writes/random-value';

/** A version of a parameter or secret. */
export interface ValueVersion {
  readonly value: string;
  /** The id that a declaration selects it by. @default - as the store decides */
  readonly versionId?: string;
  /** The staging label that a declaration selects it by. @default - that of the current version */
  readonly versionStage?: string;
}

/** The versions that somebody writes of a secret, one after the other; the last is the current one. */
export type ChooseValues = (secret: DeclaredSecret) => readonly ValueVersion[];

/**
 * A value of its own for every version that something selects. Each fits its declaration, and is recognizable as made up, unless the
 * declaration says what is generated.
 */
export const generatedValues: ChooseValues = (secret) => {
  const selectors = secret.uses.map(({ source }) => selectorOf(source));
  const ids = distinct(selectors.flatMap(({ versionId }) => versionId ?? []));
  const stages = distinct(selectors.flatMap(({ versionStage }) => versionStage ?? []));
  const labelled = stages.filter((stage) => !STAGES_THAT_MOVE.includes(stage));
  const keys = distinct(selectors.flatMap(({ jsonKey }) => jsonKey ?? []));
  const version = () => ({ value: generatedValue(secret.source, keys) });

  const current = ids.length === 0 ? [version()] : ids.map((versionId) => ({ ...version(), versionId }));
  const needsPrevious = stages.includes('AWSPREVIOUS') && current.length === 1;
  return [
    ...labelled.map((versionStage) => ({ ...version(), versionStage })),
    ...(needsPrevious ? [version()] : []),
    ...current,
  ];
};

/** Labels that Secrets Manager moves by itself when a version is written. */
const STAGES_THAT_MOVE = ['AWSCURRENT', 'AWSPREVIOUS'];

function generatedValue(source: SecretSource, keys: readonly string[]): string {
  if (source.ownership === 'managed' && source.generate !== undefined) {
    return randomValue(source.generate);
  }
  const selected = Object.fromEntries(keys.map((key) => [key, generatedText()]));
  switch (source.format ?? 'text') {
    case 'google-service-account':
      return JSON.stringify({ ...googleServiceAccount(), ...selected });
    case 'registry-credentials':
      return JSON.stringify({ username: generatedText(), password: generatedText(), ...selected });
    case 'pem':
      return pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    case 'json':
      return JSON.stringify(keys.length === 0 ? { rehearsal: generatedText() } : selected);
    case 'text':
      return keys.length === 0 ? generatedText() : JSON.stringify(selected);
  }
}

function generatedText(): string {
  return `rehearsal-${randomBytes(8).toString('hex')}`;
}

/** @see https://cloud.google.com/iam/docs/keys-create-delete#creating */
function googleServiceAccount() {
  return {
    type: 'service_account',
    project_id: 'rehearsal',
    private_key_id: randomBytes(20).toString('hex'),
    private_key: pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
    client_email: 'rehearsal@rehearsal.iam.gserviceaccount.com',
    token_uri: 'https://oauth2.googleapis.com/token',
  };
}

function pem(key: ReturnType<typeof generateKeyPairSync>['privateKey']): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString().trim();
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

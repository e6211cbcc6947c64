import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { isLosslessNumber, parse } from 'lossless-json';
import { PLACEHOLDER } from '../../lib/secrets/secret-names';
import type { SecretFormat, SecretSource } from '../../lib/secrets/secret-source';
import { SECRET_STORES } from '../../lib/secrets/secret-stores';

/**
 * What is wrong with a value, by its declaration. No problem ever contains a part of the value.
 *
 * @returns words that follow the name of the secret: `is empty`
 */
export function valueProblems(value: string, source: SecretSource): string[] {
  if (value === '') {
    return ['is empty'];
  }
  if (value === PLACEHOLDER) {
    return ['is still the placeholder'];
  }
  return [...textProblems(value), ...storeProblems(value, source), ...FORMATS[source.format ?? 'text'](value)];
}

/** Whether a value usually has several lines, which a prompt would take for several answers. */
export function hasSeveralLines({ format = 'text' }: SecretSource): boolean {
  return format !== 'text';
}

/** What is wrong with the value of one key of a secret. */
export function jsonKeyProblems(value: string): string[] {
  return value === '' ? ['is empty'] : textProblems(value);
}

/** A JSON text as it was understood, or why it was not. */
type ParsedJson = { readonly value: unknown } | { readonly problem: string };

/** Reads JSON. Numbers keep every digit, as `LosslessNumber`; two different values under one name of an object are a problem. */
export function parseJson(text: string): ParsedJson {
  try {
    const ambiguous = new Set<string>();
    const value = parse(text, undefined, { onDuplicateKey: ({ key }) => void ambiguous.add(key) });
    return ambiguous.size > 0 ? { problem: 'has two different values under one name' } : { value };
  } catch {
    // The reason is left out: it quotes the text.
    return { problem: 'is not JSON' };
  }
}

/** The members of a JSON object, by their names. Nothing if the text is anything else. */
export function parseJsonObject(text: string): Map<string, unknown> | undefined {
  const parsed = parseJson(text);
  return 'value' in parsed && isJsonObject(parsed.value) ? new Map(Object.entries(parsed.value)) : undefined;
}

/** Whether a parsed JSON value is an object, and neither a list nor a number. */
export function isJsonObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function textProblems(value: string): string[] {
  return [
    // Rarely intended, and invisible in most tools: a password or token with it is wrong. What has several lines is a file, and ends as
    // files do: without its last line break, ssh does not read a key.
    ...(/^[^\r\n]*[\r\n]+$/.test(value) ? ['ends with a line break'] : []),
    // It would be stored as another character.
    ...(LONE_SURROGATE.test(value) ? ['contains a lone surrogate, which is no character'] : []),
    ...(value.startsWith('\uFEFF') ? ['begins with a byte order mark, as Windows writes it into files'] : []),
    ...(value.includes('\0') ? ['contains a NUL character, which no variable can'] : []),
  ];
}

function storeProblems(value: string, source: SecretSource): string[] {
  const { title, maximumBytes, refusesReferences } = SECRET_STORES[source.store];
  const bytes = Buffer.byteLength(value);
  const maximum = maximumBytes(source);
  const reference = value.indexOf('{{');
  return [
    ...(bytes > maximum ? [`has ${bytes} bytes; at most ${maximum} are allowed`] : []),
    ...(refusesReferences && reference !== -1 && value.includes('}}', reference)
      ? [`contains {{ and }}, which ${title} takes for another parameter and refuses; declare it with secretsManager()`]
      : []),
  ];
}

const FORMATS: Readonly<Record<SecretFormat, (value: string) => string[]>> = {
  text: opensshProblems,
  json: (value) => {
    const parsed = parseJson(value);
    return 'problem' in parsed ? [parsed.problem] : [];
  },
  'google-service-account': googleServiceAccountProblems,
  'registry-credentials': registryCredentialsProblems,
  pem: pemProblems,
};

/** @see https://cloud.google.com/iam/docs/keys-create-delete#creating */
function googleServiceAccountProblems(value: string): string[] {
  const key = parseJsonObject(value);
  if (key === undefined) {
    return ['is not a JSON object, as the key file of a Google service account is'];
  }
  const texts = ['project_id', 'private_key_id', 'private_key', 'client_email', 'token_uri'];
  const missing = texts.filter((field) => typeof key.get(field) !== 'string' || key.get(field) === '');
  const [type, privateKey, email] = ['type', 'private_key', 'client_email'].map((field) => key.get(field));
  return [
    ...(type === 'service_account'
      ? []
      : ['is not the key of a Google service account: "type" must be "service_account"']),
    ...(missing.length === 0 ? [] : [`is not the key of a Google service account: it lacks ${missing.join(', ')}`]),
    ...(typeof email === 'string' && email !== '' && !email.includes('@')
      ? ['has a "client_email" that is not an address']
      : []),
    ...(typeof privateKey === 'string' && privateKey !== ''
      ? pemProblems(privateKey).map((problem) => `has a "private_key" that ${problem}`)
      : []),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html */
function registryCredentialsProblems(value: string): string[] {
  const credentials = parseJsonObject(value);
  if (credentials === undefined) {
    return ['is not a JSON object with the "username" and "password" of a registry'];
  }
  return ['username', 'password'].flatMap((field) => {
    const given = credentials.get(field);
    if (given === undefined) {
      return [`lacks "${field}", with which ECS logs in to the registry`];
    }
    return typeof given === 'string'
      ? jsonKeyProblems(given).map((problem) => `has a "${field}" that ${problem}`)
      : [`has a "${field}" that is not text`];
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc7468 */
const PUBLIC_PEM = ['CERTIFICATE', 'X509 CRL', 'PUBLIC KEY', 'RSA PUBLIC KEY'];

function pemProblems(value: string): string[] {
  if (value.includes('-----BEGIN ') && value.includes('\\n')) {
    return ['contains \\n where PEM has line breaks'];
  }
  const boundaries = [...value.matchAll(/-----(BEGIN|END) ([A-Z0-9 ]+)-----/g)];
  const blocks = boundaries.flatMap(({ 1: boundary, 2: label = '', index }, position) => {
    const next = boundaries[position + 1];
    return boundary === 'BEGIN' && next?.[1] === 'END' && next[2] === label
      ? [{ label, start: index, end: next.index + next[0].length }]
      : [];
  });
  if (blocks.length === 0) {
    return ['contains no complete PEM block'];
  }
  if ((value.match(/-----(?:BEGIN|END) /g) ?? []).length > 2 * blocks.length) {
    return ['contains an incomplete PEM block'];
  }
  return [
    ...blocks.flatMap(({ label, start, end }) =>
      isReadablePem(value.slice(start, end), label) ? [] : [`contains a ${label} that cannot be read`],
    ),
    ...opensshProblems(value),
  ];
}

/** Whether a value consists of certificates and public keys, which everybody may read. */
export function isPublicPem(value: string): boolean {
  const labels = [...value.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label = '']) => label);
  return labels.length > 0 && labels.every((label) => PUBLIC_PEM.includes(label));
}

/** @see https://github.com/openssh/openssh-portable/blob/master/sshkey.c MARK_END, which has the line feed */
function opensshProblems(value: string): string[] {
  return /-----END OPENSSH PRIVATE KEY-----(?!\n)/.test(value)
    ? ['contains an OPENSSH PRIVATE KEY without a line feed right after it, which ssh does not read']
    : [];
}

function isReadablePem(block: string, label: string): boolean {
  try {
    if (label === 'CERTIFICATE') {
      new X509Certificate(block);
    } else if (label === 'PUBLIC KEY' || label === 'RSA PUBLIC KEY') {
      createPublicKey(block);
    } else if (label.endsWith('PRIVATE KEY') && !isEncrypted(block, label)) {
      createPrivateKey(block);
    }
    return true;
  } catch {
    // The reason is left out: it may reveal something about the key.
    return false;
  }
}

/** Only whoever has the passphrase can read it. */
function isEncrypted(block: string, label: string): boolean {
  return label.startsWith('ENCRYPTED') || label.startsWith('OPENSSH') || block.includes('ENCRYPTED');
}

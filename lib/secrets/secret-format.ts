import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { PLACEHOLDER } from './secret-names';
import type { SecretFormat, SecretSource } from './secret-source';

/**
 * What is wrong with a value, by its declaration. No problem ever holds a part of the value.
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
  return [...textProblems(value), ...sizeProblems(value, source), ...FORMATS[source.format ?? 'text'](value)];
}

/** What is wrong with the value of one key of a secret. */
export function jsonKeyProblems(value: string): string[] {
  return value === '' ? ['is empty'] : textProblems(value);
}

/** The members of a JSON object; nothing if the text is anything else. */
export function parseJsonObject(text: string): Record<string, unknown> | undefined {
  const value = parseJson(text)?.value;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function textProblems(value: string): string[] {
  return [
    // It is hardly ever meant, and makes a password or token wrong in a way that nobody sees.
    ...(/[\r\n]$/.test(value) ? ['ends with a line break'] : []),
    ...(value.includes('\0') ? ['holds a NUL character, which no variable can'] : []),
  ];
}

/**
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 */
function sizeProblems(value: string, source: SecretSource): string[] {
  const bytes = Buffer.byteLength(value);
  const maximum = maximumBytes(source);
  return bytes > maximum ? [`has ${bytes} bytes and may have ${maximum}`] : [];
}

function maximumBytes(source: SecretSource): number {
  if (source.store === 'secrets-manager') {
    return 65_536;
  }
  // Which tier somebody else's parameter has is not known here.
  return source.ownership === 'managed' && source.tier !== 'Advanced' ? 4096 : 8192;
}

const FORMATS: Readonly<Record<SecretFormat, (value: string) => string[]>> = {
  text: () => [],
  json: (value) => (parseJson(value) === undefined ? ['is not JSON'] : []),
  'google-service-account': googleServiceAccountProblems,
  pem: pemProblems,
};

/** @see https://cloud.google.com/iam/docs/keys-create-delete#creating */
function googleServiceAccountProblems(value: string): string[] {
  const key = parseJsonObject(value);
  if (key === undefined) {
    return ['is not a JSON object, as the key file of a Google service account is'];
  }
  const texts = ['project_id', 'private_key_id', 'private_key', 'client_email', 'token_uri'];
  const missing = texts.filter((field) => typeof key[field] !== 'string' || key[field] === '');
  const { type, private_key: privateKey, client_email: email } = key;
  return [
    ...(type === 'service_account'
      ? []
      : ['is not the key of a Google service account: "type" must be "service_account"']),
    ...(missing.length === 0 ? [] : [`is not the key of a Google service account: it lacks ${missing.join(', ')}`]),
    ...(typeof email === 'string' && email !== '' && !email.includes('@')
      ? ['has a "client_email" that is no address']
      : []),
    ...(typeof privateKey === 'string' && privateKey !== ''
      ? pemProblems(privateKey).map((problem) => `has a "private_key" that ${problem}`)
      : []),
  ];
}

function pemProblems(value: string): string[] {
  if (value.includes('-----BEGIN ') && value.includes('\\n')) {
    return ['holds \\n where PEM has line breaks'];
  }
  const blocks = [...value.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----/gs)];
  if (blocks.length === 0) {
    return ['holds no complete PEM block'];
  }
  const boundaries = [...value.matchAll(/-----(?:BEGIN|END) /g)];
  if (boundaries.length > 2 * blocks.length) {
    return ['holds a PEM block that is not complete'];
  }
  return blocks.flatMap(([block, label = '']) =>
    isReadablePem(block, label) ? [] : [`holds a ${label} that cannot be read`],
  );
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
    // The reason is left out: it may tell about the key.
    return false;
  }
}

/** Only whoever has the passphrase can read it. */
function isEncrypted(block: string, label: string): boolean {
  return label.startsWith('ENCRYPTED') || label.startsWith('OPENSSH') || block.includes('ENCRYPTED');
}

// The error of JSON.parse quotes the text, so it must not get out.
function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

import { CommandFailure } from '../output/command-failure';

/** Their requests carry a value, and AWS quotes what it refuses: the message of such an error is never shown. */
const CARRIES_VALUE = ['ssm:PutParameter', 'secretsmanager:PutSecretValue'];

/** No request was made, so its words are the SDK's own about profiles and files. */
const NO_CREDENTIALS = ['CredentialsProviderError', 'TokenProviderError'];

const CREDENTIALS = [
  ...NO_CREDENTIALS,
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
];

/** How services call it that a right is missing. */
export const ACCESS_DENIED = ['AccessDenied', 'AccessDeniedException', 'AuthorizationError', 'UnauthorizedOperation'];

/** How Parameter Store and Secrets Manager call it that a key is disabled, or about to be deleted. */
const KEY_UNUSABLE = ['InvalidKeyId', 'DecryptionFailure'];

/** How the two say that KMS denied it: a key that is not there is one that nobody may use. */
const DENIED_BY_KMS = /The ciphertext refers to a customer master key|Access to KMS is not allowed/;

const THROTTLING = [
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TooManyUpdates',
  'RequestLimitExceeded',
];

const NETWORK = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'TimeoutError'];

/** What went wrong with a request to AWS. */
export class AwsFailure extends CommandFailure {
  override readonly name = 'AwsFailure';

  constructor(
    message: string,
    /** Name of the error as the API documents it, for example `ParameterNotFound`. */
    readonly code: string,
  ) {
    super(message);
  }

  get isAccessDenied(): boolean {
    return ACCESS_DENIED.includes(this.code);
  }

  /** Whether nobody can decrypt the value, whatever they may do. */
  get isKeyUnusable(): boolean {
    return KEY_UNUSABLE.includes(this.code);
  }

  /** Whether a value cannot be read, by these credentials or by anybody, and nothing else is wrong. */
  get isUnreadable(): boolean {
    return this.isAccessDenied || this.isKeyUnusable;
  }
}

/**
 * Runs one request, and turns its failure into words.
 *
 * @param action - the permission that the request needs, for example `ssm:GetParameters`
 */
export async function request<T>(action: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw awsFailure(action, error);
  }
}

/** Runs one request; nothing if it fails with one of the named errors. */
export async function requestUnless<T>(
  codes: readonly string[],
  action: string,
  send: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await request(action, send);
  } catch (error) {
    if (error instanceof AwsFailure && codes.includes(error.code)) {
      return undefined;
    }
    throw error;
  }
}

function awsFailure(action: string, error: unknown): AwsFailure {
  const { name, message } = error instanceof Error ? error : { name: 'unknown error', message: '' };
  const code = networkCode(error) ?? name;
  return new AwsFailure(explain(action, code, isRepeatable(action, code, error) ? firstLine(message) : ''), code);
}

/** Only what AWS or the SDK says on purpose: other errors may quote a request or an answer, and so a value. */
function isRepeatable(action: string, code: string, error: unknown): boolean {
  const isAnswer = error instanceof Error && '$fault' in error && !CARRIES_VALUE.includes(action);
  return isAnswer || NO_CREDENTIALS.includes(code);
}

/** @param message - what is said of it, if that may be repeated */
function explain(action: string, code: string, message: string): string {
  if (CREDENTIALS.includes(code)) {
    const why = NO_CREDENTIALS.includes(code) && message !== '' ? `: ${message}` : '';
    return (
      `There are no usable AWS credentials (${code})${why.replace(/[.\s]+$/, '')}. ` +
      'Sign in again, for example with `aws sso login`, or name a profile in AWS_PROFILE.'
    );
  }
  if (ACCESS_DENIED.includes(code) && DENIED_BY_KMS.test(message)) {
    return 'AWS denied access. The credentials need kms:Decrypt on the key of the secret, or the key is gone.';
  }
  if (ACCESS_DENIED.includes(code)) {
    const resource = / on resource: (\S+)/.exec(message)?.[1];
    const denied = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? action;
    const where = resource === undefined ? '' : ` on ${resource}`;
    return `AWS denied access. The credentials need ${denied}${where}.`;
  }
  if (THROTTLING.includes(code)) {
    return `AWS still throttles ${action} after several tries. Wait a minute and run the command again.`;
  }
  if (NETWORK.includes(code)) {
    return `AWS could not be reached for ${action} (${code}). Check the network, and AWS_ENDPOINT_URL if it is set.`;
  }
  return message === '' ? `${action} failed with ${code}.` : `${action} failed with ${code}: ${message}`;
}

/** Errors of the connection have their code in a field, and no telling name. */
function networkCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) {
    return undefined;
  }
  if ('code' in error && typeof error.code === 'string' && NETWORK.includes(error.code)) {
    return error.code;
  }
  // Several addresses were tried, each with an error of its own.
  if (error instanceof AggregateError) {
    return error.errors.map(networkCode).find((code) => code !== undefined);
  }
  return undefined;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

import { CommandFailure } from '../cli/command-failure';
import { CHECK_CLOCK, SET_CLOCK, wrongClock } from './clock';
import {
  ACCESS_DENIED,
  CERTIFICATE_DATES,
  CREDENTIALS,
  INVALID_URL,
  KEY_UNUSABLE,
  NETWORK,
  NO_CREDENTIALS,
  THROTTLING,
  WRONG_PROTOCOL,
} from './error-names';

/** Their requests contain a value, and AWS quotes what it refuses: the message of such an error is never shown. */
const CARRIES_VALUE = ['ssm:PutParameter', 'secretsmanager:PutSecretValue'];

/**
 * Which errors of credentials may be due to the clock of this computer, too: AWS does not tell them apart, and whether what is stored has expired is
 * seen by that clock.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const MAYBE_CLOCK = /^(?:RequestExpired|AuthFailure)\b|\bexpired\b|To refresh this SSO session/;

/** What to do about credentials that AWS does not take. */
export const SIGN_IN = 'Sign in again, for example with `aws sso login`, or choose a profile with AWS_PROFILE.';

/** What the two say when KMS denied it, also for a key that does not exist. */
const DENIED_BY_KMS = /The ciphertext refers to a customer master key|Access to KMS is not allowed/;

/** What the SDK makes of an error that does not say which. */
const UNNAMED = /^Unknown(?:Error)?$/;

/** What went wrong with a request to AWS. */
export class AwsFailure extends CommandFailure {
  override readonly name = 'AwsFailure';

  constructor(
    message: string,
    /** Name of the error as the API documents it, for example `ParameterNotFound`. */
    readonly code: string,
    /** Whether AWS refused it, or was never asked. Otherwise it may have been done, although no answer says so. */
    readonly isRefusal = false,
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

/** The failure of a request that was answered, but not as AWS does. */
export function notAws(action: string, code: string): AwsFailure {
  return new AwsFailure(`What answered ${action} is not AWS. Check AWS_ENDPOINT_URL if it is set, and proxies.`, code);
}

function awsFailure(action: string, error: unknown): AwsFailure {
  if (isForeignAnswer(error)) {
    return notAws(action, error.name);
  }
  const { name, message } = error instanceof Error ? error : { name: 'unknown error', message: '' };
  const code = networkCode(error) ?? name;
  const details: RequestError = error instanceof Error ? (error as Error & RequestError) : {};
  const clock = wrongClock(`${code}: ${message}`, CREDENTIALS.includes(code), details.$response?.headers?.date);
  const text =
    clock === undefined
      ? explain(action, code, isRepeatable(action, code, error) ? firstLine(message) : '', effort(details))
      : `${clock}, so AWS refused ${action} (${code}). ${SET_CLOCK}`;
  return new AwsFailure(text, code, isRefusal(code, error));
}

/** What the SDK and `bounded` add to an error. */
interface RequestError {
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  readonly $metadata?: { readonly attempts?: number; readonly totalRetryDelay?: number };
  readonly asked?: string;
}

/** Whom a request asked and how often, as far as the error tells: words to follow its name. */
function effort({ asked, $metadata: { attempts = 1, totalRetryDelay = 0 } = {} }: RequestError): string {
  if (attempts === 1) {
    return '';
  }
  const where = asked === undefined ? '' : ` at ${asked}`;
  const seconds = Math.round(totalRetryDelay / 1000);
  return `${where} after ${attempts} attempts${seconds === 0 ? '' : ` and ${seconds} s of waiting`}`;
}

/** An earlier attempt of a throttled request may have been done. */
function isRefusal(code: string, error: unknown): boolean {
  const isClientFault = error instanceof Error && '$fault' in error && error.$fault === 'client';
  return NO_CREDENTIALS.includes(code) || (isClientFault && !THROTTLING.includes(code));
}

/** The SDK could not parse it, or found no error of AWS in it. AWS leaves out the message of some, but not the name. */
function isForeignAnswer(error: unknown): error is Error {
  return (
    error instanceof Error &&
    (error.name === 'SyntaxError' ||
      ('$fault' in error && UNNAMED.test(error.message) && !error.name.endsWith('Exception')))
  );
}

/** Only what AWS or the SDK says on purpose: other errors may quote a request or an answer, and so a value. */
function isRepeatable(action: string, code: string, error: unknown): boolean {
  const isAnswer = error instanceof Error && '$fault' in error && !CARRIES_VALUE.includes(action);
  return isAnswer || NO_CREDENTIALS.includes(code);
}

/**
 * @param message - what is said of it, if that may be repeated
 * @param efforts - words that follow the action
 */
function explain(action: string, code: string, message: string, efforts: string): string {
  if (CREDENTIALS.includes(code)) {
    const why = NO_CREDENTIALS.includes(code) && message !== '' ? `: ${message}` : '';
    const clock = MAYBE_CLOCK.test(`${code}: ${message}`) ? ` ${CHECK_CLOCK}` : '';
    return `No usable AWS credentials were found (${code})${why.replace(/[.\s]+$/, '')}. ${SIGN_IN}${clock}`;
  }
  if (ACCESS_DENIED.includes(code) && DENIED_BY_KMS.test(message)) {
    return 'AWS denied access. The credentials need kms:Decrypt on the key of the secret, or the key no longer exists.';
  }
  if (ACCESS_DENIED.includes(code)) {
    const resource = / on resource: (\S+)/.exec(message)?.[1];
    const denied = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? action;
    const where = resource === undefined ? '' : ` on ${resource}`;
    return `AWS denied access. The credentials need ${denied}${where}.`;
  }
  if (THROTTLING.includes(code)) {
    return `AWS still throttles ${action}${efforts} (${code}). Wait a minute and run the command again.`;
  }
  if (code === INVALID_URL) {
    return `The endpoint for ${action} is no URL. AWS_ENDPOINT_URL and the like must be as "http://127.0.0.1:5000".`;
  }
  if (isNetworkCode(code)) {
    const clock = CERTIFICATE_DATES.test(code) ? ` ${CHECK_CLOCK}` : '';
    return `AWS could not be reached for ${action}${efforts} (${code}). Check the network, and AWS_ENDPOINT_URL if it is set.${clock}`;
  }
  return `${action} failed with ${code}${efforts}${message === '' ? '.' : `: ${message}`}`;
}

/** Errors of the connection have their code in a field, and no telling name. */
function networkCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) {
    return undefined;
  }
  if ('code' in error && typeof error.code === 'string' && (error.code === INVALID_URL || isNetworkCode(error.code))) {
    return error.code;
  }
  // Several addresses were tried, each with an error of its own.
  if (error instanceof AggregateError) {
    return error.errors.map(networkCode).find((code) => code !== undefined);
  }
  return undefined;
}

function isNetworkCode(code: string): boolean {
  return NETWORK.includes(code) || WRONG_PROTOCOL.test(code);
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

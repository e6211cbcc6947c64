import { CommandFailure } from '../output/command-failure';

/** Their requests carry a value, and AWS quotes what it refuses: the message of such an error is never shown. */
const CARRIES_VALUE = ['ssm:PutParameter', 'secretsmanager:PutSecretValue'];

const CREDENTIALS = [
  'CredentialsProviderError',
  'TokenProviderError',
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

const THROTTLING = ['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'RequestLimitExceeded'];

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
  return new AwsFailure(explain(action, code, message), code);
}

function explain(action: string, code: string, message: string): string {
  if (CREDENTIALS.includes(code)) {
    return (
      `There are no usable AWS credentials (${code}). Sign in again, for example with \`aws sso login\`, ` +
      'or name a profile in AWS_PROFILE.'
    );
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
  return CARRIES_VALUE.includes(action) || message === ''
    ? `${action} failed with ${code}.`
    : `${action} failed with ${code}: ${firstLine(message)}`;
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

import { NO_ANSWER } from './bounded-client';

/** No request was made: the message is the SDK's own, about profiles and files. */
export const NO_CREDENTIALS = ['CredentialsProviderError', 'TokenProviderError'];

/** The errors for credentials that are missing, or that AWS does not take. */
export const CREDENTIALS = [
  ...NO_CREDENTIALS,
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'AuthFailure',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
];

/** The errors for a missing permission. */
export const ACCESS_DENIED = ['AccessDenied', 'AccessDeniedException', 'AuthorizationError', 'UnauthorizedOperation'];

/** The errors of Parameter Store and Secrets Manager for a key that is disabled or pending deletion. */
export const KEY_UNUSABLE = ['InvalidKeyId', 'DecryptionFailure'];

/** The names that the services have for too many requests. */
export const THROTTLING = [
  ...['Throttling', 'ThrottlingException', 'ThrottledException', 'RequestThrottled', 'RequestThrottledException'],
  ...['RequestLimitExceeded', 'EC2ThrottledException', 'SlowDown', 'TooManyRequestsException', 'TooManyUpdates'],
];

/** The code of Node.js for an endpoint that is no URL. */
export const INVALID_URL = 'ERR_INVALID_URL';

/** The codes and names for an endpoint that cannot be reached, or does not answer. */
export const NETWORK = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'TimeoutError', NO_ANSWER],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'EPIPE', 'EPROTO'],
];

/**
 * The codes of Node.js for an endpoint that speaks no TLS, no HTTP, or has no valid certificate.
 *
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
export const WRONG_PROTOCOL = /^(?:ERR_(?:SSL|TLS)_|HPE_|CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** A certificate that is not valid yet, or no longer, by the clock of this computer. */
export const CERTIFICATE_DATES = /^CERT_(?:NOT_YET_VALID|HAS_EXPIRED)$/;

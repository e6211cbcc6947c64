/** Forms that only credentials have. */
const SECRET_VALUES: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, // AWS access key id
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /"type"\s*:\s*"service_account"/, // Google service account
  /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i, // scheme://user:password@host
  /\bgh[pousr]_[A-Za-z0-9]{20,}/, // GitHub
  /\bgithub_pat_[A-Za-z0-9_]{20,}/,
  /\bglpat-[A-Za-z0-9_-]{20,}/, // GitLab
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/, // Slack
  /\b[rs]k_live_[A-Za-z0-9]{10,}/, // Stripe
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\./, // JSON web token
];

// PASS and PWD only as words of their own, because of COMPASS; the id of a key that encrypts or signs is not a secret.
const SECRET_NAME = new RegExp(
  'PASSWORD|PASSWD|PASSPHRASE|(?:(?:^|_)(?:PASS|PWD)|SECRETS?|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|CREDENTIALS?|' +
    '(?:ENCRYPTION|SIGNING)_?KEYS?(?!_IDS?$))(?=_|\\d*$)',
);

/** A name that ends like this says where a secret is or how it is used, and is not the secret: `TOKEN_URL`, `PASSWORD_MIN_LENGTH`. */
const REFERENCE_NAME = new RegExp(
  '_(?:URL|URI|ENDPOINT|HOST|PORT|PATH|FILE|DIR|DIRECTORY|NAME|ARN|PREFIX|REGION|TTL|EXPIRY|EXPIRES_IN|AGE|TIMEOUT|' +
    'MS|SECONDS|MINUTES|HOURS|DAYS|LENGTH|SIZE|LIMIT|COUNT|ROUNDS|COST|TYPE|HEADER|ALGORITHM|ISSUER|AUDIENCE|SCOPE|' +
    'FORMAT|POLICY|PATTERN|VERSION|ENABLED|DISABLED|REQUIRED)$',
);

const SWITCH_VALUE = /^(?:|true|false|yes|no|on|off|0|1)$/i;

/** Whether a text contains something that only a credential looks like. */
export function containsCredential(text: string): boolean {
  return SECRET_VALUES.some((pattern) => pattern.test(text));
}

/** Whether a variable of this name and value is meant to contain a secret. */
export function namesCredential(variable: string, value: string): boolean {
  const name = variable.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
  return SECRET_NAME.test(name) && !REFERENCE_NAME.test(name) && !SWITCH_VALUE.test(value);
}

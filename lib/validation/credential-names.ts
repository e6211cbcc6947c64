/** Words that name a secret, at the end of a name or before one of QUALIFIERS. PASS and PWD only as words of their own: COMPASS. */
const SECRET_WORD =
  '(?:PASSWORDS?|PASSWD|PASSPHRASE|(?:^|_)(?:PASS|PWD)|SECRETS?|TOKENS?|CREDENTIALS?|CREDS|' +
  '(?:API|AUTH|PRIVATE|ACCESS|ACCOUNT|SECRET|MASTER|HMAC|ENCRYPTION|SIGNING|LICENSE)_?KEYS?)';

/** What may follow without changing that the secret itself is meant: `SECRET_KEY_BASE`, `DB_PASSWORD_PROD`, `API_TOKEN_2`. */
const QUALIFIERS =
  '(?:_?(?:\\d{1,3}|KEY|BASE|VALUE|TEXT|STRING|PLAIN|RAW|CURRENT|PREVIOUS|OLD|NEW|NEXT|PRIMARY|SECONDARY|' +
  'MASTER|ADMIN|ROOT|DEFAULT|PROD|PRODUCTION|STG|STAGING|DEV|DEVELOPMENT|TEST|LIVE|SANDBOX)){0,3}';

const NAMES_SECRET = new RegExp(`${SECRET_WORD}${QUALIFIERS}$`);

const MENTIONS_SECRET = new RegExp(`${SECRET_WORD}(?=_)`);

/** A name that ends like this says where a secret is or how it is used, and is not the secret: `TOKEN_URL`, `PASSWORD_MIN_LENGTH`. */
const REFERENCE_NAME = new RegExp(
  '_(?:URL|URI|ENDPOINT|HOST|HOSTNAME|ADDR|ADDRESS|SERVER|PORT|PATH|FILE|DIR|DIRECTORY|NAME|ARN|PREFIX|SUFFIX|REGION|BUCKET|' +
    'TTL|EXPIRY|EXPIRATION|EXPIRES|EXPIRES_IN|LIFETIME|DURATION|INTERVAL|PERIOD|AGE|TIMEOUT|MS|SECONDS|MINUTES|HOURS|DAYS|' +
    'LENGTH|SIZE|LIMIT|COUNT|ROUNDS|COST|ATTEMPTS|RETRIES|CAPACITY|TYPE|KIND|HEADER|FIELD|COOKIE|CLAIM|ALGORITHM|ALG|' +
    'METHOD|MODE|STRATEGY|HASHER|ENCODER|ENCODING|ISSUER|AUDIENCE|SCOPE|SCOPES|FORMAT|POLICY|PATTERN|REGEX|VERSION|' +
    'BACKEND|PROVIDER|STORE|STORAGE|MANAGER|CLASS|SERVICE|PLUGIN|DRIVER|USER|USERNAME|EMAIL|LABEL|TITLE|' +
    '(?:KEY|TOKEN)_IDS?|ENABLED|ENABLE|DISABLED|ALLOWED|REQUIRED)$',
);

/** Everybody may know it: front ends are given such variables. */
const PUBLIC_NAME = /(?:^|_)(?:PUBLIC|PUBLISHABLE)_/;

/** How many, not which. */
const COUNT_NAME = /(?:^|_)(?:MAX|MIN|NUM|TOTAL|PER)_.*TOKENS?|TOKENS?$/;

/** Values that no secret has: switches, places, and nothing at all. */
const SETTING_VALUES: readonly RegExp[] = [
  /^(?:|true|false|yes|no|on|off|0|1|none|null|nil|enabled|disabled|required|optional|auto)$/i,
  /^arn:[\w-]+:/,
  /^[a-z][a-z0-9+.-]{0,30}:\/\//i, // A password in a URL is found by its form.
  /^(?:~|\.{1,2})?\/(?:app|config|data|etc|home|mnt|opt|root|run|secrets?|srv|tmp|usr|var|vault|workspace)(?:\/|$)/i,
  /^(?:~|\.{0,2})(?:\/[\w.-]+)+\.[a-z]\w{1,10}$/i,
];

const NUMBER = /^\d{1,9}$/;

/**
 * Whether something of this name and value is meant to be a secret: a variable, an option, a part of a connection string. Where the
 * name only mentions a secret (`ACCESS_TOKEN_GRACE`), the value must look like one, too.
 */
export function namesCredential(given: string, value: string): boolean {
  const name = given
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
  if (REFERENCE_NAME.test(name) || PUBLIC_NAME.test(name) || SETTING_VALUES.some((setting) => setting.test(value))) {
    return false;
  }
  if (NUMBER.test(value) && COUNT_NAME.test(name)) {
    return false;
  }
  return NAMES_SECRET.test(name) || (MENTIONS_SECRET.test(name) && isOpaque(value));
}

/** Whether a value looks as if it was made at random, and is no word, version or list of them. */
function isOpaque(value: string): boolean {
  return !/\s/.test(value) && value.split(/[-_./:,]/).some((part) => /^(?=.*\d)(?=.*[A-Za-z]).{10,}$/.test(part));
}

import { namesCredential } from '../../../lib/validation/credential-names';
import { containsCredential } from '../../../lib/validation/credential-patterns';

describe('a name that means a secret', () => {
  test.each([
    ...['PASSWORD', 'DB_PASSWORD', 'MYSQLPASSWORD', 'dbPassword', 'PASSWD', 'PASS', 'DB_PASS', 'DB_PASS_2', 'dbPass'],
    ...['MYSQL_PWD', 'KEY_PASSPHRASE', 'ENCRYPTION_KEY', 'COOKIE_SIGNING_KEY', 'signingKey', 'CLIENT_SECRET', 'SECRET'],
    ...[
      'SECRET_KEY_BASE',
      'TOKEN',
      'GITHUB_TOKEN',
      'githubToken',
      'API_KEY',
      'STRIPE_APIKEY',
      'PRIVATE_KEY',
      'CREDENTIALS',
    ],
    ...['API_TOKENS', 'RAILS_MASTER_KEY', 'HMAC_KEY', 'DB_PASSWORD_PROD', 'API_KEY_2', 'AccountKey', 'SharedAccessKey'],
    ...['db.password', 'spring.datasource.password', 'api-key', 'AIRFLOW__CORE__FERNET_SECRET'],
  ])('is %s', (name) => {
    expect(namesCredential(name, 'hunter2')).toBe(true);
  });

  test.each([
    ['TOKEN_URL', 'https://id.example.com/token'],
    ['SECRET_NAME', 'app/database'],
    ['DB_SECRET_ARN', 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:x'],
    ['DB_SECRET', 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:x'],
    ['PASSWORD_FILE', '/run/secrets/password'],
    ['GOOGLE_APPLICATION_CREDENTIALS', '/app/key.json'],
    ['GOOGLE_APPLICATION_CREDENTIALS', './service-account.json'],
    ['DB_PASSWORD', '/run/secrets/db'],
    ['TOKEN_TTL_SECONDS', '3600'],
    ['ACCESS_TOKEN_EXPIRATION', '15m'],
    ['ACCESS_TOKEN_GRACE', '15m'],
    ['PASSWORD_MIN_LENGTH', '12'],
    ['PASSWORD_HASHER', 'argon2id'],
    ['PASSWORD_RESET_TEMPLATE', 'mail/reset.html'],
    ['REQUIRE_PASSWORD', 'true'],
    ['ALLOW_EMPTY_PASSWORD', 'yes'],
    ['TOKENIZERS_PARALLELISM', 'false'],
    ['MAX_TOKENS', '4096'],
    ['OPENAI_MAX_TOKEN', '4096'],
    ['TOKENS_PER_MINUTE', '90000'],
    ['AIRFLOW__SECRETS__BACKEND', 'airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend'],
    ['AIRFLOW__SECRETS__BACKEND_KWARGS', '{"connections_prefix": "airflow/connections"}'],
    ['SECRET_ROTATION_FUNCTION', 'rotate-database-2'],
    ['SECRETARY', 'Ms. Sato'],
    ['COMPASS', 'north'],
    ['PASSENGERS', '4'],
    ['BYPASS_CACHE', 'always'],
    ['ENCRYPTION_KEY_ID', '1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['ENCRYPTION_KEY_ARN', 'arn:aws:kms:x'],
    ['PUBLIC_KEY', 'x'],
    ['NEXT_PUBLIC_API_KEY', 'x'],
    ['KEYBOARD', 'jp'],
    ['EMPTY_PASSWORD', ''],
  ])('is not %s=%s', (name, value) => {
    expect(namesCredential(name, value)).toBe(false);
  });

  test.each([
    ['API_KEY_STRIPE', '0123456789abcdef'],
    ['TOKEN_OF_PARTNER', 'canary-0123456789abcdef'],
    ['MAX_PASSWORD', '123456'],
  ])('may be in the middle or count, if the value looks like a secret, too: %s=%s', (name, value) => {
    expect(namesCredential(name, value)).toBe(true);
  });
});

// The forms are those in the documentation of the services, and in https://docs.github.com/en/code-security/secret-scanning.
const a = (count: number) => 'a'.repeat(count);

test.each([
  'AKIAIOSFODNN7EXAMPLE',
  'key=ASIAIOSFODNN7EXAMPLE;',
  `aws_secret_access_key = ${a(40)}`,
  '-----BEGIN RSA PRIVATE KEY-----',
  '-----BEGIN PGP PRIVATE KEY BLOCK-----',
  '{"type": "service_account"}',
  `ghp_${a(36)}`,
  `github_pat_${a(60)}`,
  `glpat-${a(20)}`,
  'xoxb-123456789012-abcdef',
  `https://hooks.slack.com/services/T000/B000/${a(24)}`,
  `sk_live_${a(24)}`,
  `sk-proj-${a(40)}`,
  `sk-ant-api03-${a(40)}`,
  `npm_${a(36)}`,
  `AIza${a(35)}`,
  `SG.${a(22)}.${a(43)}`,
  `hvs.${a(24)}`,
  `dop_v1_${a(64)}`,
  `eyJ${a(20)}.eyJ${a(20)}.${a(20)}`,
  'Authorization: Bearer 0123456789abcdef',
  `Bearer ${a(20)}`,
  'Authorization: Basic YXBwOmNhbmFyeQ==',
  'postgres://app:hunter2@db.example.com/app',
  'redis://:hunter2@cache.example.com',
  'mongodb+srv://app:hunter2@cluster.example.com/?retryWrites=true',
  'amqps://app:prefix$SUFFIX@mq.example.com',
  'postgres://$USER:${PASSWORD:-hunter2}@db',
  'Server=db;User Id=app;Password=hunter2;Encrypt=true',
  'Driver={ODBC};Server=db;Uid=app;Pwd=hunter2;',
  'host=db user=app password=hunter2',
  "host=db user=app password = 'hunter2'",
  'jdbc:postgresql://db/app?user=app&password=hunter2',
  'jdbc:sqlserver://db;user=app;password=hunter2',
  'jdbc:oracle:thin:app/hunter2@//db:1521/app',
  `DefaultEndpointsProtocol=https;AccountName=app;AccountKey=${a(86)}==`,
  `Endpoint=sb://x/;SharedAccessKeyName=root;SharedAccessKey=${a(43)}=`,
  `https://app.blob.core.windows.net/x?sv=1&sig=${a(43)}%3D`,
  'https://api.example.com/?api_key=hunter2',
  '{"user": "app", "password": "hunter2"}',
  'user: app\npassword: hunter2\n',
  '-Dspring.datasource.password=hunter2',
])('finds the credential in %s', (text) => {
  expect(containsCredential(text)).toBe(true);
});

test.each([
  'postgres://app@db.example.com:5432/app',
  'postgres://$U:$P@db',
  'postgres://${U}:${P}@db',
  'postgres://${U:-app}:${P:?not set}@db',
  'postgres://{user}:{password}@db',
  'postgres://<user>:<password>@db',
  'postgres://%s:%s@db',
  'postgres://app:***@db',
  'https://example.com:8443/a@b',
  'Server=db;User Id=app;Password=$PASSWORD;Encrypt=true',
  'Server=db;Integrated Security=true;Persist Security Info=False',
  'host=db user=app passfile=/app/.pgpass',
  '{"password": "${PASSWORD}"}',
  'Authorization: Bearer $TOKEN',
  'Bearer authentication, Basic authentication',
  'password == expected',
  'The password of postgres://app@db/app',
  'Password: the one of the database',
  'token_url=https://id.example.com&max_tokens=4096',
  'eyJhbGciOiJub25lIn0',
  '-----BEGIN CERTIFICATE-----',
  '100 % of $5 {braces}',
])('finds none in %s', (text) => {
  expect(containsCredential(text)).toBe(false);
});

// A variable may have as many letters as a task definition. Quadratic patterns take seconds to minutes for these.
test('takes no longer for a text that is made to be slow', () => {
  const pieces = [
    'a',
    '1',
    '-',
    '.',
    ' ',
    '\n',
    'a=',
    'a="',
    "a='",
    '"a":',
    '://',
    '://a:',
    'eyJ-',
    'eyJaaaaaaaaaa.eyJ',
    'xoxb-',
  ];
  const more = [
    '-----BEGIN ',
    'Bearer ',
    'Basic ',
    '${',
    '${a:-',
    '{{',
    '<a',
    '%a',
    'PASSWORD_',
    'a1',
    'aA',
    'jdbc:oracle:a:',
    '0',
  ];
  const start = performance.now();
  for (const piece of [...pieces, ...more]) {
    const text = piece.repeat(65_536 / piece.length);
    containsCredential(text);
    namesCredential(text, 'x');
    namesCredential('TOKEN_X', text);
  }
  expect(performance.now() - start).toBeLessThan(5000);
});

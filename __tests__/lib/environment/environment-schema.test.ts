import { problemsWith, unchecked } from '../../support/configuration-problems';
import { serviceDefinition } from '../../support/environment-config';

test.each([
  ['region', 'ap-northeast-9', 'is not a Region of AWS; did you mean "ap-northeast-1"?'],
  ['region', 'Ap-Northeast-1', 'is not a Region of AWS; did you mean "ap-northeast-1"?'],
  ['accountId', '12345678901', 'must be the 12 digits of an AWS account id, got 11'],
  ['accountId', '1234567890123', 'must be the 12 digits of an AWS account id, got 13'],
  ['accountId', '1234-5678-9012', 'must be the 12 digits of an AWS account id, or "any"'],
  ['accountId', 'Any', 'must be the 12 digits of an AWS account id, or "any"'],
  ['application', 'Shop', 'must be 2 to 32 lower-case letters, digits, "-" and "_", starting with a letter'],
  ['application', '1shop', 'must be 2 to 32 lower-case letters, digits, "-" and "_", starting with a letter'],
  ['application', 'a'.repeat(33), 'must be 2 to 32 lower-case letters, digits, "-" and "_", starting with a letter'],
  ['application', 'aws-shop', 'must not start with aws, which AWS reserves for its own parameters'],
  [
    'application',
    'shop-',
    'cannot name an ECR repository: it must have no two "-" or "_" in a row, and none at the end',
  ],
])('refuses the %s %s', (field, value, problem) => {
  expect(problemsWith({ [field]: value }).filter((line) => !line.startsWith('network.'))).toEqual([
    `${field}: "${value}" ${problem}`,
  ]);
});

test.each([
  [
    { containerInsights: 'enable' },
    'containerInsights: "enable" must be "enabled" or "enhanced"; did you mean "enabled"?',
  ],
  [{ imagePolicy: 'pined' }, 'imagePolicy: "pined" must be "any", "pinned" or "digest"; did you mean "pinned"?'],
  [{ stateBackend: { type: 'locl' } }, 'stateBackend.type: "locl" must be "local" or "s3"; did you mean "local"?'],
  [{ stateBackend: { type: 'local', path: '/tmp' } }, 'stateBackend.path: unknown field'],
  [
    { encryptionKey: 'aws-manged' },
    'encryptionKey: "aws-manged" must be "aws-managed" or an object; did you mean "aws-managed"?',
  ],
  [{ encryptionKey: 5 }, 'encryptionKey: 5 must be "aws-managed" or an object'],
  [{ services: [] }, 'services: must be an object, got a list'],
  [{ parameters: {} }, 'parameters: must be a list, got an object'],
  [{ deletionProtection: null }, 'deletionProtection: must be true or false, got null'],
])('refuses %j', (overrides, problem) => {
  expect(problemsWith(unchecked(overrides))).toEqual([problem]);
});

test.each([
  [{ rotationPeriodDays: 90, deletionWindowDays: 7 }, []],
  [{ rotationPeriodDays: 2560, deletionWindowDays: 30 }, []],
  [
    { rotationPeriodDays: 2561, deletionWindowDays: 6 },
    [
      'encryptionKey.deletionWindowDays: 6 must be a whole number, 7 to 30',
      'encryptionKey.rotationPeriodDays: 2561 must be a whole number, 90 to 2560',
    ],
  ],
  [
    { rotationPeriodDays: 89, deletionWindowDays: 31 },
    [
      'encryptionKey.deletionWindowDays: 31 must be a whole number, 7 to 30',
      'encryptionKey.rotationPeriodDays: 89 must be a whole number, 90 to 2560',
    ],
  ],
])('of the encryption key %j it reports %j', (encryptionKey, problems) => {
  expect(problemsWith({ encryptionKey })).toEqual(problems);
});

test('a service into which a shell may be opened may have a read-only root file system', () => {
  const services = { web: serviceDefinition({ readonlyRootFilesystem: true }) };
  expect(problemsWith({ executeCommand: true, services })).toEqual([]);
});

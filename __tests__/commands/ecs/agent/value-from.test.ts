import { splitValueFrom } from '../../../../commands/ecs/agent/value-from';

const SECRET = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:app/dev/database-AbCdEf';
const PARAMETER = 'arn:aws:ssm:ap-northeast-1:123456789012:parameter/app/dev/MY_PARAM_1';

test.each([
  ['', {}],
  [':user::', { jsonKey: 'user' }],
  ['::AWSPREVIOUS:', { versionStage: 'AWSPREVIOUS' }],
  [':::9d4cb84b-ad69-40c0-a0ab-cead36b967e8', { versionId: '9d4cb84b-ad69-40c0-a0ab-cead36b967e8' }],
  [':user:AWSCURRENT:', { jsonKey: 'user', versionStage: 'AWSCURRENT' }],
])('a secret with the selector %j', (selector, expected) => {
  expect(splitValueFrom(`${SECRET}${selector}`)).toEqual({ store: 'secrets-manager', id: SECRET, ...expected });
});

test('a parameter', () => {
  expect(splitValueFrom(PARAMETER)).toEqual({ store: 'parameter-store', id: PARAMETER });
});

test('anything else is refused', () => {
  expect(() => splitValueFrom('MY_PARAM_1')).toThrow(
    'valueFrom must be the ARN of a parameter or a secret, got: MY_PARAM_1',
  );
});

import { renderValueFrom } from '../../../lib/secrets/secret-names';
import { existingParameter, parameter, secretsManager, select } from '../../../lib/secrets/secret-source';

const ARN = 'arn:aws:secretsmanager:ap-northeast-1:629895769338:secret:hamadaInfo-5yaxBf';
const secret = secretsManager('hamadaInfo');

describe('renderValueFrom', () => {
  test.each([
    ['the whole secret', {}, ARN],
    ['a key', { jsonKey: 'age' }, `${ARN}:age::`],
    ['another key', { jsonKey: 'gender' }, `${ARN}:gender::`],
    ['a third key', { jsonKey: 'twitter' }, `${ARN}:twitter::`],
    ['the previous version', { versionStage: 'AWSPREVIOUS' }, `${ARN}::AWSPREVIOUS:`],
    ['the current version', { versionStage: 'AWSCURRENT' }, `${ARN}::AWSCURRENT:`],
    ['a key of the previous version', { jsonKey: 'age', versionStage: 'AWSPREVIOUS' }, `${ARN}:age:AWSPREVIOUS:`],
    [
      'the second version by its id',
      { versionId: '19362400-a3ca-4905-932f-eb0a2928189d' },
      `${ARN}:::19362400-a3ca-4905-932f-eb0a2928189d`,
    ],
    [
      'the first version by its id',
      { versionId: '80e210be-3091-49be-9e24-4add26b28249' },
      `${ARN}:::80e210be-3091-49be-9e24-4add26b28249`,
    ],
  ])('names %s', (_what, selector, expected) => {
    expect(renderValueFrom(ARN, select(secret, selector))).toBe(expected);
  });

  test.each([parameter('database/password'), existingParameter('/shared/license-key')])(
    'is the bare ARN of a parameter',
    (source) => {
      const arn = 'arn:aws:ssm:ap-northeast-1:123456789012:parameter/x';
      expect(renderValueFrom(arn, source)).toBe(arn);
    },
  );
});

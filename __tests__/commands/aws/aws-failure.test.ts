import { AwsFailure, request, requestUnless } from '../../../commands/aws/aws-failure';
import { awsError } from '../../support/secrets/fake-aws';

function failing(error: unknown, action = 'ssm:GetParameters'): Promise<unknown> {
  return request(action, () => Promise.reject(error instanceof Error ? error : new Error(String(error))));
}

describe('request', () => {
  it.each(['ExpiredTokenException', 'UnrecognizedClientException'])(
    'says what to do about credentials when AWS answers %s',
    async (name) => {
      await expect(failing(awsError(name, 'long explanation'))).rejects.toThrow(
        `No usable AWS credentials were found (${name}). Sign in again, for example with \`aws sso login\`, or choose a profile with AWS_PROFILE.`,
      );
    },
  );

  it('says why the SDK found no credentials', async () => {
    const none = Object.assign(new Error('Could not resolve credentials using profile: [dve].\nmore'), {
      name: 'CredentialsProviderError',
    });
    await expect(failing(none)).rejects.toThrow(
      'No usable AWS credentials were found (CredentialsProviderError): Could not resolve credentials using profile: [dve]. Sign in',
    );
  });

  it('names the right that is missing, and on what', async () => {
    const message =
      'User: arn:aws:iam::123456789012:user/x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:key/1 because …';
    await expect(failing(awsError('AccessDeniedException', message))).rejects.toThrow(
      'AWS denied access. The credentials need kms:Decrypt on arn:aws:kms:key/1.',
    );
  });

  it('names the right of the request when AWS does not say more', async () => {
    await expect(failing(awsError('AccessDenied', 'no'))).rejects.toThrow(
      'AWS denied access. The credentials need ssm:GetParameters.',
    );
  });

  it.each([
    'The ciphertext refers to a customer master key that does not exist, or you are not allowed to access.',
    'Access to KMS is not allowed',
  ])('names the right of the key when the store says: %s', async (message) => {
    await expect(failing(awsError('AccessDeniedException', message))).rejects.toThrow(
      'AWS denied access. The credentials need kms:Decrypt on the key of the secret, or the key no longer exists.',
    );
  });

  it('knows a refused connection by its code, also among several addresses', async () => {
    const refused = Object.assign(new Error(''), { code: 'ECONNREFUSED' });
    await expect(failing(new AggregateError([refused]))).rejects.toThrow(
      'AWS could not be reached for ssm:GetParameters (ECONNREFUSED).',
    );
  });

  it.each(['ssm:PutParameter', 'secretsmanager:PutSecretValue'])(
    'never repeats what AWS says about %s, whose request contains a value',
    async (action) => {
      const error = awsError('ValidationException', "Value 'canary' at 'value' failed to satisfy constraint");
      await expect(failing(error, action)).rejects.toThrow(`${action} failed with ValidationException.`);
    },
  );

  it('never repeats an error that is no answer of AWS, and may quote one', async () => {
    const malformed = new SyntaxError(`Unexpected token 'c', ..."[{"Value":canary"... is not valid JSON`);
    await expect(failing(malformed)).rejects.toThrow(/^ssm:GetParameters failed with SyntaxError\.$/);
  });

  it('repeats the first line of what AWS says about other requests', async () => {
    await expect(failing(awsError('ValidationException', 'Bad name\nmore'))).rejects.toThrow(
      /^ssm:GetParameters failed with ValidationException: Bad name$/,
    );
  });
});

describe('requestUnless', () => {
  it('gives nothing for the named errors, and throws all others', async () => {
    const answer = (name: string) => requestUnless(['NotFound'], 'ssm:X', () => Promise.reject(awsError(name)));
    await expect(answer('NotFound')).resolves.toBeUndefined();
    await expect(answer('Other')).rejects.toBeInstanceOf(AwsFailure);
  });
});

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

  // What a service answers is in __tests__/commands/aws/clock.test.ts.
  it.each([
    'Token is expired. To refresh this SSO session run aws sso login with the corresponding profile.',
    "Value not present for 'clientId' in SSO Token. Cannot refresh. To refresh this SSO session run 'aws sso login'",
    'Profile ops credential_process returned expired credentials.',
  ])('names the clock, too, by which what is stored has expired: %s', async (message) => {
    const expired = Object.assign(new Error(message), { name: 'CredentialsProviderError' });
    await expect(failing(expired)).rejects.toThrow(/Sign in again, .+ the clock of this computer may be wrong/);
  });

  it('names the clock, too, where a certificate has expired by it', async () => {
    await expect(failing(Object.assign(new Error('canary'), { code: 'CERT_NOT_YET_VALID' }))).rejects.toThrow(
      /Check the network.+ the clock of this computer may be wrong/,
    );
  });

  it('says how often AWS was asked, and where', async () => {
    const throttled = Object.assign(awsError('ThrottlingException', 'Rate exceeded'), {
      asked: 'ssm.us-east-1.amazonaws.com',
      $metadata: { attempts: 8, totalRetryDelay: 35_400 },
    });
    await expect(failing(throttled)).rejects.toThrow(
      'AWS still throttles ssm:GetParameters at ssm.us-east-1.amazonaws.com after 8 attempts and 35 s of waiting (ThrottlingException). Wait a minute and run the command again.',
    );
  });

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

  it.each(['EPROTO', 'HPE_INVALID_CONSTANT', 'ERR_TLS_CERT_ALTNAME_INVALID', 'SELF_SIGNED_CERT_IN_CHAIN'])(
    'knows an endpoint that speaks another protocol by %s',
    async (code) => {
      await expect(failing(Object.assign(new Error('canary'), { code }))).rejects.toThrow(
        `AWS could not be reached for ssm:GetParameters (${code}). Check the network, and AWS_ENDPOINT_URL if it is set.`,
      );
    },
  );

  it('says that an endpoint is no URL, and does not repeat it', async () => {
    // As the SDK fails for an AWS_ENDPOINT_URL without a scheme.
    const invalid = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: 'canary:5000' });
    await expect(failing(invalid)).rejects.toThrow(
      /^The endpoint for ssm:GetParameters is no URL\. AWS_ENDPOINT_URL and the like must be as "http:\/\/127\.0\.0\.1:5000"\.$/,
    );
  });

  it.each(['Unknown', 'UnknownError'])(
    'says that a server is not AWS whose error the SDK calls %s',
    async (message) => {
      await expect(failing(awsError('NotFound', message))).rejects.toThrow(
        'What answered ssm:GetParameters is not AWS.',
      );
    },
  );

  it('knows an error of AWS that has no message', async () => {
    await expect(failing(awsError('AccessDeniedException', 'UnknownError'))).rejects.toThrow('AWS denied access.');
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
    await expect(failing(malformed)).rejects.toThrow(
      'What answered ssm:GetParameters is not AWS. Check AWS_ENDPOINT_URL if it is set, and proxies.',
    );
    await expect(failing(malformed)).rejects.not.toThrow('canary');
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

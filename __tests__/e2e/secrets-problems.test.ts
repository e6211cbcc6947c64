import { DeleteSecretCommand, PutSecretValueCommand, RestoreSecretCommand } from '@aws-sdk/client-secrets-manager';
import { AddTagsToResourceCommand, PutParameterCommand, RemoveTagsFromResourceCommand } from '@aws-sdk/client-ssm';
import { CANARY, startAccount, type Account } from '../support/secrets/account';

let account: Account;

beforeAll(async () => {
  account = await startAccount();
});

afterAll(() => account.stop());

describe('what is wrong in the account', () => {
  const Name = '/shop/beta/api-token';

  it('is found in the metadata, and put right by setting the value', async () => {
    await account.ssm.send(new PutParameterCommand({ Name, Value: CANARY, Type: 'String', Overwrite: true }));
    await account.ssm.send(
      new RemoveTagsFromResourceCommand({ ResourceType: 'Parameter', ResourceId: Name, TagKeys: ['managed-by'] }),
    );
    await account.ssm.send(
      new AddTagsToResourceCommand({
        ...{ ResourceType: 'Parameter', ResourceId: Name },
        Tags: [{ Key: 'environment', Value: 'alpha' }],
      }),
    );
    const { stdout } = await account.secrets(['check', 'beta']);
    expect(stdout).toContain(`${Name} is a String, stored in plain text, and not a SecureString.`);
    expect(stdout).toContain(`${Name} lacks the right value of the tag environment; roles may read only`);
    expect(stdout).toContain(`${Name} lacks the right value of the tag managed-by, for which no role is asked.`);

    const { stderr } = await account.secrets(['set', 'beta', 'api-token', '--yes'], CANARY);
    expect(stderr).toContain('type String → SecureString; tags environment, managed-by');
    expect((await account.secrets(['check', 'beta'])).stdout).not.toContain(Name);
  });

  it('is told of a key that is not the declared one, though every role may use it', async () => {
    const other = '/shop/own-key/api-token';
    await account.ssm.send(
      new PutParameterCommand({
        Name: other,
        Value: CANARY,
        Type: 'SecureString',
        KeyId: 'alias/aws/ssm',
        Overwrite: true,
      }),
    );
    const { stdout } = await account.secrets(['check', 'own-key', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      notes: [expect.stringContaining(`${other} is encrypted with the AWS-managed key, which is not the declared key`)],
    });
    expect(JSON.parse(stdout)).not.toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ secret: other, problem: 'key' })]) as unknown,
    });
    expect((await account.secrets(['set', 'own-key', 'api-token', '--yes'], CANARY)).stderr).toContain(
      'key → arn:aws:kms:',
    );
    expect((await account.secrets(['check', 'own-key'])).stdout).not.toContain(other);
  });

  it('is found in a secret that was deleted, which is not written until it is restored', async () => {
    const SecretId = 'shop/beta/signing-key';
    await account.secretsManager.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
    expect((await account.secrets(['check', 'beta'])).stdout).toContain(
      `aws secretsmanager restore-secret --secret-id ${SecretId}`,
    );
    expect(await account.secrets(['set', 'beta', 'signing-key', '--yes'], CANARY)).toMatchObject({
      exitCode: 2,
      stderr: `${SecretId} was deleted. Restore it first: aws secretsmanager restore-secret --secret-id ${SecretId} --region ap-northeast-1\n`,
    });
    await account.secretsManager.send(new RestoreSecretCommand({ SecretId }));
  });

  it.each([
    [`{"user":"${CANARY}"}`, 'shop/beta/database lacks the key "password" of web: DATABASE_PASSWORD'],
    [`${CANARY}\n`, 'shop/beta/database is not a JSON object'],
    [`{"user":"${CANARY}","password":""}`, 'shop/beta/database has a key "password" that is empty'],
    [
      `{"user":"${CANARY}\\n","password":"${CANARY}"}`,
      'shop/beta/database has a key "user" that ends with a line break',
    ],
  ])('is found in values, which are not shown (%#)', async (SecretString, problem) => {
    await account.secretsManager.send(new PutSecretValueCommand({ SecretId: 'shop/beta/database', SecretString }));
    const { exitCode, stdout } = await account.secrets(['check', 'beta', '--deep']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(problem);
  });
});

// Last, so that it sees what all the others made.
it('shows no value anywhere, and leaves none in a temporary file', () => {
  expect(account.leaks()).toEqual([]);
});

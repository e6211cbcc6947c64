import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyDocument, PolicyStatement } from '../../lib/aws/policy-document';
import { existingSecret } from '../../lib/secrets/secret-source';
import { accessWorld } from '../support/access-world';
import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { isAllowed } from '../support/iam-evaluation';
import { codeBlocks } from './markdown';

const [policyOfSecret, statementOfKey] = codeBlocks(
  readFileSync(join(__dirname, '../../docs/secrets.md'), 'utf8'),
  'json',
).map((text) => JSON.parse(text) as unknown) as [PolicyDocument, PolicyStatement];
const policyOfKey: PolicyDocument = { Version: '2012-10-17', Statement: [statementOfKey] };

const owner = '444455556666';
const secretArn = `arn:aws:secretsmanager:eu-west-1:${owner}:secret:shared/payment-AbCdEf`;
const keyArn = `arn:aws:kms:eu-west-1:${owner}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const secrets = { PAYMENT_TOKEN: existingSecret(secretArn, { accountId: owner, keyArn }) };
const { roles } = accessWorld({
  dev: environmentConfig({
    application: 'shop',
    accountId: '111122223333',
    // The policy of the secret names the role of the first only.
    services: {
      web: serviceDefinition({ secrets }),
      admin: serviceDefinition({ secrets }),
      other: serviceDefinition(),
    },
  }),
});

/** Which roles may do something with what the owner of another account has opened by its policy. */
async function allowed(action: string, resource: string, resourcePolicy: PolicyDocument, context = {}) {
  const answers = roles.map(async ({ name, arn, policies }) =>
    (await isAllowed({
      ...{ principal: arn, policies, action, resource, resourcePolicy },
      context: { ...context, 'aws:PrincipalArn': arn },
    }))
      ? [name]
      : [],
  );
  return (await Promise.all(answers)).flat();
}

describe('what docs/secrets.md has the owner of a secret of another account allow', () => {
  const decryptOf = (arn: string, service = 'secretsmanager.eu-west-1.amazonaws.com') => ({
    'kms:CallerAccount': '111122223333',
    'kms:ViaService': service,
    'kms:EncryptionContext:SecretARN': arn,
  });

  test('lets exactly the execution role read it', async () => {
    expect(await allowed('secretsmanager:GetSecretValue', secretArn, policyOfSecret)).toEqual([
      'shop-dev-web-execution',
    ]);
    expect(await allowed('secretsmanager:PutSecretValue', secretArn, policyOfSecret)).toEqual([]);
  });

  test('lets exactly the execution role decrypt exactly it, through Secrets Manager of its Region', async () => {
    expect(await allowed('kms:Decrypt', keyArn, policyOfKey, decryptOf(secretArn))).toEqual(['shop-dev-web-execution']);
    expect(await allowed('kms:Decrypt', keyArn, policyOfKey, decryptOf(`${secretArn}2`))).toEqual([]);
    const elsewhere = decryptOf(secretArn, 'secretsmanager.ap-northeast-1.amazonaws.com');
    expect(await allowed('kms:Decrypt', keyArn, policyOfKey, elsewhere)).toEqual([]);
  });
});

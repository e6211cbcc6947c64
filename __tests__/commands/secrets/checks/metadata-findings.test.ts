import { metadataFindings, metadataNotes, type Inspected } from '../../../../commands/secrets/checks/metadata-findings';
import type { StoredSecret } from '../../../../commands/stores/secret-store';
import type { Environment } from '../../../../lib/environment/environment';
import { secretInventory, type DeclaredSecret } from '../../../../lib/environment/secret-inventory';
import { defaultTags } from '../../../../lib/naming/names';
import {
  existingParameter,
  existingSecret,
  parameter,
  secretsManager,
  select,
  type SecretSource,
} from '../../../../lib/secrets/secret-source';
import { environmentConfig } from '../../../support/environment-config';

const VERSION = '0123456789abcdef0123456789abcdef';

function declare(source: SecretSource): { environment: Environment; secret: DeclaredSecret } {
  const web = { image: 'shop:1', size: { cpu: 256, memoryMiB: 512 }, desiredCount: 1, secrets: { X: source } };
  const environment = { ...environmentConfig({ application: 'shop', services: { web } }), name: 'dev' };
  const [secret] = secretInventory(environment);
  if (secret === undefined) {
    throw new Error('nothing declared');
  }
  return { environment, secret };
}

type Overrides = Partial<StoredSecret & Inspected>;

function inspect(source: SecretSource, overrides: Overrides) {
  const { environment, secret } = declare(source);
  const { key = 'declared', keyState, ...stored } = overrides;
  const sound: StoredSecret = {
    name: secret.storedName,
    arn: 'arn',
    version: '2',
    unchanged: false,
    tags: defaultTags(environment),
    stages: { AWSCURRENT: VERSION },
    deleted: false,
    valueChangedThen: false,
    ...stored,
  };
  return { environment, secret, inspected: { stored: sound, key, keyState } };
}

function find(source: SecretSource, overrides: Overrides | undefined) {
  const { environment, secret, inspected } = inspect(source, overrides ?? {});
  return metadataFindings(environment, secret, overrides && inspected).map(({ problem, message, remedy }) => [
    problem,
    message,
    remedy,
  ]);
}

function notes(source: SecretSource, overrides: Overrides) {
  const { environment, secret, inspected } = inspect(source, overrides);
  return metadataNotes(environment, secret, inspected);
}

describe('metadataFindings', () => {
  it('names one of another Region with it, and that Region in the commands', () => {
    const source = existingSecret('shared/x', { region: 'us-east-1' });
    const { environment, secret, inspected } = inspect(source, {
      keyState: 'Disabled',
      stages: {},
      version: undefined,
    });
    const findings = metadataFindings(environment, secret, inspected);
    expect(findings.map((finding) => finding.secret)).toEqual(['us-east-1:shared/x', 'us-east-1:shared/x']);
    expect(findings.map(({ remedy }) => remedy)).toEqual([
      expect.stringMatching(/enable-key .* --region us-east-1, or .* --region us-east-1$/),
      expect.stringContaining('secrets -- history dev us-east-1:shared/x'),
    ]);
  });

  it.each([parameter('x'), secretsManager('x'), existingParameter('/x')])(
    'finds nothing wrong with $store/$name as declared',
    (source) => {
      expect(find(source, {})).toEqual([]);
    },
  );

  it('finds what is missing, and who creates it', () => {
    expect(find(parameter('x'), undefined)).toEqual([
      [
        'missing',
        'does not exist',
        'Deploy, which creates it, then set it: npx cdktf deploy dev; npm run secrets -- set dev x',
      ],
    ]);
    expect(find(existingParameter('/x'), undefined)[0]?.[2]).toBe(
      'Ask its owner to create it in this account and Region, or correct the declaration.',
    );
    expect(find(existingParameter('/x', { region: 'us-east-1' }), undefined)[0]?.[2]).toBe(
      'Ask its owner to create it in this account and us-east-1, or correct the declaration.',
    );
  });

  it('finds a secret that was deleted, and nothing else about it', () => {
    expect(find(secretsManager('x'), { deleted: true, tags: {} })).toEqual([
      [
        'deleted',
        'was deleted, and its recovery window has not ended yet',
        'aws secretsmanager restore-secret --secret-id shop/dev/x --region ap-northeast-1',
      ],
    ]);
  });

  it('finds a key that is not enabled, with which nobody can decrypt', () => {
    expect(find(parameter('x'), { keyState: 'Enabled' })).toEqual([]);
    expect(find(parameter('x'), { keyState: 'PendingDeletion' })).toEqual([
      [
        'key',
        'cannot be decrypted: its key is in the state PendingDeletion',
        'Enable the key, or cancel its deletion: aws kms enable-key --key-id KEY --region ap-northeast-1, or aws kms ' +
          'cancel-key-deletion --key-id KEY --region ap-northeast-1',
      ],
    ]);
  });

  it('finds what was never set, but not for a secret of somebody else', () => {
    expect(find(parameter('x'), { unchanged: true })).toEqual([
      [
        'never-set',
        'was never set: it contains the placeholder, unless TF_VAR_parameter_x gave it a value when it was created',
        'npm run secrets -- set dev x. This shows whether it is the placeholder: npm run secrets -- check dev --deep',
      ],
    ]);
    expect(find(existingParameter('/x'), { unchanged: true })).toEqual([]);
  });

  it('recommends to generate what is declared so, where it has no value, and to set the same again for the rest', () => {
    const source = parameter('x', { generate: { length: 48 } });
    const generate = 'npm run secrets -- generate dev x';
    expect(find(source, undefined)[0]?.[2]).toMatch(new RegExp(`; ${generate}$`));
    expect(find(source, { unchanged: true })[0]?.[2]).toMatch(new RegExp(`^${generate}\\. This shows`));
    expect(find(source, { plainTextType: 'String' })[0]?.[2]).toMatch(new RegExp(`; ${generate}$`));
    expect(find(source, { key: 'other' })[0]?.[2]).toMatch(/^npm run secrets -- set dev x,/);
    expect(find(secretsManager('x', { generate: { length: 48 } }), { unchanged: true })[0]?.[2]).toContain(generate);
  });

  it('finds a parameter in plain text', () => {
    expect(find(parameter('x'), { plainTextType: 'String' })[0]?.slice(0, 2)).toEqual([
      'type',
      'is a String, stored in plain text, and not a SecureString',
    ]);
    expect(find(existingParameter('/x'), { plainTextType: 'String' })).toEqual([
      [
        'type',
        'is a String, stored in plain text, and not a SecureString',
        'Ask its owner to store it as a SecureString, or declare `plainText: true` if it is no secret.',
      ],
    ]);
  });

  // ECS injects all types: https://github.com/aws/copilot-cli/pull/4238
  it.each(['String', 'StringList'])('finds nothing wrong with a %s that is meant to be plain', (plainTextType) => {
    expect(find(existingParameter('/x', { plainText: true }), { plainTextType })).toEqual([]);
    expect(find(existingParameter('/x', { plainText: false }), { plainTextType })).toHaveLength(1);
  });

  it.each(['declared', 'other'] as const)(
    'finds a secret that is declared to be plain, once, whichever its key is: %s',
    (key) => {
      expect(find(existingParameter('/x', { plainText: true }), { key })).toEqual([
        [
          'type',
          'is a SecureString, so its owner keeps it secret, and it is declared as plain text',
          'Remove `plainText` from its declaration, and name its key with `keyArn` if that is customer-managed.',
        ],
      ]);
    },
  );

  it('finds tags that are missing or different, if the policies of the roles ask for them', () => {
    const tags = { application: 'shop', environment: 'stg', extra: 'x' };
    expect(find(parameter('x'), { tags })).toEqual([
      [
        'tags',
        'lacks the right value of the tag environment; roles may read only what has the tags of their application and environment',
        'npx cdktf deploy dev, or npm run secrets -- set dev x',
      ],
    ]);
    expect(find(existingParameter('/x'), { tags: {} })).toEqual([]);
  });

  it('only notes tags for which no role is asked', () => {
    const tags = { application: 'shop', environment: 'dev' };
    expect(find(parameter('x'), { tags })).toEqual([]);
    expect(notes(parameter('x'), { tags })).toEqual([
      '/shop/dev/x lacks the right value of the tag managed-by, for which no role is asked. ' +
        'This corrects it: npx cdktf deploy dev, or npm run secrets -- set dev x',
    ]);
    expect(notes(existingParameter('/x'), { tags: {} })).toEqual([]);
  });

  it('finds another key than the declared one', () => {
    expect(find(secretsManager('x'), { key: 'other', keyId: 'alias/other' })[0]?.slice(0, 2)).toEqual([
      'key',
      'is encrypted with alias/other, which is not the declared key: the roles that use it may not decrypt with it',
    ]);
  });

  // "All users in the account can use it through the service": the key policies of aws/ssm and aws/secretsmanager.
  it('only notes the AWS-managed key in place of the declared one, because every role may use it', () => {
    expect(find(parameter('x'), { key: 'aws-managed' })).toEqual([]);
    expect(notes(parameter('x'), { key: 'aws-managed' })).toEqual([
      '/shop/dev/x is encrypted with the AWS-managed key, which is not the declared key, but which every role may use through the store. ' +
        'This encrypts it with the declared key: npm run secrets -- set dev x',
    ]);
    expect(notes(existingParameter('/x'), { key: 'aws-managed' })).toEqual([
      expect.stringContaining('Its `keyArn` is not needed.'),
    ]);
    expect(notes(parameter('x'), {})).toEqual([]);
  });

  it.each<[string, SecretSource, Partial<StoredSecret>, string | undefined]>([
    [
      'a staging label that is there',
      select(secretsManager('x'), { versionStage: 'AWSPREVIOUS' }),
      { stages: { AWSPREVIOUS: 'y' } },
      undefined,
    ],
    [
      'a staging label that no version has',
      select(secretsManager('x'), { versionStage: 'AWSCURRENTT' }),
      {},
      'has no version with the staging label AWSCURRENTT, which web: X selects; did you mean "AWSCURRENT"?',
    ],
    [
      'no current version',
      secretsManager('x'),
      { version: undefined, stages: {} },
      'has no version with the staging label AWSCURRENT, which web: X selects',
    ],
    ['a version that is there', select(secretsManager('x'), { versionId: VERSION }), {}, undefined],
    [
      'a version that is not',
      select(secretsManager('x'), { versionId: 'f'.repeat(32) }),
      {},
      `has no version ${'f'.repeat(32)} with a staging label, which web: X selects (AWS deletes versions without labels)`,
    ],
  ])('checks the selected version: %s', (_, source, stored, message) => {
    expect(find(source, stored).map(([, text]) => text)).toEqual(message === undefined ? [] : [message]);
  });
});

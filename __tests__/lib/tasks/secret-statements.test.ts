import type { Environment } from '../../../lib/environment/environment';
import { existingParameter, parameter, type SecretSource } from '../../../lib/secrets/secret-source';
import { secretStatements, type PolicyReferences } from '../../../lib/tasks/secret-statements';
import { environmentConfig } from '../../support/environment-config';

const environment: Environment = { ...environmentConfig({ encryptionKey: 'aws-managed' }), name: 'dev' };
const secrets = { Z: parameter('a'), A: parameter('b'), B: parameter('c'), C: parameter('a') };
const workload = {
  kind: 'service',
  name: 'web',
  config: { image: 'shop/web:1', size: { cpu: 256, memoryMiB: 512 }, desiredCount: 1, secrets },
} as const;

/** As in a stack, where an ARN is a token with a number that depends on all that was made before it. */
function references(firstNumber: number): PolicyReferences {
  const numbers: Record<string, number> = { a: firstNumber, b: firstNumber + 1, c: firstNumber + 2 };
  return {
    location: { partition: 'aws', region: 'ap-northeast-1', accountId: '123456789012' },
    secretArn: ({ name }: SecretSource) => `\${TfToken[TOKEN.${numbers[name] ?? ''}]}`,
    secretKeyArn: () => undefined,
  };
}

describe('the statements that let a workload read its secrets', () => {
  it.each([7, 8, 9, 98])('name them once each, in the order of their names, with tokens from %i on', (firstNumber) => {
    const [statement] = secretStatements(environment, workload, references(firstNumber));
    expect(statement?.Resource).toEqual([0, 1, 2].map((index) => `\${TfToken[TOKEN.${firstNumber + index}]}`));
  });

  // https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
  it('ask for no key where the parameter is in plain text, whichever key the environment has', () => {
    const endpoint = existingParameter('/shared/endpoint', { plainText: true });
    const statements = secretStatements(
      environment,
      { ...workload, config: { ...workload.config, secrets: { ENDPOINT: endpoint } } },
      { ...references(1), secretKeyArn: (source) => (source.ownership === 'managed' ? 'own-key' : source.keyArn) },
    );
    expect(statements.map(({ Sid, Action }) => [Sid, Action])).toEqual([
      ['ReadExistingParameters', ['ssm:GetParameters']],
    ]);
  });
});

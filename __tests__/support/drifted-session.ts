import type { Session } from '../../commands/stores/session';
import { parameter, secretsManager } from '../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from './environment-config';
import { awsError, fakeSession, type Answers } from './secrets/fake-aws';

const environment = {
  ...environmentConfig({
    application: 'shop',
    encryptionKey: { rotationPeriodDays: 365, deletionWindowDays: 7 },
    parameters: [parameter('settings/mode')],
    services: {
      web: serviceDefinition({
        runtimeParameters: 'settings',
        secrets: {
          TOKEN: parameter('token', { description: 'Token of the API' }),
          LARGE: parameter('large', { tier: 'Advanced' }),
          DATABASE: secretsManager('database'),
        },
      }),
    },
  }),
  name: 'dev',
};

export const KEY = 'arn:aws:kms:ap-northeast-1:123456789012:key/1';
/** What all parameters have in common. */
export const stored = { KeyId: KEY, Tier: 'Standard', DataType: 'text' };
export const token = { ...stored, Name: '/shop/dev/token', Description: 'Token of the API' };
export const large = { ...stored, Name: '/shop/dev/large', Tier: 'Advanced' };
export const mode = { ...stored, Name: '/shop/dev/settings/mode' };
export const parameters = (...Parameters: object[]): Answers => ({
  DescribeParametersCommand: () => ({ Parameters }),
});

/** An environment as it was deployed. */
const DEPLOYED: Answers = {
  DescribeSecurityGroupsCommand: () => ({ SecurityGroups: [] }),
  DescribeVpcsCommand: () => ({ Vpcs: [] }),
  DescribeInternetGatewaysCommand: () => ({ InternetGateways: [] }),
  DescribeAddressesCommand: () => ({ Addresses: [] }),
  ListAliasesCommand: () => ({ Aliases: [] }),
  ListKeysCommand: () => ({ Keys: [] }),
  ...parameters(token, large, mode),
  ListSecretsCommand: () => ({ SecretList: [{ Name: 'shop/dev/database' }] }),
  DescribeSecretCommand: () => ({ Name: 'shop/dev/database' }),
  GetResourcePolicyCommand: () => ({ Name: 'shop/dev/database' }),
  DescribeKeyCommand: () => ({ KeyMetadata: { Arn: KEY, KeyState: 'Enabled' } }),
  ListGrantsCommand: () => ({ Grants: [] }),
  ListServicesCommand: () => ({
    serviceArns: ['arn:aws:ecs:ap-northeast-1:123456789012:service/shop-dev/shop-dev-web'],
  }),
  ListSchedulesCommand: () => {
    throw awsError('ResourceNotFoundException');
  },
};

/** A session with that environment, in which AWS answers some requests differently, or which retains something. */
export function driftedSession(changed: Answers = {}, retains?: readonly string[]): Session {
  return fakeSession({ ...environment, retains }, { ...DEPLOYED, ...changed }).session;
}

import { examples } from '../../examples';
import { startEmbeddedEnvironment, type EmbeddedEnvironment } from './support/embedded-environment';

const account = '210987654321';
const config = examples['runtime-parameters'];
let environment: EmbeddedEnvironment;

beforeAll(async () => {
  environment = await startEmbeddedEnvironment('dev', { ...config, accountId: account });
});
afterAll(() => environment.stop());

const diffWith = async (accountId: string | undefined) => {
  await environment.synthInstead({ ...config, accountId });
  return environment.diff();
};

test('a real account is refused in the plan where the environment names none, with the line to write', async () => {
  await expect(diffWith(undefined)).rejects.toThrow(
    /credentials belong to account 210987654321, and dev does\s+not\s+say[^]+accountId:\s+'210987654321',/,
  );
});

test('another account than the one that the environment names is refused by the provider', async () => {
  await expect(diffWith('444455556666')).rejects.toThrow(/AWS account ID not allowed: 210987654321/);
});

test('any account is accepted where the environment says so', async () => {
  expect(await diffWith('any')).toContainEqual(expect.stringMatching(/^create aws_ecs_service\./));
});

import { createOutput } from '../../../commands/cli/output';
import { generateValues } from '../../../commands/secrets/generate';
import { runSecrets } from '../../../commands/secrets/program';
import { PLACEHOLDER } from '../../../lib/secrets/secret-names';
import { existingParameter, parameter, secretsManager } from '../../../lib/secrets/secret-source';
import { capturing } from '../../support/captured-output';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { awsError, fakeSession, type Answers } from '../../support/secrets/fake-aws';

const config = environmentConfig({
  application: 'shop',
  services: {
    web: serviceDefinition({
      secrets: {
        SESSION_KEY: parameter('session-key', { generate: { length: 48 } }),
        CIPHER_KEY: secretsManager('cipher-key', { generate: { bytes: 32, encoding: 'base64' } }),
        API_TOKEN: parameter('api-token'),
        LICENSE: existingParameter('/shared/license'),
      },
    }),
  },
});

interface Stored {
  readonly version: number;
  readonly value: string;
}

const NEW: Stored = { version: 1, value: PLACEHOLDER };

/** Generates where `session-key` and `api-token` are stored so, and `cipher-key` has what it was created with. */
async function generate(name: string | undefined, stored: Stored, change: Answers = {}) {
  const { session, calls } = fakeSession(
    { ...config, name: 'dev' },
    {
      DescribeParametersCommand: () => ({
        Parameters: ['session-key', 'api-token'].map((parameterName) => ({
          Name: `/shop/dev/${parameterName}`,
          Version: stored.version,
          Type: 'SecureString',
          Tier: 'Standard',
        })),
      }),
      GetParametersCommand: () => ({ Parameters: [{ Name: '/shop/dev/session-key', Value: stored.value }] }),
      DescribeSecretCommand: ({ SecretId }) => ({
        Name: SecretId,
        ARN: SecretId,
        VersionIdsToStages: { v1: ['AWSCURRENT', 'INITIAL'] },
      }),
      GetSecretValueCommand: () => ({ SecretString: PLACEHOLDER }),
      AddTagsToResourceCommand: () => ({}),
      TagResourceCommand: () => ({}),
      PutParameterCommand: () => ({ Version: stored.version + 1 }),
      PutSecretValueCommand: () => ({ VersionId: 'v2' }),
      ...change,
    },
  );
  const ended = await capturing(() => generateValues(session, name, true, createOutput(true)));
  const values = calls.flatMap(({ command, input }) =>
    command === 'PutParameterCommand' || command === 'PutSecretValueCommand'
      ? [[input.Name ?? input.SecretId, String(input.Value ?? input.SecretString)] as const]
      : [],
  );
  for (const [, value] of values) {
    expect(ended.stdout + ended.stderr).not.toContain(value);
  }
  return { ...ended, values, result: JSON.parse(ended.stdout) as unknown };
}

describe('npm run secrets -- generate', () => {
  it('sets a value that fits its declaration, by any of its names, and shows it nowhere', async () => {
    for (const name of ['session-key', '/shop/dev/session-key', 'SESSION_KEY']) {
      const { values, result, stderr } = await generate(name, NEW);
      expect(values).toEqual([['/shop/dev/session-key', expect.stringMatching(/^[A-Za-z0-9]{48}$/)]]);
      expect(result).toMatchObject({
        written: [{ secret: '/shop/dev/session-key', before: '1', version: '2' }],
        skipped: [],
      });
      expect(stderr).not.toContain('replaces');
    }
  });

  it('corrects the tags with the value, as set does', async () => {
    const { result } = await generate('cipher-key', NEW);
    expect(result).toMatchObject({
      written: [{ secret: 'shop/dev/cipher-key', repaired: ['tags application, environment, managed-by'] }],
    });
  });

  it('says of a named value that is set that it is replaced', async () => {
    const { stderr } = await generate('session-key', { version: 3, value: 'set by somebody' });
    expect(stderr).toContain('/shop/dev/session-key is set. The new value replaces the current one.');
  });

  it('makes another value every time', async () => {
    const [[, first] = []] = (await generate('session-key', NEW)).values;
    const [[, second] = []] = (await generate('session-key', NEW)).values;
    expect(first).not.toBe(second);
  });

  it('sets with --missing all that have the placeholder, and nothing that nobody generates', async () => {
    const { values, result } = await generate(undefined, NEW);
    expect(values.map(([name]) => name).sort()).toEqual(['/shop/dev/session-key', 'shop/dev/cipher-key']);
    expect(result).toMatchObject({ skipped: [] });
  });

  it.each([
    ['set by an operator', { version: 2, value: 'another' }],
    ['given by the deployment', { version: 1, value: 'another' }],
  ])('leaves with --missing what was %s', async (_, stored) => {
    const { values, result } = await generate(undefined, stored);
    expect(values.map(([name]) => name)).toEqual(['shop/dev/cipher-key']);
    expect(result).toMatchObject({ skipped: [{ secret: '/shop/dev/session-key', reason: 'is set' }] });
  });

  it('leaves with --missing what it may not read, as it may be set, and says how to go ahead', async () => {
    const { values, result } = await generate(undefined, NEW, {
      GetParametersCommand: () => {
        throw awsError('AccessDeniedException');
      },
    });
    expect(values.map(([name]) => name)).toEqual(['shop/dev/cipher-key']);
    expect(result).toMatchObject({
      skipped: [
        {
          secret: '/shop/dev/session-key',
          reason: expect.stringMatching(/could not be read .*: npm run secrets -- generate dev session-key$/) as string,
        },
      ],
    });
  });

  it('sets with --missing none if one was not deployed yet', async () => {
    const missing = { DescribeParametersCommand: () => ({ Parameters: [] }) };
    await expect(generate(undefined, NEW, missing)).rejects.toThrow(
      '/shop/dev/session-key does not exist. Deploy, which creates it, then set it: npx cdktf deploy dev',
    );
  });

  it.each([
    ['what is not declared so', 'api-token', '/shop/dev/api-token is not declared with `generate`'],
    ['what somebody else owns', '/shared/license', '/shared/license is declared as existing: its owner must set it.'],
    ['what is not declared', 'sesion-key', 'dev declares no secret of that name; did you mean "session-key"?'],
  ])('refuses %s', async (_, name, message) => {
    await expect(generate(name, NEW)).rejects.toThrow(message);
  });

  it.each([
    ['neither a name nor --missing', []],
    ['both', ['session-key', '--missing']],
  ])('ends with 2 for %s', async (_, args) => {
    const { exitCode, stderr } = await capturing(() =>
      runSecrets({ dev: config }, ['generate', 'dev', '--yes', ...args]),
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: 'Name one secret, or use --missing.\n' });
  });
});

import { createOutput } from '../../../../commands/cli/output';
import { applyWrites } from '../../../../commands/secrets/writes/apply-writes';
import { writables } from '../../../../commands/secrets/writes/writable';
import { planWrites } from '../../../../commands/secrets/writes/write-plan';
import { parameter } from '../../../../lib/secrets/secret-source';
import { capturing } from '../../../support/captured-output';
import { environmentConfig } from '../../../support/environment-config';
import { awsError, fakeSession } from '../../../support/secrets/fake-aws';

const CANARY = 'canary-5d41402abc4b2a76';

const environment = {
  ...environmentConfig({
    application: 'shop',
    services: {},
    parameters: ['a', 'b', 'c'].map((name) => parameter(name)),
  }),
  name: 'dev',
};

interface Stored {
  readonly values: Readonly<Record<string, string>>;
  /** Number of the version that each of them has. */
  readonly version: number;
}

/** Writes all three parameters; the named one fails, with an error that quotes the value as AWS does. */
async function write(failing: string, stored: Stored | 'InvalidKeyId' = { values: {}, version: 1 }) {
  const { values, version } = stored === 'InvalidKeyId' ? { values: {}, version: 2 } : stored;
  const { session, calls } = fakeSession(environment, {
    DescribeParametersCommand: () => ({
      Parameters: ['a', 'b', 'c'].map((name) => ({
        Name: `/shop/dev/${name}`,
        Version: version,
        Type: 'SecureString',
      })),
    }),
    GetParametersCommand: () => {
      if (stored === 'InvalidKeyId') {
        throw awsError(stored);
      }
      return { Parameters: Object.entries(values).map(([Name, Value]) => ({ Name, Value })) };
    },
    PutParameterCommand: ({ Name }) => {
      if (Name === failing) {
        throw awsError('ValidationException', `Value '${CANARY}' at 'value' failed to satisfy constraint`);
      }
      return { Version: version + 1 };
    },
  });
  const {
    result: exitCode,
    stdout,
    stderr,
  } = await capturing(async () => {
    const found = await writables(session, session.inventory);
    const plan = await planWrites(
      session,
      found.map((writable) => ({ writable, change: { value: CANARY } })),
    );
    return applyWrites(session, plan, [], true, createOutput(true));
  });
  return { exitCode, result: JSON.parse(stdout) as unknown, stdout, stderr, calls };
}

describe('applyWrites', () => {
  it('reports exactly what was written when a write fails, and nothing of the value', async () => {
    const { exitCode, result, stdout, stderr } = await write('/shop/dev/b');
    expect(exitCode).toBe(1);
    expect(result).toMatchObject({
      written: [
        { secret: '/shop/dev/a', before: '1', version: '2' },
        { secret: '/shop/dev/c', before: '1', version: '2' },
      ],
      failed: [{ secret: '/shop/dev/b', written: 'no', error: 'ssm:PutParameter failed with ValidationException.' }],
      notTried: [],
    });
    expect(stdout + stderr).not.toContain(CANARY);
  });

  it('writes also what nobody can decrypt any more', async () => {
    const { result } = await write('', 'InvalidKeyId');
    expect(result).toMatchObject({
      written: [{ secret: '/shop/dev/a' }, { secret: '/shop/dev/b' }, { secret: '/shop/dev/c' }],
    });
  });

  it('does not write what already has the value', async () => {
    const { exitCode, result, calls } = await write('', {
      values: { '/shop/dev/a': CANARY, '/shop/dev/b': 'another' },
      version: 2,
    });
    expect(exitCode).toBe(0);
    expect(result).toMatchObject({
      written: [{ secret: '/shop/dev/b' }, { secret: '/shop/dev/c' }],
      unchanged: ['/shop/dev/a'],
    });
    expect(calls.filter(({ command }) => command === 'PutParameterCommand')).toHaveLength(2);
  });

  it('writes the value of the first version once more, so that its number differs from that of the placeholder', async () => {
    const { result } = await write('', { values: { '/shop/dev/a': CANARY }, version: 1 });
    expect(result).toMatchObject({
      written: [{ secret: '/shop/dev/a', version: '2' }, { secret: '/shop/dev/b' }, { secret: '/shop/dev/c' }],
      unchanged: [],
    });
  });
});

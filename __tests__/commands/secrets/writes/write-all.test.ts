import { createOutput } from '../../../../commands/cli/output';
import { applyWrites } from '../../../../commands/secrets/writes/apply-writes';
import { writables } from '../../../../commands/secrets/writes/writable';
import { planWrites } from '../../../../commands/secrets/writes/write-plan';
import { parameter } from '../../../../lib/secrets/secret-source';
import { capturing } from '../../../support/captured-output';
import { environmentConfig } from '../../../support/environment-config';
import { awsError, fakeSession } from '../../../support/secrets/fake-aws';

const CANARY = 'canary-5d41402abc4b2a76';
const COUNT = 40;

const names = Array.from({ length: COUNT }, (_, index) => `p${String(index).padStart(2, '0')}`);
const environment = {
  ...environmentConfig({ application: 'shop', services: {}, parameters: names.map((name) => parameter(name)) }),
  name: 'dev',
};
const pathOf = (name: string) => `/shop/dev/${name}`;

interface Result {
  readonly written: readonly { readonly secret: string; readonly version: string }[];
  readonly failed?: readonly { readonly secret: string; readonly written: string; readonly error: string }[];
  readonly notTried?: readonly string[];
}

/** Writes all; `onPut` acts in the place of Parameter Store, and stores by returning nothing. */
async function writeAll(onPut: (name: string, store: () => void) => void, isReadable = true) {
  const stored = new Map(names.map((name) => [pathOf(name), { version: 1, value: 'before' }]));
  let isWriting = false;
  const { session } = fakeSession(environment, {
    DescribeParametersCommand: ({ ParameterFilters }) => {
      const [{ Values }] = ParameterFilters as [{ Values: string[] }];
      return {
        Parameters: Values.map((Name) => ({ Name, Version: stored.get(Name)?.version, Type: 'SecureString' })),
      };
    },
    GetParametersCommand: ({ Names }) => {
      if (isWriting && !isReadable) {
        throw awsError('AccessDeniedException');
      }
      return { Parameters: (Names as string[]).map((Name) => ({ Name, Value: stored.get(Name)?.value })) };
    },
    PutParameterCommand: ({ Name, Value }) => {
      const name = String(Name);
      const version = (stored.get(name)?.version ?? 0) + 1;
      const store = () => void stored.set(name, { version, value: String(Value) });
      onPut(name, store);
      store();
      return { Version: version };
    },
  });
  const { result, stdout, stderr } = await capturing(async () => {
    const found = await writables(session, session.inventory);
    const plan = await planWrites(
      session,
      found.map((writable) => ({ writable, change: { value: CANARY } })),
    );
    isWriting = true;
    return applyWrites(session, plan, [], true, createOutput(true));
  });
  expect(stdout + stderr).not.toContain(CANARY);
  const inStore = [...stored].filter(([, { value }]) => value === CANARY).map(([name]) => name);
  return { exitCode: result, stderr, inStore, ...(JSON.parse(stdout) as Result) };
}

const reset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

describe('writing many values', () => {
  it('writes all, and tells how far it is', async () => {
    const { exitCode, written, inStore, stderr } = await writeAll(() => undefined);
    expect([exitCode, written.length, inStore.length]).toEqual([0, COUNT, COUNT]);
    expect(stderr).toContain(`version 2 (${COUNT} of ${COUNT})`);
  });

  it('accounts for each value when one is refused: written, failed or not tried', async () => {
    const {
      exitCode,
      written,
      failed = [],
      notTried = [],
      inStore,
    } = await writeAll((name) => {
      if (name === pathOf('p03')) {
        throw awsError('ValidationException');
      }
    });
    expect(exitCode).toBe(1);
    expect(failed).toEqual([
      { secret: pathOf('p03'), written: 'no', error: 'ssm:PutParameter failed with ValidationException.' },
    ]);
    expect(written.map(({ secret }) => secret)).toEqual(inStore);
    expect(notTried.length).toBeGreaterThan(0);
    expect([...inStore, pathOf('p03'), ...notTried].sort()).toEqual(names.map(pathOf));
  });

  it('looks into the store when the answer was lost, and tells that the value is there', async () => {
    const { exitCode, written, failed, inStore } = await writeAll((name, store) => {
      if (name === pathOf('p03')) {
        store();
        throw reset();
      }
    });
    expect([exitCode, failed, written.length, inStore.length]).toEqual([0, undefined, COUNT, COUNT]);
    expect(written.find(({ secret }) => secret === pathOf('p03'))).toMatchObject({ version: '2' });
  });

  it.each([
    ['a lost request', reset(), 'no'],
    ['a fault of AWS', Object.assign(awsError('InternalServerError'), { $fault: 'server' }), 'no'],
  ])(
    'tells that a value was not written after %s, because the store has the version before',
    async (_, error, state) => {
      const { exitCode, failed } = await writeAll((name) => {
        if (name === pathOf('p03')) {
          throw error;
        }
      });
      expect([exitCode, failed]).toMatchObject([1, [{ secret: pathOf('p03'), written: state }]]);
    },
  );

  it('tells that it is not known what the store has, where nobody may look', async () => {
    const { failed } = await writeAll((name, store) => {
      if (name === pathOf('p03')) {
        store();
        throw reset();
      }
    }, false);
    expect(failed).toMatchObject([{ secret: pathOf('p03'), written: 'unknown' }]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'begins no more after %s, and accounts for each value',
    async (signal) => {
      const {
        exitCode,
        written,
        failed,
        notTried = [],
        inStore,
        stderr,
      } = await writeAll((name) => {
        if (name === pathOf('p03')) {
          process.emit(signal);
          process.emit(signal); // npm passes it on once more.
        }
      });
      expect([exitCode, failed]).toEqual([130, []]);
      expect(stderr).toContain('Interrupted. Waiting for the writes that have begun.');
      expect(notTried.length).toBeGreaterThan(0);
      expect(written.map(({ secret }) => secret)).toEqual(inStore);
      expect([...inStore, ...notTried].sort()).toEqual(names.map(pathOf));
    },
  );
});

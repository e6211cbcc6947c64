import type { DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { AwsFailure } from '../../aws/aws-failure';
import { mapConcurrently } from '../../aws/batches';
import { commandFailure, type CommandFailure } from '../../cli/command-failure';
import type { StoredSecret } from '../../stores/secret-store';
import type { Session } from '../../stores/session';
import { isAsWanted, requireFit, type PlannedWrite } from './write-plan';

/**
 * So many are written at a time. Parameter Store allows few changes a second, unless the account pays for more: when it throttles,
 * the clients slow down to what it allows.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html
 */
const AT_A_TIME = 10;

export interface Written {
  readonly secret: string;
  readonly before?: string;
  readonly version: string;
  readonly repaired: readonly string[];
}

export interface Failed {
  readonly secret: string;
  /** Whether the value is in the store: `unknown` where neither the answer nor the store tells. */
  readonly written: 'no' | 'unknown';
  readonly error: string;
}

export interface Outcome {
  readonly written: readonly Written[];
  readonly failed: readonly Failed[];
  readonly notTried: readonly string[];
}

/**
 * Writes several at a time, and begins no more once one has failed, or `signal` is aborted. What has begun is waited for.
 *
 * @param report - is told of each that was written, and how many are done
 */
export async function writeAll(
  session: Session,
  writes: readonly PlannedWrite[],
  signal: AbortSignal,
  report: (written: Written, done: number) => void,
): Promise<Outcome> {
  const results = new Map<PlannedWrite, Written | Failed>();
  let isStopped = false;
  await mapConcurrently(
    writes,
    async (write) => {
      if (isStopped || signal.aborted) {
        return;
      }
      const result = await tryToWrite(session, write);
      results.set(write, result);
      if ('error' in result) {
        isStopped = true;
      } else {
        report(result, results.size);
      }
    },
    AT_A_TIME,
  );
  const inOrder = writes.flatMap((write) => results.get(write) ?? []);
  return {
    written: inOrder.flatMap((result) => ('error' in result ? [] : [result])),
    failed: inOrder.flatMap((result) => ('error' in result ? [result] : [])),
    notTried: writes.filter((write) => !results.has(write)).map(({ writable }) => writable.stored.name),
  };
}

async function tryToWrite(session: Session, write: PlannedWrite): Promise<Written | Failed> {
  const { stored, repairs } = write.writable;
  const secret = stored.name;
  const written = (version: string): Written => ({ secret, before: stored.version, version, repaired: repairs });
  try {
    return written(await writeOne(session, write));
  } catch (error) {
    const failure = commandFailure(error);
    // The answer may have been lost after the value was written.
    const found = failure instanceof AwsFailure ? await look(session, write) : 'unknown';
    return typeof found === 'object'
      ? written(found.version)
      : { secret, written: isRefused(failure) ? 'no' : found, error: failure.message };
  }
}

function isRefused(failure: CommandFailure): boolean {
  return failure instanceof AwsFailure && failure.isRefusal;
}

function writeOne({ stores }: Session, { writable, change }: PlannedWrite): Promise<string> {
  const { declared, stored, settings } = writable;
  return 'value' in change
    ? stores.write(stored, change.value, settings)
    : stores.writeKeys(stored, change.keys, settings, (value) => requireFit(stored.name, value, declared.source));
}

/** Whether the store has what was to be written: the new version, or that it has none, or that it cannot be told. */
async function look(session: Session, { writable, change }: PlannedWrite) {
  const { declared, stored } = writable;
  try {
    const version = (await describeNow(session, declared))?.version;
    if (version === stored.version) {
      return 'no';
    }
    const value = (await session.stores.read([declared])).values.get(declared);
    return version !== undefined && value !== undefined && isAsWanted(change, value) ? { version } : 'unknown';
  } catch {
    return 'unknown';
  }
}

async function describeNow({ stores }: Session, declared: DeclaredSecret): Promise<StoredSecret | undefined> {
  return (await stores.describe([declared], 'now')).get(declared);
}

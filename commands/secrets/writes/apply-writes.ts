import { operatorCommands } from '../../../lib/naming/operator-commands';
import { SECRET_STORES } from '../../../lib/secrets/secret-stores';
import { CommandFailure, EXIT, type ExitCode } from '../../cli/command-failure';
import type { Output } from '../../cli/output';
import { confirm } from '../../cli/standard-input';
import type { Session } from '../../stores/session';
import { shortVersion } from '../../stores/short-forms';
import { keyNotes, requireFit, type PlannedWrite } from './write-plan';

/** How the subcommands that write end. */
export const WRITING_EXIT_CODES = {
  0: 'written, or nothing to write',
  1: 'a value was refused, or a write failed; what was written is shown',
  2: 'nothing was written: usage, configuration, credentials, account, access, or no confirmation',
} as const;

/** Something that is left as it is, and why. */
export interface Skipped {
  readonly secret: string;
  readonly reason: string;
}

interface Written {
  readonly secret: string;
  readonly before?: string;
  readonly version: string;
  readonly repaired: readonly string[];
}

/** Shows what will be written, asks, writes one after the other, and reports exactly what was written. */
export async function applyWrites(
  session: Session,
  plan: readonly PlannedWrite[],
  skipped: readonly Skipped[],
  yes: boolean,
  output: Output,
): Promise<ExitCode> {
  const { environment, location } = session;
  const unchanged = plan.filter((write) => write.unchanged).map(({ writable }) => writable.stored.name);
  const writes = plan.filter((write) => !write.unchanged);
  output.note(showPlan(plan, skipped, output));
  if (writes.length > 0) {
    const many = writes.length === 1 ? 'this value' : `these ${writes.length} values`;
    await confirm(`Write ${many} in account ${location.accountId}, ${location.region} (${environment.name})?`, yes);
  }

  const written: Written[] = [];
  const failure = await writeAll(session, writes, (done) => {
    written.push(done);
    output.note(`${output.paint('green', 'written')}  ${done.secret}, version ${shortVersion(done.version)}`);
  });
  const notWritten = writes.slice(written.length).map(({ writable }) => writable.stored.name);
  const result = {
    environment: environment.name,
    account: location.accountId,
    region: location.region,
    written,
    unchanged,
    skipped,
  };
  if (failure !== undefined) {
    const [failed, ...rest] = notWritten;
    const text = [
      `${failed ?? ''} was not written: ${failure.message}`,
      `Written: ${written.map(({ secret }) => secret).join(', ') || 'nothing'}.`,
      ...(rest.length > 0 ? [`Not tried: ${rest.join(', ')}.`] : []),
    ].join('\n');
    output.result({ ...result, failed: { secret: failed, error: failure.message }, notTried: rest }, text);
    return EXIT.findings;
  }
  output.result(result, summary(session, plan, written.length));
  return EXIT.done;
}

async function writeAll(
  session: Session,
  writes: readonly PlannedWrite[],
  report: (written: Written) => void,
): Promise<CommandFailure | undefined> {
  for (const write of writes) {
    const { stored, repairs } = write.writable;
    try {
      report({
        secret: stored.name,
        before: stored.version,
        version: await writeOne(session, write),
        repaired: repairs,
      });
    } catch (error) {
      if (error instanceof CommandFailure) {
        return error;
      }
      throw error;
    }
  }
  return undefined;
}

function writeOne({ stores }: Session, { writable, change }: PlannedWrite): Promise<string> {
  const { declared, stored, settings } = writable;
  return 'value' in change
    ? stores.write(stored, change.value, settings)
    : stores.writeKeys(stored, change.keys, settings, (value) => requireFit(stored.name, value, declared.source));
}

function showPlan(plan: readonly PlannedWrite[], skipped: readonly Skipped[], output: Output): string {
  const rows = plan.map(({ writable, change, unchanged }) => [
    writable.stored.name,
    SECRET_STORES[writable.declared.source.store].title,
    unchanged
      ? output.paint('dim', 'unchanged')
      : 'keys' in change
        ? `set ${Object.keys(change.keys).join(', ')}`
        : 'set',
    shortVersion(writable.stored.version),
    writable.repairs.join('; ') || '-',
  ]);
  return [
    ...(rows.length > 0
      ? [output.table(['secret', 'store', 'change', 'current version', 'also corrected'], rows)]
      : []),
    ...plan.flatMap(keyNotes),
    ...skipped.map(({ secret, reason }) => `${secret}: skipped, because it ${reason}`),
  ].join('\n');
}

function summary({ environment }: Session, plan: readonly PlannedWrite[], count: number): string {
  if (count === 0) {
    return 'Nothing to write.';
  }
  const users = plan.filter(({ unchanged }) => !unchanged).flatMap(({ writable }) => writable.declared.uses);
  return users.length === 0
    ? 'Done.'
    : `Done. Running tasks keep the old value until they are replaced: ${operatorCommands(environment).rollOutChanged}`;
}

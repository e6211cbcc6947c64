import { operatorCommands } from '../../../lib/naming/operator-commands';
import { SECRET_STORES } from '../../../lib/secrets/secret-stores';
import { EXIT, type ExitCode } from '../../cli/command-failure';
import type { Output } from '../../cli/output';
import { confirm } from '../../cli/standard-input';
import { untilInterrupted } from '../../processes/interruption';
import type { Session } from '../../stores/session';
import { shortVersion } from '../../stores/short-forms';
import { writeAll, type Failed } from './write-all';
import { keyNotes, type PlannedWrite } from './write-plan';

/** How the subcommands that write end. */
export const WRITING_EXIT_CODES = {
  0: 'written, or nothing to write',
  1: 'a value was refused, or a write failed; what was written is shown',
  2: 'nothing was written: usage, an unknown name, configuration, credentials, account, access, or no confirmation',
} as const;

/** Something that is left as it is, and why. */
export interface Skipped {
  readonly secret: string;
  readonly reason: string;
}

/** Shows what will be written, asks, writes, and reports exactly what was written, also when it is interrupted. */
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

  const begun = new Set(writes.map(({ writable }) => writable.stored.name));
  const { written, failed, notTried } = await untilInterrupted(
    (signal) =>
      writeAll(session, writes, signal, ({ secret, version }, done) => {
        begun.delete(secret);
        const progress = writes.length === 1 ? '' : ` (${done} of ${writes.length})`;
        output.note(`${output.paint('green', 'written')}  ${secret}, version ${shortVersion(version)}${progress}`);
      }),
    {
      first: () => output.note('Interrupted. Waiting for the writes that have begun.'),
      again: () => {
        output.note(`Interrupted again. Not known to be written: ${[...begun].join(', ')}.`);
        process.exit(EXIT.interrupted);
      },
    },
  );
  const result = {
    environment: environment.name,
    account: location.accountId,
    region: location.region,
    written,
    unchanged,
    skipped,
  };
  if (failed.length + notTried.length > 0) {
    const text = [
      ...failed.map(describeFailure),
      `Written: ${written.map(({ secret }) => secret).join(', ') || 'nothing'}.`,
      ...(notTried.length > 0 ? [`Not tried: ${notTried.join(', ')}.`] : []),
    ].join('\n');
    output.done({ ...result, failed, notTried }, text);
    return failed.length > 0 ? EXIT.findings : EXIT.interrupted;
  }
  output.done(result, summary(session, plan, written.length));
  return EXIT.done;
}

function describeFailure({ secret, written, error }: Failed): string {
  return written === 'no'
    ? `${secret} was not written: ${error}`
    : `${secret} may or may not have been written, which the store did not tell: ${error}`;
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

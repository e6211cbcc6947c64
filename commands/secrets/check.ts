import type { Command } from 'commander';
import { findEnvironment } from '../cli/choose-environments';
import { EXIT, type ExitCode } from '../cli/command-failure';
import { documentExitCodes, run, type CommandContext } from '../cli/command-line';
import type { Output } from '../cli/output';
import { openSession, type Session } from '../stores/session';
import { deepCheck, type DeepResult } from './checks/deep-check';
import { fetchMetadata } from './checks/fetch-metadata';
import type { Finding } from './checks/findings';

const METADATA_ONLY: DeepResult = { findings: [], unchecked: [], notes: [] };

interface CheckOptions {
  readonly deep: boolean;
}

export function registerCheck(program: Command): void {
  const command = program
    .command('check')
    .summary('find what would keep a task from starting')
    .description(
      'Find what would keep a task from starting: missing or wrong secrets, keys, tags and versions. Without --deep it needs no ' +
        'permission to read a value.',
    )
    .argument('<environment>', 'name of the environment')
    .option('--deep', 'also read the values, and ask IAM whether the roles may read them', false)
    .action((name: string, _options: unknown, self: Command) =>
      run<CheckOptions>(self, (context) => check(context, name)),
    );
  documentExitCodes(command, { 0: 'nothing found', 1: 'findings', 2: 'could not be checked, or not completely' });
}

interface CheckResult extends DeepResult {
  /** How many were checked. */
  readonly secrets: number;
}

/**
 * Everything that is wrong with the secrets of an environment.
 *
 * @param deep - whether to read the values, too
 */
export async function checkSecrets(session: Session, deep: boolean): Promise<CheckResult> {
  const secrets = await fetchMetadata(session, session.inventory);
  const values = deep ? await deepCheck(session, secrets) : METADATA_ONLY;
  // Once the values were read, it is certain which are the placeholder.
  const ofMetadata = secrets
    .flatMap((secret) => secret.findings)
    .filter(({ problem }) => !(deep && problem === 'never-set'));
  const hasBadKey = ({ secret }: Finding) =>
    ofMetadata.some((other) => other.secret === secret && other.problem === 'key');
  const findings = [
    ...ofMetadata,
    // The metadata say more about a bad key than a failed decryption does.
    ...values.findings.filter((finding) => !(finding.problem === 'key' && hasBadKey(finding))),
  ].sort((a, b) => (a.secret < b.secret ? -1 : Number(a.secret > b.secret)));
  const { unchecked } = values;
  const notes = [...secrets.flatMap((secret) => secret.notes), ...values.notes];
  return { secrets: secrets.length, findings, unchecked, notes };
}

async function check(
  { options: { deep }, environments, output }: CommandContext<CheckOptions>,
  name: string,
): Promise<ExitCode> {
  const session = await openSession(findEnvironment(environments, name));
  const { secrets, findings, unchecked, notes } = await checkSecrets(session, deep);

  const depth = deep ? 'metadata and values' : 'metadata';
  const text = [
    ...findings.map((finding) => describe(finding, output)),
    ...unchecked.map((what) => `${output.paint('yellow', 'not checked')}: ${what}`),
    ...notes,
    findings.length === 0
      ? `Nothing found in ${counted(secrets, 'secret')} of ${name} (${depth}).`
      : `${counted(findings.length, 'finding')} in ${counted(secrets, 'secret')} of ${name} (${depth}).`,
  ].join('\n');
  output.result({ environment: name, deep, secrets, findings, unchecked, notes }, text);
  if (findings.length > 0) {
    return EXIT.findings;
  }
  return unchecked.length > 0 ? EXIT.notDone : EXIT.done;
}

function describe({ secret, message, remedy }: Finding, output: Output): string {
  return `${output.paint('bold', secret)} ${message}.\n  → ${remedy}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

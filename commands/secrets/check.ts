import type { Command } from 'commander';
import { findEnvironment, type Environments } from '../configuration/find-environment';
import { EXIT, type ExitCode } from '../output/command-failure';
import type { Output } from '../output/output';
import { deepCheck, type DeepResult } from './deep-check';
import type { Finding } from './findings';
import { lookUp } from './look-up';
import { openSession, type Session } from './session';
import { run, withCommonOptions } from './subcommand';

const METADATA_ONLY: DeepResult = { findings: [], unchecked: [], notes: [] };

export function registerCheck(program: Command, environments: Environments): void {
  const command = program
    .command('check')
    .summary('find what would make a task fail at its start')
    .description(
      'Find what would make a task fail at its start: missing or wrong secrets, keys, tags and versions. Without --deep it needs no ' +
        'right to read a value.',
    )
    .argument('<environment>', 'name of the environment')
    .option('--deep', 'read the values, too, as the roles of the services do', false);
  withCommonOptions(command, {
    0: 'nothing found',
    1: 'findings',
    2: 'could not be checked, or not completely',
  }).action((name: string, options: { deep: boolean; json: boolean }) =>
    run(options.json, (output) => check(environments, name, options.deep, output)),
  );
}

interface CheckResult extends DeepResult {
  /** How many were checked. */
  readonly secrets: number;
}

/** Everything that is wrong with the secrets of an environment, as far as can be seen without their values, or with them. */
export async function checkSecrets(session: Session, deep: boolean): Promise<CheckResult> {
  const secrets = await lookUp(session, session.inventory);
  const values = deep ? await deepCheck(session, secrets) : METADATA_ONLY;
  // Whether it holds the placeholder is known for certain once values were read.
  const ofMetadata = secrets
    .flatMap((secret) => secret.findings)
    .filter(({ problem }) => !(deep && problem === 'never-set'));
  const hasBadKey = ({ secret }: Finding) =>
    ofMetadata.some((other) => other.secret === secret && other.problem === 'key');
  const findings = [
    ...ofMetadata,
    // What the metadata tell of a key is more than that values cannot be decrypted with it.
    ...values.findings.filter((finding) => !(finding.problem === 'key' && hasBadKey(finding))),
  ].sort((a, b) => (a.secret < b.secret ? -1 : Number(a.secret > b.secret)));
  const { unchecked, notes } = values;
  return { secrets: secrets.length, findings, unchecked, notes };
}

async function check(environments: Environments, name: string, deep: boolean, output: Output): Promise<ExitCode> {
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

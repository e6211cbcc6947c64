import { EXIT, type ExitCode } from '../../cli/command-failure';
import type { Output } from '../../cli/output';
import type { CheckResult } from './check-secrets';
import type { Finding } from './findings';

/** What a check of one environment ends with. */
export function checkExitCode({ findings, unchecked }: CheckResult): ExitCode {
  if (findings.length > 0) {
    return EXIT.findings;
  }
  return unchecked.length > 0 ? EXIT.notDone : EXIT.done;
}

/** What a check found in one environment, in words. */
export function checkReport(name: string, deep: boolean, result: CheckResult, output: Output): string {
  const { secrets, findings, unchecked, notes } = result;
  const depth = deep ? 'metadata and values' : 'metadata';
  return [
    ...findings.map((finding) => describe(finding, output)),
    ...unchecked.map((what) => `${output.paint('yellow', 'not checked')}: ${what}`),
    ...notes,
    findings.length === 0
      ? `Nothing found in ${counted(secrets, 'secret')} of ${name} (${depth}).`
      : `${counted(findings.length, 'finding')} in ${counted(secrets, 'secret')} of ${name} (${depth}).`,
  ].join('\n');
}

function describe({ secret, message, remedy }: Finding, output: Output): string {
  return `${output.paint('bold', secret)} ${message}.\n  → ${remedy}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

import type { EnvironmentConfig } from '../environment/environment-config';
import { policyReasons } from '../environment/policy-reasons';
import { evaluatePolicies, violations, type PolicyReport, type PolicyResult } from '../policy/evaluate-policies';
import { SynthesizedStack } from '../policy/rules/synthesized-stack';
import { shown } from '../validation/messages';
import { formatProblems, type Problem } from '../validation/problems';
import type { AccountConfig } from './account-config';
import type { Project } from './project';

/**
 * Applies the policy rules to the stack of an environment or account.
 *
 * @param name - of the stack
 * @param terraform - what is synthesized for it
 */
export function policyReport({ environments, accounts }: Project, name: string, terraform: unknown): PolicyReport {
  const environment = environments[name];
  const { policyExceptions: exceptions = [] } = environment ?? accounts[name] ?? {};
  const reasons = environment === undefined ? [] : policyReasons(environment);
  return evaluatePolicies(new SynthesizedStack(terraform), { exceptions, reasons });
}

/**
 * What in the stacks of a project breaks a policy rule, and which exceptions excuse nothing.
 *
 * @param terraformOf - returns what is synthesized for the stack of a name
 */
export function policyProblems(project: Project, terraformOf: (stack: string) => unknown): string[] {
  return (['environments', 'accounts'] as const).flatMap((kind) => {
    const configurations: Readonly<Record<string, EnvironmentConfig | AccountConfig>> = project[kind];
    const problems = Object.entries(configurations).flatMap(([name, { policyExceptions = [] }]) => {
      const report = policyReport(project, name, terraformOf(name));
      return [
        ...violationProblems(violations(report)).map((message) => ({ path: [name], message })),
        ...report.stale.map((exception): Problem => ({
          path: [name, 'policyExceptions', policyExceptions.indexOf(exception)],
          message: `excuses nothing: nothing that it is about breaks ${shown(exception.rule)}; remove it`,
        })),
      ];
    });
    return formatProblems(problems, kind);
  });
}

/** One line for each thing that is wrong, with the first resource in which it is. */
function violationProblems(results: readonly PolicyResult[]): string[] {
  const alike = new Map<string, PolicyResult[]>();
  for (const result of results) {
    const key = `${result.rule.id}: ${result.problem ?? ''}`;
    alike.set(key, [...(alike.get(key) ?? []), result]);
  }
  return [...alike.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          `${first.resource.path} ${first.problem ?? ''}${others.length === 0 ? '' : ` (and ${others.length} more)`}: ` +
            `mend it, or declare in policyExceptions why it breaks ${shown(first.rule.id)}`,
        ],
  );
}

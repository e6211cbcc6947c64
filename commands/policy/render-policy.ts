import type { PolicyReport } from '../../lib/policy/evaluate-policies';
import type { PolicyException } from '../../lib/policy/policy-exception';
import { POLICY_RULES } from '../../lib/policy/policy-rules';
import type { Output } from '../cli/output';

interface Problem {
  /** Construct path of the resource. */
  readonly resource: string;
  readonly problem: string;
}

/** What came of a rule. */
interface RuleResults {
  readonly rule: string;
  readonly title: string;
  readonly sources: readonly string[];
  /** Construct paths of the resources that are as it asks. */
  readonly passed: readonly string[];
  readonly excepted: readonly (Problem & { readonly reason: string })[];
  readonly violated: readonly Problem[];
}

/** What `--json` prints. */
export interface PolicyDocument {
  readonly stack: string;
  readonly rules: readonly RuleResults[];
  /** The exceptions that excuse nothing. */
  readonly stale: readonly PolicyException[];
}

export function policyDocument(stack: string, { results, stale }: PolicyReport): PolicyDocument {
  const rules = POLICY_RULES.map(({ id, title, sources }): RuleResults => {
    const own = results.filter(({ rule }) => rule.id === id);
    const broken = own.flatMap(({ resource: { path }, problem, exception }) =>
      problem === undefined ? [] : [{ resource: path, problem, reason: exception?.reason }],
    );
    return {
      ...{ rule: id, title, sources },
      passed: own.filter(({ problem }) => problem === undefined).map(({ resource }) => resource.path),
      excepted: broken.flatMap(({ reason, ...rest }) => (reason === undefined ? [] : [{ ...rest, reason }])),
      violated: broken.flatMap(({ reason, ...rest }) => (reason === undefined ? [rest] : [])),
    };
  });
  return { stack, rules, stale };
}

export function renderPolicy({ stack, rules, stale }: PolicyDocument, output: Output): string {
  const excepted = rules.flatMap(({ rule, excepted: of }) =>
    of.map(({ resource, problem, reason }) => [rule, resource, problem, reason]),
  );
  const violated = rules.flatMap(({ rule, violated: of }) =>
    of.map(({ resource, problem }) => [rule, resource, problem]),
  );
  return [
    section(
      output,
      `Policy rules of ${stack}:`,
      ['rule', 'result', 'sources'],
      rules.map((results) => [results.rule, summary(results), results.sources.join(', ')]),
    ),
    section(output, 'Exceptions:', ['rule', 'resource', 'what it does', 'reason'], excepted),
    section(output, 'To be mended, or declared in policyExceptions:', ['rule', 'resource', 'what it does'], violated),
    section(
      output,
      'Exceptions that excuse nothing, to be removed:',
      ['rule', 'resource', 'reason'],
      stale.map(({ rule, resource = '*', reason }) => [rule, resource, reason]),
    ),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function summary({ passed, excepted, violated }: RuleResults): string {
  const counts = [
    [violated.length, 'violated'],
    [excepted.length, 'excepted'],
    [passed.length, 'passed'],
  ] as const;
  const parts = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return parts.length === 0 ? 'nothing to look at' : parts.join(', ');
}

function section(output: Output, title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `${output.paint('bold', title)}\n${output.table(head, rows)}`;
}

import type { PolicyException } from './policy-exception';
import { POLICY_RULES } from './policy-rules';
import type { PolicyRule } from './rules/policy-rule';
import type { SynthesizedResource, SynthesizedStack } from './rules/synthesized-stack';

/** What came of a rule for one resource. */
export interface PolicyResult {
  readonly rule: PolicyRule;
  readonly resource: SynthesizedResource;

  /** What is wrong; nothing if the resource is as the rule asks. */
  readonly problem: string | undefined;

  /** What says that it is meant; nothing if it is right, or if it must be mended. */
  readonly exception: PolicyException | undefined;
}

/** What came of all rules for a stack. */
export interface PolicyReport {
  readonly results: readonly PolicyResult[];

  /** The exceptions that excuse nothing. */
  readonly stale: readonly PolicyException[];
}

/** Why a stack may be as it is. */
export interface DeclaredExceptions {
  /** What is declared for this alone. */
  readonly exceptions: readonly PolicyException[];

  /** What a reason that is given where the resource is declared says. It need not excuse anything. */
  readonly reasons: readonly PolicyException[];
}

/** Applies the rules to a stack. */
export function evaluatePolicies(
  stack: SynthesizedStack,
  { exceptions, reasons }: DeclaredExceptions,
  rules: readonly PolicyRule[] = POLICY_RULES,
): PolicyReport {
  const used = new Set<PolicyException>();
  const results = rules.flatMap((rule) =>
    rule.types
      .flatMap((type) => stack.ofType(type))
      .filter((resource) => !isLeftAsItIs(resource))
      .map((resource): PolicyResult => {
        const problem = rule.check(resource, stack);
        const excuses = problem === undefined ? [] : exceptions.filter((given) => applies(given, rule, resource));
        excuses.forEach((given) => used.add(given));
        const reason = problem === undefined ? undefined : reasons.find((given) => applies(given, rule, resource));
        return { rule, resource, problem, exception: excuses[0] ?? reason };
      }),
  );
  return { results, stale: exceptions.filter((given) => !used.has(given)) };
}

/** What is synthesized for a resource says nothing where Terraform ignores it. */
function isLeftAsItIs({ attributes, of }: SynthesizedResource): boolean {
  const { lifecycle } = (of?.attributes ?? attributes) as {
    readonly lifecycle?: { readonly ignore_changes?: unknown };
  };
  return lifecycle?.ignore_changes === 'all';
}

/** The results that must not be: something is wrong, and nothing says that it is meant. */
export function violations({ results }: PolicyReport): PolicyResult[] {
  return results.filter(({ problem, exception }) => problem !== undefined && exception === undefined);
}

function applies({ rule: id, resource: pattern }: PolicyException, rule: PolicyRule, resource: SynthesizedResource) {
  return id === rule.id && (pattern === undefined || matches(pattern, resource.path));
}

function matches(pattern: string, path: string): boolean {
  if (!pattern.includes('*')) {
    return path === pattern;
  }
  const expression = pattern.replaceAll(/[^\w*]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${expression}$`).test(path);
}

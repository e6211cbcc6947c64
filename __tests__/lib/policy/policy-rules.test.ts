import { environments } from '../../../environments';
import { accounts } from '../../../environments/accounts';
import { examples } from '../../../examples';
import { policyReport } from '../../../lib/delivery/project-policies';
import { violations } from '../../../lib/policy/evaluate-policies';
import { POLICY_RULES } from '../../../lib/policy/policy-rules';
import { SynthesizedStack } from '../../../lib/policy/rules/synthesized-stack';
import { containerExamples } from '../../support/policy/containers';
import type { Resources, RuleExample, Terraform } from '../../support/policy/rule-example';
import { synthesizeAccounts, synthesizeEnvironments } from '../../support/synthesized-stack';

const EXAMPLES: Readonly<Record<string, RuleExample>> = { ...containerExamples };

const RULE_ID = /^[a-z]+(?:-[a-z]+)+$/;

/** As the rule sets write them. */
const SOURCE = /^(?:FSBP [A-Za-z0-9]+\.\d+|AwsSolutions-[A-Z0-9]+|CKV2?_AWS_\d+|AVD-AWS-\d{4}|NIST\.800\.53\.R5-\w+)$/;

/** All that the project itself can be, with everything that it can have. */
const github = { repositories: [{ name: 'ORG/REPO' }] };
const delivered = { account: { ...accounts.account, github } };
const projects = [
  { project: { environments, accounts: delivered }, stacks: ['dev', 'stg', 'prod', 'account'] },
  ...Object.values(examples).map((example) => ({
    project: { environments: { dev: example }, accounts: {} },
    stacks: ['dev'],
  })),
].flatMap(({ project, stacks }) => {
  const synthesized = [...synthesizeEnvironments(project), ...synthesizeAccounts(project)];
  return stacks.map((name) => ({
    project,
    name,
    terraform: synthesized.find((stack) => stack.name === name)?.terraform as Terraform,
  }));
});

test('every rule has examples, an id that is its alone, and sources as the rule sets write them', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(POLICY_RULES.map(({ id }) => id).sort());
  for (const { id, sources } of POLICY_RULES) {
    expect(id).toMatch(RULE_ID);
    expect(sources.filter((source) => !SOURCE.test(source))).toEqual([]);
  }
});

describe.each(Object.entries(EXAMPLES))('%s', (id, { passes, fails, breaking }) => {
  const rule = POLICY_RULES.find((candidate) => candidate.id === id);
  const problemsOf = (resource: Resources) => {
    const stack = new SynthesizedStack({ resource });
    const subjects = rule?.types.flatMap((type) => stack.ofType(type)) ?? [];
    expect(subjects).not.toHaveLength(0);
    return subjects.flatMap((subject) => rule?.check(subject, stack) ?? []);
  };

  test.each(passes)('is satisfied with %j', (resources) => {
    expect(problemsOf(resources)).toEqual([]);
  });

  test.each(fails)('is broken by %j', (resources, problem) => {
    expect(problemsOf(resources)).toEqual([problem]);
  });

  test('notices when a real stack no longer is as it asks', () => {
    const broken = projects.flatMap(({ project, name, terraform }) =>
      violations(policyReport(project, name, breaking(terraform))).filter((result) => result.rule.id === id),
    );
    expect(broken).not.toHaveLength(0);
  });
});

test.each(projects)('$name has nothing that a rule forbids, and no exception that it does not need', (stack) => {
  const report = policyReport(stack.project, stack.name, stack.terraform);
  const found = violations(report).map(({ rule, resource, problem }) => [rule.id, resource.path, problem]);
  expect(found).toEqual([]);
  expect(report.stale).toEqual([]);
});

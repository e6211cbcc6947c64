import { environments } from '../../../environments';
import { accounts } from '../../../environments/accounts';
import { examples } from '../../../examples';
import type { EnvironmentConfig } from '../../../lib/environment/environment-config';
import { policyReport } from '../../../lib/delivery/project-policies';
import { violations } from '../../../lib/policy/evaluate-policies';
import { POLICY_RULES } from '../../../lib/policy/policy-rules';
import { SynthesizedStack } from '../../../lib/policy/rules/synthesized-stack';
import { bucketExamples } from '../../support/policy/buckets';
import { containerExamples } from '../../support/policy/containers';
import { domainExamples } from '../../support/policy/domains';
import { ecsExamples } from '../../support/policy/ecs';
import { iamExamples } from '../../support/policy/iam';
import { loadBalancingExamples } from '../../support/policy/load-balancing';
import { messagingExamples } from '../../support/policy/messaging';
import { networkExamples } from '../../support/policy/network';
import { observabilityExamples } from '../../support/policy/observability';
import { repositoryExamples } from '../../support/policy/repositories';
import { resourcePolicyExamples } from '../../support/policy/resource-policies';
import type { RuleExample, Terraform } from '../../support/policy/rule-example';
import { secretExamples } from '../../support/policy/secrets';
import { tlsExamples } from '../../support/policy/tls';
import { synthesizeAccounts, synthesizeEnvironments } from '../../support/synthesized-stack';

const EXAMPLES: Readonly<Record<string, RuleExample>> = {
  ...networkExamples,
  ...loadBalancingExamples,
  ...ecsExamples,
  ...containerExamples,
  ...iamExamples,
  ...bucketExamples,
  ...domainExamples,
  ...messagingExamples,
  ...observabilityExamples,
  ...repositoryExamples,
  ...resourcePolicyExamples,
  ...secretExamples,
  ...tlsExamples,
};

const RULE_ID = /^[a-z]+(?:-[a-z]+)+$/;

/** As the rule sets write them. */
const SOURCE = /^(?:FSBP [A-Za-z0-9]+\.\d+|AwsSolutions-[A-Z0-9]+|CKV2?_AWS_\d+|AVD-AWS-\d{4}|NIST\.800\.53\.R5-\w+)$/;

/** As few exceptions as an environment for customers needs. */
const { loadBalancer, ...production } = examples.production;
const hardened: EnvironmentConfig = {
  ...production,
  deletionProtection: true,
  loadBalancer: loadBalancer?.scheme && {
    ...loadBalancer,
    ingressCidrBlocks: ['203.0.113.0/24'],
    webAclArn: 'arn:aws:wafv2:ap-northeast-1:111122223333:regional/webacl/shop/473e64fd-f30b-4765-81a0-62ad96dd167a',
  },
  policyExceptions: production.policyExceptions?.filter(({ rule }) => rule === 'route-not-to-internet-gateway'),
};

/** Whose `policy` says nothing about who may do what: roles do, also for what an endpoint lets through. */
const NO_GRANTS = ['aws_vpc_endpoint', 'aws_ecr_lifecycle_policy'];

const github = { repositories: [{ name: 'ORG/REPO' }] };
const delivered = { account: { ...accounts.account, github } };
const projects = [
  { project: { environments, accounts: delivered }, stacks: ['dev', 'stg', 'prod', 'account'] },
  ...[...Object.values(examples), hardened].map((example) => ({
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
  const problemsOf = (terraform: Terraform) => {
    const stack = new SynthesizedStack(terraform);
    const subjects = rule?.types.flatMap((type) => stack.ofType(type)) ?? [];
    return subjects.flatMap((subject) => rule?.check(subject, stack) ?? []);
  };

  test.each(passes)('is satisfied with %j', (resource) => {
    expect(problemsOf({ resource })).toEqual([]);
  });

  test.each(fails)('is broken by %j', (resource, problem) => {
    expect(problemsOf({ resource })).toEqual([problem]);
  });

  test('notices when a real stack no longer is as it asks', () => {
    const problems = projects.flatMap(({ terraform }) => problemsOf(breaking(terraform)));
    expect(problems.length).toBeGreaterThan(projects.flatMap(({ terraform }) => problemsOf(terraform)).length);
  });
});

test.each(projects)('$name has nothing that a rule forbids, and no exception that it does not need', (stack) => {
  const report = policyReport(stack.project, stack.name, stack.terraform);
  const found = violations(report).map(({ rule, resource, problem }) => [rule.id, resource.path, problem]);
  expect(found).toEqual([]);
  expect(report.stale).toEqual([]);
});

test('no policy and no container of the stacks is out of sight of the rules', () => {
  const documents = ['policy', 'assume_role_policy', 'container_definitions'];
  for (const { terraform } of projects) {
    const { resources } = new SynthesizedStack(terraform);
    const looked = new Set(resources.map(({ of }) => of));
    const unseen = resources.filter(
      (resource) =>
        resource.of === undefined &&
        !NO_GRANTS.includes(resource.type) &&
        documents.some((name) => name in resource.attributes) &&
        !looked.has(resource),
    );
    expect(unseen.map(({ path, type }) => `${type} ${path}`)).toEqual([]);
  }
});

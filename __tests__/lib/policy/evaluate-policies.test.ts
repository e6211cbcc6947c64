import { evaluatePolicies, violations } from '../../../lib/policy/evaluate-policies';
import type { PolicyException } from '../../../lib/policy/policy-exception';
import type { PolicyRule } from '../../../lib/policy/rules/policy-rule';
import { SynthesizedStack } from '../../../lib/policy/rules/synthesized-stack';

const RULE: PolicyRule = {
  id: 'bucket-named',
  title: 'A bucket has a name',
  sources: ['FSBP S3.1'],
  types: ['aws_s3_bucket'],
  check: ({ attributes }) => (attributes.bucket === undefined ? 'has no name' : undefined),
};

const bucket = (path: string, bucketName?: string) => ({
  '//': { metadata: { path: `dev/${path}` } },
  bucket: bucketName,
});

const STACK = new SynthesizedStack({
  resource: {
    aws_s3_bucket: { a: bucket('logs/a.b'), b: bucket('logs/axb'), c: bucket('state/bucket', 'named') },
    aws_sqs_queue: { a: {} },
  },
});

const evaluate = (exceptions: readonly PolicyException[], reasons: readonly PolicyException[] = []) => {
  const report = evaluatePolicies(STACK, { exceptions, reasons }, [RULE]);
  return {
    results: Object.fromEntries(
      report.results.map(({ resource, problem, exception }) => [resource.path, exception?.reason ?? problem]),
    ),
    violated: violations(report).map(({ resource }) => resource.path),
    stale: report.stale.map((exception) => exceptions.indexOf(exception)),
  };
};

const except = (resource?: string, rule = RULE.id): PolicyException => ({
  rule,
  ...(resource !== undefined && { resource }),
  reason: 'meant',
});

test('a rule is applied to the resources of its types', () => {
  expect(evaluate([])).toEqual({
    results: { 'logs/a.b': 'has no name', 'logs/axb': 'has no name', 'state/bucket': undefined },
    violated: ['logs/a.b', 'logs/axb'],
    stale: [],
  });
});

test.each([
  ['all of the rule', undefined, []],
  ['one, of which no character means another', 'logs/a.b', ['logs/axb']],
  ['those that a pattern means', 'logs/*', []],
  ['those that a pattern with several wildcards means', '*/a*b', []],
])('an exception is for %s', (_what, resource, left) => {
  expect(evaluate([except(resource)])).toMatchObject({ violated: left, stale: [] });
});

test.each([
  ['nothing has its path', except('logs/c')],
  ['what has its path is right', except('state/bucket')],
  ['a part of a path is no path', except('logs')],
  ['nothing breaks its rule', except(undefined, 'bucket-encrypted')],
])('an exception is stale if %s', (_why, exception) => {
  expect(evaluate([except(), exception]).stale).toEqual([1]);
});

test('of two exceptions for the same, neither is stale, and the first gives the reason', () => {
  expect(evaluate([{ ...except('logs/*'), reason: 'first' }, except()])).toMatchObject({
    results: { 'logs/a.b': 'first' },
    stale: [],
  });
});

test('a reason that is given with the resource is an exception that need not be needed', () => {
  expect(evaluate([], [except('logs/*'), except('state/bucket')])).toMatchObject({ violated: [], stale: [] });
});

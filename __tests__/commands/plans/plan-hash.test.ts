import { planHash } from '../../../commands/plans/plan-hash';
import { isEmpty, parsePlan, type TerraformPlan } from '../../../commands/plans/terraform-plan';

/** As `terraform show -json` prints them, in the order of its addresses. */
const bucket = {
  address: 'aws_s3_bucket.logs',
  mode: 'managed',
  type: 'aws_s3_bucket',
  name: 'logs',
  change: {
    actions: ['update'],
    before: { bucket: 'logs', force_destroy: false, tags: { b: '1', a: '2' } },
    after: { bucket: 'logs', force_destroy: true, tags: { b: '1', a: '2' } },
    after_unknown: { tags: {} },
  },
};
const role = {
  address: 'aws_iam_role.task',
  mode: 'managed',
  type: 'aws_iam_role',
  name: 'task',
  change: { actions: ['create'], before: null, after: { name: 'task' }, after_unknown: { arn: true } },
};
const account = {
  address: 'data.aws_caller_identity.account',
  mode: 'data',
  type: 'aws_caller_identity',
  name: 'account',
  change: { actions: ['read'], before: null, after: {}, after_unknown: { id: true } },
};
const url = { actions: ['update'], before: 'http://one', after: 'http://two', after_unknown: false };

interface Parts {
  readonly resources?: readonly object[];
  readonly outputs?: object;
}

const plan = ({ resources = [bucket, role, account], outputs = { url } }: Parts = {}): TerraformPlan =>
  parsePlan(JSON.stringify({ timestamp: Math.random(), resource_changes: resources, output_changes: outputs }));
const hash = (parts?: Parts) => planHash(plan(parts));
const withChange = (change: object) => ({ resources: [{ ...bucket, change: { ...bucket.change, ...change } }, role] });

test('a plan has the same hash whenever it is made, in whatever order it lists what it does, and whatever it reads', () => {
  expect(hash()).toMatch(/^[0-9a-f]{16}$/);
  expect(hash()).toBe(hash());
  expect(hash({ resources: [role, bucket] })).toBe(hash());
  expect(hash(withChange({ after: { tags: { a: '2', b: '1' }, force_destroy: true, bucket: 'logs' } }))).toBe(hash());
});

test('what stays as it is does not count, wherever it was read', () => {
  const unchanged = { ...role, address: 'aws_iam_role.other', change: { ...role.change, actions: ['no-op'] } };
  expect(hash({ resources: [bucket, role, unchanged] })).toBe(hash());
  const renamed = withChange({
    before: { ...bucket.change.before, bucket: 'other' },
    after: { ...bucket.change.after, bucket: 'other' },
  });
  expect(hash(renamed)).toBe(hash());
  const tagged = withChange({
    before: { ...bucket.change.before, tags: {} },
    after: { ...bucket.change.after, tags: {} },
  });
  expect(hash(tagged)).toBe(hash());
});

// Each of them is another thing to do to what is deployed.
test.each([
  ['another value', withChange({ after: { ...bucket.change.after, force_destroy: null } })],
  ['another value to begin with', withChange({ before: { ...bucket.change.before, force_destroy: null } })],
  ['a value that is known only later', withChange({ after_unknown: { arn: true } })],
  ['another action', withChange({ actions: ['delete', 'create'] })],
  ['another reason to replace', withChange({ replace_paths: [['bucket']] })],
  ['an import', withChange({ importing: { id: 'logs' } })],
  ['another resource', { resources: [bucket, { ...role, address: 'aws_iam_role.other' }] }],
  ['an earlier object of it', { resources: [bucket, { ...role, deposed: '0a1b2c3d' }] }],
  ['an address that it had before', { resources: [bucket, { ...role, previous_address: 'aws_iam_role.old' }] }],
  ['one resource less', { resources: [bucket] }],
  ['another text of an output', { outputs: { url: { ...url, after: 'http://three' } } }],
  [
    'an output that is known only later',
    { outputs: { url: { actions: ['update'], before: 'http://one', after_unknown: true } } },
  ],
  ['one output less', { outputs: {} }],
])('%s gives another hash', (_what, parts) => {
  expect(hash(parts)).not.toBe(hash());
});

test('a plan is empty if it only reads, and not if it changes an output, or where something is in the state', () => {
  const unchanged = { ...role, change: { ...role.change, actions: ['no-op'] } };
  expect(isEmpty(plan({ resources: [account, unchanged], outputs: {} }))).toBe(true);
  expect(isEmpty(plan({ resources: [account, unchanged] }))).toBe(false);
  const moved = { ...unchanged, previous_address: 'aws_iam_role.old' };
  expect(isEmpty(plan({ resources: [moved], outputs: {} }))).toBe(false);
});

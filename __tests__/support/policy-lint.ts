import { typeForContextKey } from '@cloud-copilot/iam-simulate';
import { z } from 'zod';
import type { PolicyDocument, PolicyStatement } from '../../lib/aws/policy-document';
import { knowsNoResource, TOKEN_KEY } from './iam-evaluation';

const textOrList = z.union([z.string(), z.array(z.string())]);

const policySchema: z.ZodType<PolicyDocument> = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z
      .strictObject({
        Sid: z.string().regex(/^[A-Za-z0-9]+$/),
        Effect: z.enum(['Allow', 'Deny']),
        Principal: z
          .union([
            z.strictObject({ Service: z.string() }),
            z.strictObject({ AWS: z.string() }),
            z.strictObject({ Federated: z.string() }),
            z.literal('*'),
          ])
          .optional(),
        Action: z.array(z.string()).min(1),
        Resource: z.array(z.string()).min(1).optional(),
        Condition: z.record(z.string(), z.record(z.string(), textOrList)).optional(),
      })
      // The policy of a resource denies something only to everybody.
      .refine(({ Effect, Principal }) => Principal === undefined || (Effect === 'Deny') === (Principal === '*')),
  ),
});

/** Reads a policy. Throws if it has anything in it that this project's policies do not have: a field misspelt, a `Deny` to somebody, `NotAction`. */
export function parsePolicy(json: unknown): PolicyDocument {
  return policySchema.parse(json);
}

const OPERATORS = [
  ...['StringEquals', 'StringNotEquals', 'StringNotEqualsIfExists', 'StringLike'],
  ...['ForAllValues:StringEquals', 'ForAllValues:StringLike'],
  ...['ArnEquals', 'ArnNotEquals', 'ArnLike', 'Bool', 'Null', 'NumericLessThan'],
];

/** By which a statement means only what belongs, or will belong, to an environment. */
const TAGS_OF_AN_ENVIRONMENT = ['aws:ResourceTag/environment', 'aws:RequestTag/environment'];

/** What the evaluator passes over in silence, and AWS too, or else refuses in the middle of a deployment. */
export async function lintPolicy(policy: PolicyDocument, of: 'principal' | 'resource'): Promise<string[]> {
  const sids = policy.Statement.map(({ Sid }) => Sid);
  const repeated = sids.filter((sid, index) => sids.indexOf(sid) !== index).map((sid) => `${sid} is there twice`);
  const problems = await Promise.all(policy.Statement.map((statement) => lintStatement(statement, of)));
  return [...repeated, ...problems.flat()];
}

async function lintStatement(statement: PolicyStatement, of: 'principal' | 'resource'): Promise<string[]> {
  const { Sid, Effect, Action, Resource = [], Condition = {} } = statement;
  const keys = Object.values(Condition).flatMap((conditions) => Object.keys(conditions));
  const [actions, unknownKeys] = await Promise.all([
    Promise.all(
      Action.filter((action) => (of === 'principal' && Effect === 'Allow') || !action.endsWith('*')).map(
        describeAction,
      ),
    ),
    Promise.all(keys.map(async (key) => ((await isConditionKey(key)) ? [] : [`knows no condition key ${key}`]))),
  ]);
  const named = actions.some((action) => action === 'names a resource');
  const allows = of === 'principal' && Effect === 'Allow';
  const isNarrowed = TAGS_OF_AN_ENVIRONMENT.some((key) => Condition.StringEquals?.[key] !== undefined);
  return [
    ...actions.filter((action) => action.includes('unknown')),
    ...unknownKeys.flat(),
    ...Object.keys(Condition)
      .filter((operator) => !OPERATORS.includes(operator))
      .map((operator) => `has an unknown operator ${operator}`),
    ...(allows && named && !isNarrowed && Resource.some(isEverything) ? ['is open to every resource'] : []),
    ...(allows && actions.includes('knows no resource') && !Resource.includes('*')
      ? ['names a resource for an action that knows none']
      : []),
  ].map((problem) => `${Sid} ${problem}`);
}

async function describeAction(action: string): Promise<string> {
  try {
    return (await knowsNoResource(action)) ? 'knows no resource' : 'names a resource';
  } catch {
    return `has an unknown action ${action}`;
  }
}

async function isConditionKey(key: string): Promise<boolean> {
  if (TOKEN_KEY.test(key)) {
    return true;
  }
  try {
    await typeForContextKey(key);
    return true;
  } catch {
    return false;
  }
}

/** Whether a pattern says nothing about which resource: `*`, `arn:aws:s3:::*`, `arn:aws:ssm:*:*:*`, `arn:aws:iam::1234:role/*`. */
function isEverything(resource: string): boolean {
  const [, , , , account = '', ...parts] = resource.split(':');
  const name = parts.join(':');
  // A bucket, whose ARN has no account, has its name where others have their type.
  return /^[*?]*$/.test(account === '' ? name : name.replace(/^[A-Za-z-]+[/:]/, ''));
}

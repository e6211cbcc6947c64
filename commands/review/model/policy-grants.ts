import { block, blocks, canonical, isObject, parsed, text, texts, type Attributes } from './attributes';
import type { SideResource, StackSide } from './stack-side';

/** One action on one resource that a policy allows or denies one principal. */
export interface Grant {
  /** Name of a role, or what a policy of a resource names as principal. */
  readonly principal: string;
  readonly effect: 'Allow' | 'Deny';
  /** Preceded by `NOT ` where the policy means every other one. */
  readonly action: string;
  /** As `action`. */
  readonly resource: string;
  /** As text; empty if there are none. */
  readonly conditions: string;
}

/** Everything that the policies of one side allow and deny, of roles and of resources. */
export function policyGrants(side: StackSide): Grant[] {
  return side.all().flatMap((resource) => grantsOf(side, resource));
}

function grantsOf(side: StackSide, resource: SideResource): Grant[] {
  const { type, attributes } = resource;
  switch (type) {
    case 'aws_iam_role_policy':
      return statements(side, attributes.policy, roleName(side, attributes.role));
    case 'aws_iam_role_policy_attachment':
      return [attached(roleName(side, attributes.role), attributes.policy_arn)];
    case 'aws_iam_role':
      return [
        ...statements(side, attributes.assume_role_policy, undefined, text(attributes.name)),
        ...blocks(attributes.inline_policy).flatMap(({ policy }) => statements(side, policy, text(attributes.name))),
        ...texts(attributes.managed_policy_arns).map((arn) => attached(text(attributes.name) ?? '', arn)),
      ];
    default:
      return statements(side, attributes.policy, undefined, resourceOf(resource));
  }
}

/** The name of a role that is named, referred to, or both. */
function roleName(side: StackSide, value: unknown): string {
  return text(side.find('aws_iam_role', value)?.attributes.name) ?? text(value) ?? '';
}

function attached(principal: string, arn: unknown): Grant {
  const action = 'everything that a managed policy allows';
  return { principal, effect: 'Allow', action, resource: text(arn) ?? '', conditions: '' };
}

/** What a policy of a resource is about, where it does not say so itself. */
function resourceOf({ address, attributes }: SideResource): string {
  return text(attributes.arn) ?? text(attributes.bucket) ?? text(block(attributes.tags).Name) ?? address;
}

/**
 * @param holder - the role whose policy it is; the policy of a resource names its principals itself
 * @param about - what it is about, if it does not say so
 */
function statements(side: StackSide, policy: unknown, holder?: string, about = ''): Grant[] {
  const document = side.resolve(parsed(policy));
  return isObject(document) ? blocks(document.Statement).flatMap((statement) => explode(statement, holder, about)) : [];
}

function explode(statement: Attributes, holder: string | undefined, about: string): Grant[] {
  const { Effect, Condition, Principal, NotPrincipal } = statement;
  const principals = holder === undefined ? [...named(Principal), ...named(NotPrincipal).map(not)] : [holder];
  const actions = [...texts(statement.Action), ...texts(statement.NotAction).map(not)];
  const resources = [...texts(statement.Resource), ...texts(statement.NotResource).map(not)];
  const targets = resources.length === 0 || (holder === undefined && resources.join() === '*') ? [about] : resources;
  const conditions = isObject(Condition) ? canonical(Condition) : '';
  return principals.flatMap((principal) =>
    actions.flatMap((action) =>
      targets.map((resource) => ({
        ...{ principal, action, resource, conditions },
        effect: Effect === 'Deny' ? 'Deny' : 'Allow',
      })),
    ),
  );
}

function named(principal: unknown): string[] {
  return typeof principal === 'string'
    ? [principal]
    : isObject(principal)
      ? Object.values(principal).flatMap(texts)
      : [];
}

function not(given: string): string {
  return `NOT ${given}`;
}

import type { PolicyConditions, PolicyStatement } from '../aws/policy-document';
import type { EnvironmentIdentity } from '../naming/names';

/** Actions of one service, from their names. */
export function actions(service: string, names: string): string[] {
  return names.split(' ').map((name) => `${service}:${name}`);
}

export function allow(
  sid: string,
  action: readonly string[],
  resource: readonly string[],
  condition?: PolicyConditions,
): PolicyStatement {
  return statement('Allow', sid, action, resource, condition);
}

export function deny(
  sid: string,
  action: readonly string[],
  resource: readonly string[],
  condition?: PolicyConditions,
): PolicyStatement {
  return statement('Deny', sid, action, resource, condition);
}

function statement(
  effect: PolicyStatement['Effect'],
  sid: string,
  action: readonly string[],
  resource: readonly string[],
  condition?: PolicyConditions,
): PolicyStatement {
  return { Sid: sid, Effect: effect, Action: action, Resource: resource, ...(condition && { Condition: condition }) };
}

/** What exists already has the tags of an environment. */
export function taggedAs({ application, name }: EnvironmentIdentity): PolicyConditions {
  return { StringEquals: { 'aws:ResourceTag/application': application, 'aws:ResourceTag/environment': name } };
}

/** What is created gets the tags of an environment. */
export function createdAs({ application, name }: EnvironmentIdentity): PolicyConditions {
  return { StringEquals: { 'aws:RequestTag/application': application, 'aws:RequestTag/environment': name } };
}

/**
 * What has no tag of an environment gets those of this one. AWS asks for the right to tag when something is created with tags, and most
 * services do not tell that from tagging what was there. So what belongs to another environment cannot be taken over; what bears no
 * such tag can, of the services whose ARNs contain no name.
 */
export function firstTaggedAs(environment: EnvironmentIdentity): PolicyConditions {
  return { ...createdAs(environment), Null: { 'aws:ResourceTag/environment': 'true' } };
}

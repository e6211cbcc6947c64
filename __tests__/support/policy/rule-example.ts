/** What `cdktf synth` writes for a stack. */
export interface Terraform {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** Resources of a stack by their type and id, with the attributes that a rule is about. */
export type Resources = Terraform['resource'];

/** How a rule behaves. */
export interface RuleExample {
  /** Stacks that are as it asks. */
  readonly passes: readonly Resources[];

  /** Stacks with something that is not, each with what the rule says about it. */
  readonly fails: readonly (readonly [Resources, problem: string])[];

  /** A change of a real stack after which something is not as it asks. */
  readonly breaking: (terraform: Terraform) => Terraform;
}

/** Gives every resource of a type other attributes; undefined takes one away. */
export function setting(type: string, attributes: Readonly<Record<string, unknown>>) {
  return (terraform: Terraform) => changing(terraform, type, (before) => ({ ...before, ...attributes }));
}

/** Adds a resource beside those of a type. */
export function adding(type: string, attributes: Readonly<Record<string, unknown>>) {
  return ({ resource }: Terraform): Terraform => ({
    resource: { ...resource, [type]: { ...resource[type], another: attributes } },
  });
}

/** Takes every resource of a type away. */
export function without(type: string) {
  return ({ resource: { [type]: _dropped, ...resource } }: Terraform): Terraform => ({ resource });
}

/** Changes every container of every task definition. */
export function settingInContainers(attributes: Readonly<Record<string, unknown>>) {
  return (terraform: Terraform) =>
    changing(terraform, 'aws_ecs_task_definition', (before) => {
      const containers = JSON.parse(String(before.container_definitions)) as object[];
      const changed = containers.map((container) => ({ ...container, ...attributes }));
      return { ...before, container_definitions: JSON.stringify(changed) };
    });
}

/** Changes every statement of the policies of a type of resource. */
export function settingInStatements(type: string, attribute: string, changes: Readonly<Record<string, unknown>>) {
  return (terraform: Terraform) =>
    changing(terraform, type, (before) => {
      const policy = JSON.parse(String(before[attribute])) as { readonly Statement: readonly object[] };
      const Statement = policy.Statement.map((statement) => ({ ...statement, ...changes }));
      return { ...before, [attribute]: JSON.stringify({ ...policy, Statement }) };
    });
}

/** A task definition with a container, for a rule about containers. */
export function withContainer(container: Readonly<Record<string, unknown>>): Resources {
  const container_definitions = JSON.stringify([{ name: 'web', ...container }]);
  return { aws_ecs_task_definition: { web: { container_definitions } } };
}

/** A resource with a policy of one statement. */
export function withStatement(
  type: string,
  attribute: string,
  statement: Readonly<Record<string, unknown>>,
): Resources {
  return { [type]: { example: { [attribute]: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) } } };
}

type Attributes = Readonly<Record<string, unknown>>;

function changing({ resource }: Terraform, type: string, change: (before: Attributes) => Attributes): Terraform {
  const changed = Object.entries(resource[type] ?? {}).map(([id, attributes]) => [id, change(attributes)] as const);
  return { resource: { ...resource, [type]: Object.fromEntries(changed) } };
}

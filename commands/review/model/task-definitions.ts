import { isObject, parsed, text, type Attributes } from './attributes';
import type { SideResource, StackSide } from './stack-side';

/** What is reviewed of a container. */
export interface ReviewedContainer {
  readonly name: string;
  readonly image: string;
  /** Names of the variables, and what they are. */
  readonly environment: ReadonlyMap<string, string>;
  /** Names of the variables and options, and where their values come from. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Everything else. */
  readonly rest: Attributes;
}

/** A task definition of one side. */
export interface ReviewedTask {
  readonly family: string;
  readonly resource: SideResource;
  readonly containers: readonly ReviewedContainer[];
}

export function taskDefinitions(side: StackSide): ReviewedTask[] {
  return side.ofType('aws_ecs_task_definition').map((resource) => ({
    family: text(resource.attributes.family) ?? resource.address,
    resource,
    containers: containersOf(side, resource.attributes),
  }));
}

function containersOf(side: StackSide, { container_definitions: definitions }: Attributes): ReviewedContainer[] {
  const list = side.resolve(parsed(definitions));
  return (Array.isArray(list) ? list : []).filter(isObject).map((container) => {
    const { name, image, environment, secrets, ...rest } = container;
    const options = isObject(rest.logConfiguration) ? rest.logConfiguration.secretOptions : undefined;
    const credentials = isObject(rest.repositoryCredentials)
      ? rest.repositoryCredentials.credentialsParameter
      : undefined;
    return {
      name: text(name) ?? '',
      image: text(image) ?? '',
      environment: pairs(environment, 'value'),
      secrets: new Map([
        ...pairs(secrets, 'valueFrom'),
        ...[...pairs(options, 'valueFrom')].map(([key, from]) => [`log option ${key}`, from] as const),
        ...(text(credentials) === undefined ? [] : [['registry credentials', text(credentials) ?? ''] as const]),
      ]),
      rest: withoutDefaults(rest),
    };
  });
}

function pairs(list: unknown, attribute: string): ReadonlyMap<string, string> {
  return new Map(
    (Array.isArray(list) ? list : [])
      .filter(isObject)
      .map((item) => [text(item.name) ?? '', text(item[attribute]) ?? '']),
  );
}

/**
 * What ECS answers for settings that were not given, and the provider keeps in the state.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
function withoutDefaults(rest: Attributes): Attributes {
  const { portMappings, cpu, ...others } = rest;
  const ports = (Array.isArray(portMappings) ? portMappings : []).filter(isObject).map((mapping) => ({
    protocol: 'tcp',
    ...mapping,
    hostPort: mapping.containerPort,
  }));
  const given = Object.entries(others).filter(
    ([, value]) => value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return {
    ...Object.fromEntries(given),
    ...(ports.length > 0 && { portMappings: ports }),
    ...(cpu !== undefined && cpu !== 0 && { cpu }),
  };
}

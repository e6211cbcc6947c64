import type { ContainerDefinition } from '../../lib/tasks/container-definition';

type Ordered = Pick<ContainerDefinition, 'name' | 'dependsOn'>;

/**
 * Containers in an order in which ECS may start them: each after those that it waits for. A validated configuration has no circle.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 */
export function startOrder<Container extends { readonly definition: Ordered }>(
  containers: readonly Container[],
): Container[] {
  const ordered = new Set<Container>();
  const add = (container: Container) => {
    for (const { containerName } of container.definition.dependsOn ?? []) {
      const other = containers.find(({ definition }) => definition.name === containerName);
      if (other !== undefined) {
        add(other);
      }
    }
    ordered.add(container);
  };
  containers.forEach(add);
  return [...ordered];
}

/** How a container must end before others start; nothing if none waits for its end. */
export function awaitedEnd(
  { name }: Ordered,
  containers: readonly { readonly definition: Ordered }[],
): 'SUCCESS' | 'COMPLETE' | undefined {
  const conditions = containers.flatMap(({ definition: { dependsOn = [] } }) =>
    dependsOn.flatMap(({ containerName, condition }) => (containerName === name ? condition : [])),
  );
  return (['SUCCESS', 'COMPLETE'] as const).find((condition) => conditions.includes(condition));
}

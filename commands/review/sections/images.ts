import type { EnvironmentIdentity } from '../../../lib/naming/names';
import { shortName } from '../model/resource-name';
import type { StackChange } from '../model/stack-change';
import { taskDefinitions } from '../model/task-definitions';
import type { StackSide } from '../model/stack-side';

/** A container that gets another image. */
export interface ImageChange {
  readonly workload: string;
  readonly container: string;
  /** @default - the container is new */
  readonly before?: string;
  /** @default - the container is removed */
  readonly after?: string;
}

export function imageChanges(environment: EnvironmentIdentity, { before, after }: StackChange): ImageChange[] {
  const [old, now] = [images(environment, before), images(environment, after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const { workload = '', container = '' } = is ?? was ?? {};
    return was?.image === is?.image
      ? []
      : [
          {
            workload,
            container,
            ...(was !== undefined && { before: was.image }),
            ...(is !== undefined && { after: is.image }),
          },
        ];
  });
}

function images(environment: EnvironmentIdentity, side: StackSide) {
  return new Map(
    taskDefinitions(side).flatMap(({ family, containers }) =>
      containers.map(({ name, image }) => [
        `${family} ${name}`,
        { workload: shortName(environment, family), container: name, image },
      ]),
    ),
  );
}

import type { EnvironmentIdentity } from '../../../lib/naming/names';
import { canonical, isNothing, text } from '../model/attributes';
import { differing } from '../model/replacing-attributes';
import { shortName } from '../model/resource-name';
import type { ResourceChange, StackChange } from '../model/stack-change';
import { taskDefinitions, type ReviewedContainer, type ReviewedTask } from '../model/task-definitions';

/** A service whose tasks are replaced. */
export interface Restart {
  readonly service: string;
  /** What has changed, in words. */
  readonly reasons: readonly string[];
}

/** What Terraform changes without asking ECS for a deployment. */
const WITHOUT_DEPLOYMENT = new Set(['tags', 'tags_all']);

/** The services whose tasks start again, and why. Those that are created or destroyed are none. */
export function restarts(environment: EnvironmentIdentity, change: StackChange): Restart[] {
  return change.resources
    .filter(({ type, action }) => type === 'aws_ecs_service' && ['none', 'update', 'replace'].includes(action))
    .flatMap((service) => {
      const reasons = reasonsOf(change, service);
      const name = text(change.after.all().find(({ address }) => address === service.address)?.attributes.name) ?? '';
      return reasons.length === 0 ? [] : [{ service: shortName(environment, name), reasons }];
    })
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}

function reasonsOf(change: StackChange, service: ResourceChange): string[] {
  const [was, is] = [change.before, change.after].map(
    (side) => side.all().find(({ address }) => address === service.address)?.attributes ?? {},
  );
  const [old, now] = [taskOf(change.before, was ?? {}), taskOf(change.after, is ?? {})];
  const ofTask = old === undefined || now === undefined ? [] : taskReasons(old, now);
  // The service has `force_new_deployment`: each change of it but its tags starts a deployment.
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
  const changed = service.action === 'none' ? [] : differing(was ?? {}, is ?? {});
  const ofService = changed.filter(
    (name) => !WITHOUT_DEPLOYMENT.has(name) && name !== 'task_definition' && name in (is ?? {}),
  );
  const replaced = service.action === 'replace' ? [`the service is replaced: ${service.replacedBy.join(', ')}`] : [];
  const another = changed.includes('task_definition') && ofTask.length === 0 ? ['another task definition'] : [];
  return [...replaced, ...ofTask, ...ofService.map((name) => `${name} of the service`), ...another];
}

function taskOf(side: StackChange['before'], { task_definition: definition }: Readonly<Record<string, unknown>>) {
  const resource = side.find('aws_ecs_task_definition', definition);
  return taskDefinitions(side).find((task) => task.resource.address === resource?.address);
}

/** What of a task definition has changed. */
export function taskReasons(old: ReviewedTask, now: ReviewedTask): string[] {
  const ownNames = [
    'cpu',
    'memory',
    'ephemeral_storage',
    'runtime_platform',
    'volume',
    'execution_role_arn',
    'task_role_arn',
  ];
  const [was, is] = [old.resource.attributes, now.resource.attributes];
  const own = ownNames.filter(
    (name) => canonical(was[name]) !== canonical(is[name]) && !(isNothing(was[name]) && isNothing(is[name])),
  );
  const sizes = own.map((name) =>
    name === 'cpu' || name === 'memory' ? `${name} ${text(was[name])} → ${text(is[name])}` : name.replaceAll('_', ' '),
  );
  const names = [...new Set([...old.containers, ...now.containers].map(({ name }) => name))];
  return [
    ...sizes,
    ...names.flatMap((name) => {
      const [one, other] = [old, now].map(({ containers }) => containers.find((container) => container.name === name));
      if (one === undefined || other === undefined) {
        return [`container ${name} is ${one === undefined ? 'new' : 'removed'}`];
      }
      const reasons = containerReasons(one, other);
      return names.length === 1 ? reasons : reasons.map((reason) => `${reason} of container ${name}`);
    }),
  ];
}

function containerReasons(old: ReviewedContainer, now: ReviewedContainer): string[] {
  return [
    ...(old.image === now.image ? [] : ['image']),
    ...mapReasons('environment variable', old.environment, now.environment),
    ...mapReasons('secret', old.secrets, now.secrets),
    ...differing(old.rest, now.rest),
  ];
}

function mapReasons(what: string, old: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) => {
    if (old.get(name) === now.get(name)) {
      return [];
    }
    const how = old.has(name) ? (now.has(name) ? 'changed' : 'removed') : 'added';
    return [`${what} ${name} ${how}`];
  });
}

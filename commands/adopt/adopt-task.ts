import type { ServiceDefinition } from '../../lib/services/service-definition';
import { secretFilesWriterName } from '../../lib/tasks/secret-files-writer';
import type { ServiceConnectEndpoint } from '../../lib/tasks/service-connect-config';
import type { SidecarConfig } from '../../lib/tasks/sidecar-config';
import { LOG_ROUTER } from '../../lib/tasks/workload';
import { adoptContainer } from './adopt-container';
import { adoptLogRouter, leaveOutLogs } from './adopt-logs';
import { adoptShare, adoptSize } from './adopt-size';
import { adoptTaskFields } from './adopt-task-fields';
import { adoptVolumes } from './adopt-volumes';
import type { AdoptionPlace, NamedContainer } from './adoption';
import type { LeaveOut, LeftOut } from './left-out';
import { isOwnContainer, leaveOutOwn, withRuntimeParameters, withSecretFiles } from './own-containers';
import { adoptStartConditions } from './start-conditions';
import type { Container, TaskDefinition } from './task-definition';

/** A service as it is declared, and what its declaration does not have of the task definition. */
export interface AdoptedService {
  readonly name: string;
  readonly config: ServiceDefinition;
  readonly leftOut: readonly LeftOut[];
}

/**
 * The declaration of a service that runs what a task definition says.
 *
 * @param serviceName - by default the name of the application's container
 */
export function adoptTask(definition: TaskDefinition, place: AdoptionPlace, serviceName?: string): AdoptedService {
  const leftOut: LeftOut[] = [];
  const leaveOut: LeaveOut = (part) => leftOut.push(part);
  const { containerDefinitions: all, volumes = [] } = definition;
  const own = all.filter((container) => isOwnContainer(container, all));
  const containers = nameContainers(
    all.filter((container) => !own.includes(container)),
    serviceName,
  );
  const [application, ...others] = containers;
  const name = application.declaredName;
  const task = adoptTaskFields(definition, place, name, leaveOut);
  const size = adoptSize(definition, leaveOut);
  const writablePaths = adoptVolumes(volumes, containers, leaveOut);
  leaveOutOwn(own, place, leaveOut);

  const adoptOne = (one: NamedContainer): SidecarConfig => {
    const { container, declaredName, at } = one;
    const adoption = { ...place, field: ['containerDefinitions', container.name], at, leaveOut };
    const writer = own.find((other) => other.name === secretFilesWriterName(container.name));
    if (container.name !== declaredName) {
      leaveOut({ ...adoption, value: container.name, message: `becomes ${declaredName}` });
    }
    leaveOutLogs(one, adoption);
    return {
      ...withSecretFiles(adoptContainer(container, adoption), writer, adoption),
      ...adoptShare(one, size, leaveOut),
      ...(writablePaths.has(declaredName) && { writablePaths: writablePaths.get(declaredName) }),
      ...adoptEssential(one, leaveOut),
      ...adoptStartConditions(one, containers, leaveOut),
    };
  };
  const { image, ...config } = withRuntimeParameters(adoptOne(application), place);
  const sidecars = others.filter(({ at }) => at[0] === 'sidecars');
  const router = others.find(({ at }) => at[0] === 'logRouter');
  const routed = containers.find(({ container }) => container.logConfiguration?.logDriver === 'awsfirelens');
  return {
    name,
    config: {
      image,
      size,
      desiredCount: 1,
      ...task,
      ...config,
      ...adoptProtocol(application, place),
      ...(sidecars.length > 0 && {
        sidecars: Object.fromEntries(sidecars.map((one) => [one.declaredName, adoptOne(one)])),
      }),
      ...(router && { logRouter: { ...adoptOne(router), ...adoptLogRouter(router, routed, { ...place, leaveOut }) } }),
    },
    leftOut,
  };
}

/** The application first: the container that is named, or else the first essential one, one with a port before one without. */
function nameContainers(
  containers: readonly Container[],
  serviceName: string | undefined,
): readonly [NamedContainer, ...NamedContainer[]] {
  const router = containers.find(({ firelensConfiguration }) => firelensConfiguration !== undefined);
  const candidates = containers.filter((container) => container !== router);
  const essential = candidates.filter((container) => container.essential !== false);
  const application =
    candidates.find(({ name }) => name === serviceName) ??
    essential.find(({ portMappings }) => portMappings !== undefined) ??
    essential[0] ??
    candidates[0] ??
    containers[0];
  if (application === undefined) {
    throw new Error('There is no container.'); // A task definition has one, or it could not be read.
  }
  return [
    { container: application, declaredName: serviceName ?? application.name, at: [] },
    ...containers
      .filter((container) => container !== application)
      .map((container) =>
        container === router
          ? { container, declaredName: LOG_ROUTER, at: ['logRouter'] }
          : { container, declaredName: container.name, at: ['sidecars', container.name] },
      ),
  ];
}

/** What the application speaks, where others reach it by name. Without a protocol of applications, that is TCP. */
function adoptProtocol(
  { container }: NamedContainer,
  { environment }: AdoptionPlace,
): Pick<ServiceDefinition, 'serviceConnect'> {
  const published = container.portMappings?.find(({ name }) => name !== undefined);
  const { appProtocol: protocol = 'tcp' } = published ?? {};
  return environment.serviceConnect === true && published !== undefined && protocol !== 'http'
    ? { serviceConnect: { protocol: protocol as ServiceConnectEndpoint['protocol'] } }
    : {};
}

function adoptEssential({ container, at }: NamedContainer, leaveOut: LeaveOut): Pick<SidecarConfig, 'essential'> {
  if (container.essential !== false) {
    return {};
  }
  if (at[0] === 'sidecars') {
    return { essential: false };
  }
  const field = ['containerDefinitions', container.name, 'essential'];
  leaveOut({ field, at, value: false, message: 'the application and the log router are essential' });
  return {};
}

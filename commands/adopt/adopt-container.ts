import type { HealthCheck, RunningContainerConfig, Tmpfs, Ulimits } from '../../lib/tasks/container-config';
import { adoptImage } from './adopt-image';
import { adoptCredentials, adoptSecrets } from './adopt-secret';
import type { Adoption } from './adoption';
import { leaveOutOthers } from './left-out';
import type { Container } from './task-definition';

/** What a container has by itself. What it shares with others, its part of the task, volumes and logs, is not here. */
export function adoptContainer(container: Container, adoption: Adoption): RunningContainerConfig {
  const {
    name: _name,
    cpu: _cpu,
    memory: _memory,
    memoryReservation: _reserved,
    essential: _essential,
    ...own
  } = container;
  const {
    dependsOn: _dependsOn,
    mountPoints: _mounts,
    logConfiguration: _logs,
    firelensConfiguration: _router,
    ...rest
  } = own;
  const { image, repositoryCredentials, entryPoint, command, workingDirectory, user, ...settings } = rest;
  const { readonlyRootFilesystem, portMappings, environment, secrets, healthCheck, ...limits } = settings;
  const { stopTimeout, ulimits, linuxParameters, ...others } = limits;
  leaveOutOthers(others, adoption);
  return {
    image: adoptImage(image, adoption.location),
    ...(repositoryCredentials && adoptCredentials(repositoryCredentials, adoption)),
    ...(portMappings && adoptPort(portMappings, adoption)),
    ...(user !== undefined && { user }),
    // A declaration has it read-only unless it says otherwise.
    ...(readonlyRootFilesystem !== true && { readonlyRootFilesystem: false }),
    ...(entryPoint && { entryPoint }),
    ...(command && { command }),
    ...(workingDirectory !== undefined && { workingDirectory }),
    ...(healthCheck && { healthCheck: adoptHealthCheck(healthCheck, adoption) }),
    ...(stopTimeout !== undefined && { stopTimeoutSeconds: stopTimeout }),
    ...(ulimits && adoptUlimits(ulimits, adoption)),
    ...(linuxParameters && adoptLinuxParameters(linuxParameters, adoption)),
    ...(environment && adoptVariables(environment, adoption)),
    ...(secrets && adoptSecrets('secrets', secrets, { ...adoption, field: [...adoption.field, 'secrets'] })),
  };
}

type Part<Name extends keyof Container> = NonNullable<Container[Name]>;

/** The first one that a declaration can have. */
function adoptPort(mappings: Part<'portMappings'>, { field, at, leaveOut }: Adoption): { port?: number } {
  const taken = mappings.find(
    ({ containerPort, protocol = 'tcp' }) => containerPort !== undefined && protocol === 'tcp',
  );
  for (const mapping of mappings) {
    const { containerPort, hostPort, protocol: _protocol, ...others } = mapping;
    const place = { field: [...field, 'portMappings', String(containerPort ?? '')], at, leaveOut };
    if (mapping === taken) {
      leaveOutOthers({ ...others, ...(hostPort && hostPort !== containerPort && { hostPort }) }, place);
    } else {
      leaveOut({ ...place, value: mapping, message: 'a container has one port, of TCP' });
    }
  }
  return taken === undefined ? {} : { port: taken.containerPort };
}

function adoptHealthCheck(given: Part<'healthCheck'>, { field, at, leaveOut }: Adoption): HealthCheck {
  const { command, interval, timeout, retries, startPeriod, ...others } = given;
  leaveOutOthers(others, { field: [...field, 'healthCheck'], at: [...at, 'healthCheck'], leaveOut });
  return {
    command,
    // The defaults of ECS, which are those of a declaration.
    ...(interval !== undefined && interval !== 30 && { intervalSeconds: interval }),
    ...(timeout !== undefined && timeout !== 5 && { timeoutSeconds: timeout }),
    ...(retries !== undefined && retries !== 3 && { retries }),
    ...(startPeriod !== undefined && { startPeriodSeconds: startPeriod }),
  };
}

function adoptUlimits(given: Part<'ulimits'>, { field, at, leaveOut }: Adoption): { ulimits?: Ulimits } {
  const openFiles = given.find(({ name }) => name === 'nofile');
  for (const limit of given.filter((other) => other !== openFiles)) {
    const place = { field: [...field, 'ulimits', limit.name], at: [...at, 'ulimits'] };
    leaveOut({ ...place, value: limit, message: 'Fargate lets only the number of open files be changed' });
  }
  return openFiles === undefined
    ? {}
    : { ulimits: { nofile: { soft: openFiles.softLimit, hard: openFiles.hardLimit } } };
}

function adoptLinuxParameters(given: Part<'linuxParameters'>, adoption: Adoption): { tmpfs?: readonly Tmpfs[] } {
  const { tmpfs = [], ...others } = given;
  const field = [...adoption.field, 'linuxParameters'];
  leaveOutOthers(others, { ...adoption, field });
  for (const { containerPath, size: _size, ...rest } of tmpfs) {
    leaveOutOthers(rest, { ...adoption, field: [...field, 'tmpfs', containerPath] });
  }
  return tmpfs.length === 0
    ? {}
    : { tmpfs: tmpfs.map(({ containerPath, size }) => ({ path: containerPath, sizeMiB: size })) };
}

function adoptVariables(
  given: Part<'environment'>,
  { field, at, leaveOut }: Adoption,
): { environmentVariables: Readonly<Record<string, string>> } {
  for (const [index, { name, value, ...others }] of given.entries()) {
    const place = { field: [...field, 'environment', name], at: [...at, 'environmentVariables', name], leaveOut };
    leaveOutOthers(others, place);
    if (given.slice(index + 1).some((later) => later.name === name)) {
      leaveOut({ ...place, value, message: 'it is there twice, and the last one was taken' });
    }
  }
  return { environmentVariables: Object.fromEntries(given.map(({ name, value = '' }) => [name, value])) };
}

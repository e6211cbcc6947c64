import type { ContainerDefinition } from './container-definition';
import { cloudWatchLogs } from './log-configuration';
import type { ServiceConnectEndpoint } from './service-connect-config';
import type { DeclaredContainer, TaskEnvironment, Workload } from './workload';

type PortMapping = NonNullable<ContainerDefinition['portMappings']>[number];

/** A port on which a container listens; with a name, by which Service Connect publishes it. */
export function portMapping(
  environment: TaskEnvironment,
  { workload, kind }: DeclaredContainer,
  port: number,
): PortMapping {
  if (environment.serviceConnect !== true || workload.kind !== 'service' || kind !== 'application') {
    return { containerPort: port };
  }
  const { protocol = 'http' } = workload.config.serviceConnect ?? {};
  return { containerPort: port, name: workload.name, ...(protocol !== 'tcp' && { appProtocol: protocol }) };
}

/** What a service publishes with Service Connect, and where its proxy writes its log. */
export interface ServiceConnectSettings {
  /** Where the proxy writes its log. */
  readonly logConfiguration: ContainerDefinition['logConfiguration'];
  /**
   * What others reach, by this name.
   *
   * @default - the service only reaches others
   */
  readonly endpoint?: { readonly name: string; readonly port: number } & Pick<
    ServiceConnectEndpoint,
    'requestTimeoutSeconds'
  >;
}

/** Of a service in an environment that has Service Connect: each reaches others, and those with a port are reached. */
export function serviceConnectSettings(
  environment: TaskEnvironment,
  workload: Extract<Workload, { kind: 'service' }>,
): ServiceConnectSettings {
  const { name, config } = workload;
  const { port, serviceConnect: { requestTimeoutSeconds } = {} } = config;
  const logs = cloudWatchLogs(environment, workload);
  return {
    logConfiguration: { ...logs, options: { ...logs.options, 'awslogs-stream-prefix': 'service-connect' } },
    ...(port !== undefined && { endpoint: { name, port, requestTimeoutSeconds } }),
  };
}

import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import type { SecretSource } from '../../lib/secrets/secret-source';
import { SECRET_SUFFIX, type Deployment } from './deployed-values';

/** What a configuration says that roles may read, by ARN. Written without the code that writes policies, to check that code. */
export interface DeclaredAccess {
  /** Parameters and secrets that an execution role fetches for its containers. */
  readonly injected: ReadonlyMap<string, ReadonlySet<string>>;
  /** The paths below which a task role reads parameters. */
  readonly paths: ReadonlyMap<string, string>;
}

export function declaredAccess(
  environment: string,
  config: EnvironmentConfig,
  { partition, region: own, accountId }: Deployment,
): DeclaredAccess {
  const hierarchy = `${config.application}/${environment}`;
  const arnOf = (source: SecretSource) => {
    const { store, ownership, name } = source;
    if (name.startsWith('arn:')) {
      return name;
    }
    const region = (source.ownership === 'existing' ? source.region : undefined) ?? own;
    const stored = ownership === 'managed' ? `${hierarchy}/${name}` : name.replace(/^\//, '');
    return store === 'parameter-store'
      ? `arn:${partition}:ssm:${region}:${accountId}:parameter/${stored}`
      : `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${stored}-${SECRET_SUFFIX}`;
  };
  const injected = new Map<string, ReadonlySet<string>>();
  const paths = new Map<string, string>();
  const tasks = Object.entries({ ...config.services, ...config.scheduledTasks, ...config.tasks });
  for (const [name, { sidecars = {}, logRouter, runtimeParameters, ...application }] of tasks) {
    const role = `${config.application}-${environment}-${name}`;
    const containers = [application, ...Object.values(sidecars), ...(logRouter ? [logRouter] : [])];
    const sources = [
      ...containers.flatMap(({ secrets = {}, secretFiles = {}, registryCredentials }) => [
        ...(registryCredentials ? [registryCredentials] : []),
        ...Object.values(secrets),
        ...Object.values(secretFiles).map(({ source }) => source),
      ]),
      ...Object.values(logRouter?.secretOptions ?? {}),
    ];
    injected.set(`${role}-execution`, new Set(sources.map(arnOf)));
    if (runtimeParameters !== undefined) {
      paths.set(`${role}-task`, `arn:${partition}:ssm:${own}:${accountId}:parameter/${hierarchy}/${runtimeParameters}`);
    }
  }
  return { injected, paths };
}

export function mergeDeclared(all: readonly DeclaredAccess[]): DeclaredAccess {
  return {
    injected: new Map(all.flatMap(({ injected }) => [...injected])),
    paths: new Map(all.flatMap(({ paths }) => [...paths])),
  };
}

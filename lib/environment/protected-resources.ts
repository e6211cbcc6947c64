import { relativeNameProblem, relativeSecretNameProblem } from '../secrets/secret-name-rules';
import { storedName } from '../secrets/secret-names';
import { parameter, secretsManager, type SecretSource } from '../secrets/secret-source';
import { SECRET_STORES, type SecretStoreName } from '../secrets/secret-stores';
import type { Check } from '../validation/fields';
import { shown } from '../validation/messages';
import type { Environment } from './environment';
import { workloadNameProblem } from './name-rules';
import { secretInventory } from './secret-inventory';
import { opensExecSessions, workloads } from './workloads';

/** What would be lost for good with a resource that was destroyed. */
export type ProtectedKind = 'parameter' | 'secret' | 'log group' | 'key' | 'exec log' | 'flow logs' | 'access logs';

/** One of which an environment has no second. */
const single: Check<string> = (name) => (name === '' ? undefined : 'has no name: there is only one');

const NAME_PROBLEMS: Readonly<Record<ProtectedKind, Check<string>>> = {
  parameter: relativeNameProblem,
  secret: relativeSecretNameProblem,
  'log group': workloadNameProblem,
  key: single,
  'exec log': single,
  'flow logs': single,
  'access logs': single,
};

const KINDS = Object.keys(NAME_PROBLEMS) as ProtectedKind[];

/** What `deletionProtection` keeps of what an environment declares, as `releases` and `retains` name it. */
export function protectedResources(environment: Environment): string[] {
  const { encryptionKey, network, loadBalancer } = environment;
  return [
    ...secretInventory(environment)
      .filter(({ source }) => source.ownership === 'managed')
      .map(({ source }) => `${SECRET_STORES[source.store].noun} ${source.name}`),
    ...workloads(environment).map(({ name }) => `log group ${name}`),
    ...(encryptionKey === 'aws-managed' ? [] : ['key']),
    ...(opensExecSessions(environment) ? ['exec log'] : []),
    ...(network.flowLogs === undefined ? [] : ['flow logs']),
    ...(loadBalancer?.accessLogs === undefined ? [] : ['access logs']),
  ];
}

/** The parameter or secret that such a name means, as it was declared; nothing if it means something else. */
export function protectedSource(text: string): SecretSource | undefined {
  const [kind, name] = splitName(text);
  switch (kind) {
    case 'parameter':
      return parameter(name);
    case 'secret':
      return secretsManager(name);
    default:
      return undefined;
  }
}

/** The names of the parameters or secrets in their store that are declared no longer, and retained. */
export function retainedNames(environment: Environment, store: SecretStoreName): string[] {
  return (environment.retains ?? [])
    .map(protectedSource)
    .flatMap((source) => (source?.store === store ? [storedName(environment, source)] : []));
}

/** What is wrong with the name of something that is protected. */
export const protectedResourceProblem: Check<string> = (text) => {
  const [kind, name] = splitName(text);
  return kind === undefined
    ? 'must be "parameter NAME", "secret NAME", "log group NAME", "key", "exec log", "flow logs" or "access logs"'
    : NAME_PROBLEMS[kind](name);
};

/**
 * What such a name means, and the name by which it is declared.
 *
 * @throws Error if it is not the name of anything that is protected
 */
export function parseProtectedResource(text: string): { readonly kind: ProtectedKind; readonly name: string } {
  const [kind, name] = splitName(text);
  if (kind === undefined) {
    throw new Error(`${shown(text)} names nothing that is protected`);
  }
  return { kind, name };
}

function splitName(text: string): readonly [kind: ProtectedKind | undefined, name: string] {
  const kind = KINDS.find((candidate) => text === candidate || text.startsWith(`${candidate} `));
  return [kind, kind === undefined ? text : text.slice(kind.length + 1)];
}

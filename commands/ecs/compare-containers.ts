import { shown } from '../../lib/validation/messages';
import { isObject } from '../../lib/validation/object-schema';

/** What decides what a container runs, and what it gets besides variables. */
const COMPARED = [
  ...([
    'image',
    'repositoryCredentials',
    'essential',
    'entryPoint',
    'command',
    'workingDirectory',
    'user',
    'environmentFiles',
  ] as const),
  ...(['mountPoints', 'volumesFrom', 'dependsOn', 'credentialSpecs', 'firelensConfiguration'] as const),
];

type Secrets = readonly { readonly name?: string; readonly valueFrom?: string }[];

/** A container as ECS or the declaration describes it. */
interface Container extends Partial<Record<(typeof COMPARED)[number], unknown>> {
  readonly name?: string;
  readonly environment?: readonly { readonly name?: string; readonly value?: string }[];
  readonly secrets?: Secrets;
  readonly logConfiguration?: { readonly logDriver?: string; readonly secretOptions?: Secrets };
}

/** How the containers of a task are deployed otherwise than they are declared, one line for each difference. */
export function compareContainers(deployed: readonly Container[], declared: readonly Container[]): string[] {
  return compareNamed('the container', deployed, declared, (there, wanted, container) => [
    ...COMPARED.flatMap((field) => compare(`${container}: ${field}`, there[field], wanted[field])),
    // What somebody else wrote into a variable may be a secret, and is not shown.
    ...compareNamed(`${container}: the variable`, there.environment, wanted.environment, (one, other, variable) =>
      one.value === other.value ? [] : [`- ${variable} has another value than declared`],
    ),
    ...compareSecrets(`${container}: the secret`, there.secrets, wanted.secrets),
    ...compare(`${container}: the log driver`, there.logConfiguration?.logDriver, wanted.logConfiguration?.logDriver),
    ...compareSecrets(
      `${container}: the secret option of the logs`,
      there.logConfiguration?.secretOptions,
      wanted.logConfiguration?.secretOptions,
    ),
  ]);
}

function compareSecrets(what: string, deployed: Secrets | undefined, declared: Secrets | undefined): string[] {
  return compareNamed(what, deployed, declared, (one, other, secret) =>
    one.valueFrom === other.valueFrom
      ? []
      : [`- ${secret} is from ${one.valueFrom ?? 'nowhere'}, declared is ${other.valueFrom ?? 'nothing'}`],
  );
}

function compareNamed<Part extends { readonly name?: string }>(
  what: string,
  deployed: readonly Part[] = [],
  declared: readonly Part[] = [],
  compareParts: (there: Part, wanted: Part, what: string) => string[],
): string[] {
  const names = new Set([...declared, ...deployed].map(({ name = '' }) => name));
  return [...names].flatMap((name) => {
    const [there, another] = deployed.filter((part) => part.name === name);
    const wanted = declared.find((part) => part.name === name);
    const part = `${what} ${shown(name)}`;
    if (there === undefined || wanted === undefined || another !== undefined) {
      const state =
        (there === undefined && 'not deployed') || (wanted === undefined && 'not declared') || 'there twice';
      return [`- ${part} is ${state}`];
    }
    return compareParts(there, wanted, part);
  });
}

/** The same for one setting. */
export function compare(what: string, there: unknown, wanted: unknown): string[] {
  const [is, declared] = [withoutDefaults(there), withoutDefaults(wanted)];
  return JSON.stringify(is) === JSON.stringify(declared)
    ? []
    : [`- ${what} is ${described(is)}, declared is ${described(declared)}`];
}

/** ECS returns some settings that were not set, as an empty list or false. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : value.map(withoutDefaults);
  }
  if (isObject(value)) {
    const parts = Object.entries(value).map(([name, part]) => [name, withoutDefaults(part)] as const);
    return Object.fromEntries(parts.filter(([, part]) => part !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return value === false ? undefined : value;
}

function described(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(described).join(', ')}]`;
  }
  if (isObject(value)) {
    const parts = Object.entries(value).map(([name, part]) => `${name}: ${described(part)}`);
    return `{ ${parts.join(', ')} }`;
  }
  return value === undefined ? 'nothing' : shown(value);
}

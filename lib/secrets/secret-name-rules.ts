import { parseArn, type ArnLocation } from '../aws/arns';
import { partitionOf } from '../aws/regions';
import { regionNameProblem } from '../naming/place-rules';
import { matching, type Check } from '../validation/fields';
import { shown } from '../validation/messages';
import type { SecretSource } from './secret-source';
import { SECRET_STORES } from './secret-stores';

/** Of a parameter's name, which is a path with this many parts at most. */
const MAXIMUM_LEVELS = 15;

/** Of a parameter's name together with the rest of its ARN. */
const MAXIMUM_PARAMETER_ARN = 1011;

const MAXIMUM_SECRET_NAME = 512;

const parameterCharacters = matching(/^[A-Za-z0-9_.\-/]+$/, 'must be letters, digits, "_", ".", "-" and "/"');
const secretCharacters = matching(/^[A-Za-z0-9/_+=.@-]+$/, 'must be letters, digits and "/_+=.@-"');

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html */
const existingSecretCharacters = matching(
  /^(?:[a-z0-9-]+!)?[A-Za-z0-9/_+=.@-]+$/,
  'must be letters, digits and "/_+=.@-", after a prefix such as "rds!" if a service of AWS manages the secret',
);

/** What is wrong with the name of a managed parameter, or a part of it, below the environment's hierarchy. */
export const relativeNameProblem: Check<string> = (name) =>
  suffixProblem(name) ?? parameterCharacters(name) ?? pathProblem(name);

/** What is wrong with the name of a managed secret, below the environment's hierarchy. */
export const relativeSecretNameProblem: Check<string> = (name) =>
  arnProblem(name) ?? secretCharacters(name) ?? pathProblem(name) ?? endingProblem(name);

/** What is wrong with the full name of an existing parameter. */
export const parameterNameProblem: Check<string> = (name) => {
  const problem =
    arnProblem(name, '; region says in which it is, and ECS injects no parameter of another account') ??
    suffixProblem(name) ??
    parameterCharacters(name);
  if (problem !== undefined) {
    return problem;
  }
  if (name.includes('/') && !name.startsWith('/')) {
    return `must start with "/" because it contains one; did you mean ${shown(`/${name}`)}?`;
  }
  const path = pathProblem(name.replace(/^\//, '')) && 'must not end with "/" or contain "//"';
  return path ?? reservedProblem(name) ?? levelProblem(name);
};

/** What is wrong with the full name of an existing secret. Any ending will do: the secret is looked up by its name, and read by its ARN. */
export const secretNameProblem: Check<string> = (name) =>
  arnProblem(name, '; only a secret of another account is declared by its ARN, with accountId') ??
  existingSecretCharacters(name) ??
  secretLengthProblem(name);

/** Which beginning of a parameter's name AWS keeps for itself. */
export const reservedProblem: Check<string> = (name) => {
  const reserved = /^\/?(aws|ssm)/i.exec(name)?.[1];
  return reserved && `must not start with ${reserved}, which AWS reserves for its own parameters`;
};

/**
 * What is wrong with the name that a secret has in its store, put together with the environment's hierarchy if it is managed. The
 * name of an existing one is checked as it is declared.
 */
export function storedNameProblem(
  { store, ownership }: Pick<SecretSource, 'store' | 'ownership'>,
  name: string,
  location: ArnLocation,
): string | undefined {
  const isManaged = ownership === 'managed';
  switch (store) {
    case 'parameter-store':
      return (isManaged ? levelProblem(name) : undefined) ?? arnLengthProblem(SECRET_STORES[store].arn(location, name));
    case 'secrets-manager':
      return isManaged ? secretLengthProblem(name) : undefined;
  }
}

/** What is wrong with the ARN by which a secret of another account is declared. */
export function foreignSecretProblem(name: string, accountId: string): string | undefined {
  const { partition, service, region, accountId: account, resource } = parseArn(name) ?? {};
  const [type, nameAndSuffix = '', ...selectors] = resource?.split(':') ?? [];
  if (service !== 'secretsmanager' || type !== 'secret') {
    return (
      'must be the full ARN, "arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>": a secret of another account ' +
      'is not found by its name'
    );
  }
  if (selectors.length > 0) {
    return 'must end with the name and its six characters; select(…) chooses a key or version';
  }
  const ofName = /^(.+)-[A-Za-z0-9]{6}$/.exec(nameAndSuffix)?.[1];
  if (ofName === undefined) {
    return 'must end with the hyphen and the six characters that AWS adds to the name: the policy of the role names exactly this ARN';
  }
  if (account !== accountId) {
    return `is in account ${account}, and accountId is ${shown(accountId)}`;
  }
  const ofRegion = regionNameProblem(region ?? '');
  if (ofRegion !== undefined) {
    return `names ${shown(region)}, which ${ofRegion}`;
  }
  if (partition !== partitionOf(region ?? '')) {
    return `names the partition ${partition}, and ${region} is a Region of ${partitionOf(region ?? '')}`;
  }
  return existingSecretCharacters(ofName) ?? secretLengthProblem(ofName);
}

const levelProblem: Check<string> = (name) => {
  const levels = name.replace(/^\//, '').split('/').length;
  return levels > MAXIMUM_LEVELS ? `has ${levels} levels; at most ${MAXIMUM_LEVELS} are allowed` : undefined;
};

const arnLengthProblem: Check<string> = (arn) =>
  arn.length > MAXIMUM_PARAMETER_ARN ? tooLong('an ARN', arn.length, MAXIMUM_PARAMETER_ARN) : undefined;

const secretLengthProblem: Check<string> = (name) =>
  name.length > MAXIMUM_SECRET_NAME ? tooLong('a name', name.length, MAXIMUM_SECRET_NAME) : undefined;

function tooLong(what: string, length: number, maximum: number): string {
  return `makes ${what} of ${length} characters; at most ${maximum} are allowed: shorten it by ${length - maximum}`;
}

function pathProblem(name: string): string | undefined {
  const empty = name.split('/').includes('');
  return empty
    ? 'must not start or end with "/" or contain "//": it is put below the environment\'s own path'
    : undefined;
}

function suffixProblem(name: string): string | undefined {
  return /^[^:]*:[^:]*$/.test(name)
    ? 'must not end with a version or label: ECS accepts none for a parameter and injects the latest value'
    : undefined;
}

function arnProblem(name: string, hint = ''): string | undefined {
  return name.startsWith('arn:') ? `must be the name, not the ARN${hint}` : undefined;
}

// Secrets Manager adds such an ending to a secret's ARN. Whoever then asks for the ARN without it, does not find the secret:
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
function endingProblem(name: string): string | undefined {
  return /-[A-Za-z0-9]{6}$/.test(name)
    ? 'must not end with a hyphen and six characters, as the ARN of a secret does'
    : undefined;
}

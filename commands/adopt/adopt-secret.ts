import { arn, parseArn, type Arn, type ArnLocation } from '../../lib/aws/arns';
import { secretHierarchy } from '../../lib/naming/names';
import { relativeNameProblem, relativeSecretNameProblem } from '../../lib/secrets/secret-name-rules';
import {
  existingParameter,
  existingSecret,
  parameter,
  secretsManager,
  select,
  type SecretSource,
  type SecretsManagerSource,
} from '../../lib/secrets/secret-source';
import { SECRET_STORES } from '../../lib/secrets/secret-stores';
import { shown } from '../../lib/validation/messages';
import type { Adoption, AdoptionPlace } from './adoption';
import { leaveOutOthers } from './left-out';
import type { Container } from './task-definition';

/** What a `valueFrom` becomes, or why it cannot be declared. */
interface AdoptedSecret {
  readonly source?: SecretSource;
  readonly problem?: string;
}

type Secrets = NonNullable<Container['secrets']>;

/** Secrets of a container, or of its logs, as a field of the declaration. */
export function adoptSecrets<Field extends string>(
  into: Field,
  secrets: Secrets,
  { field, at, leaveOut, ...place }: Adoption,
): Partial<Record<Field, Readonly<Record<string, SecretSource>>>> {
  const entries = secrets.flatMap(({ name, valueFrom, ...others }) => {
    const here = { field: [...field, name], at: [...at, into, name], leaveOut };
    leaveOutOthers(others, here);
    const { source, problem } = adoptSecret(valueFrom, place);
    if (problem !== undefined) {
      leaveOut({ ...here, value: valueFrom, message: problem });
    }
    return source === undefined ? [] : [[name, source] as const];
  });
  return entries.length === 0
    ? {}
    : ({ [into]: Object.fromEntries(entries) } as Record<Field, Record<string, SecretSource>>);
}

/** Secrets with what they are declared as in the place of their ARN, which may be written in several ways. */
export function inDeclaredTerms(secrets: Secrets, place: AdoptionPlace): Secrets {
  return secrets.map((secret) => {
    const { source } = adoptSecret(secret.valueFrom, place);
    return source === undefined ? secret : { ...secret, valueFrom: JSON.stringify(source) };
  });
}

/** What ECS logs in to a registry with. */
export function adoptCredentials(
  given: NonNullable<Container['repositoryCredentials']>,
  { field, at, leaveOut, ...place }: Adoption,
): { registryCredentials?: SecretsManagerSource } {
  const { credentialsParameter, ...others } = given;
  const here = { field: [...field, 'repositoryCredentials'], at: [...at, 'registryCredentials'], leaveOut };
  leaveOutOthers(others, here);
  const { source, problem } = adoptSecret(credentialsParameter, place);
  if (problem !== undefined || source?.store !== 'secrets-manager') {
    leaveOut({ ...here, value: credentialsParameter, message: problem ?? 'is not a secret of Secrets Manager' });
  }
  return source?.store === 'secrets-manager' ? { registryCredentials: source } : {};
}

/**
 * The declaration of what ECS reads.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
 */
function adoptSecret(valueFrom: string, place: AdoptionPlace): AdoptedSecret {
  const given = parseArn(valueFrom);
  if (given === undefined) {
    return { source: parameterSource(valueFrom, { ...place.location, region: place.namesRegion }, place) };
  }
  const { partition, service, accountId, resource } = given;
  const home = place.location;
  if (partition !== home.partition) {
    return { problem: `is in the partition ${shown(partition)}, where roles of ${home.partition} have no rights` };
  }
  if (service === 'secretsmanager' && resource.startsWith('secret:')) {
    return secretsManagerSource(given, place);
  }
  if (service !== 'ssm' || !resource.startsWith('parameter/')) {
    return { problem: 'is neither a parameter nor a secret of Secrets Manager' };
  }
  const path = resource.slice('parameter/'.length);
  return accountId === home.accountId
    ? { source: parameterSource(path.includes('/') ? `/${path}` : path, given, place) }
    : {
        problem:
          `is a parameter of account ${accountId}, and ECS injects none of another account: copy it, or move it to Secrets Manager, whose ` +
          'secrets can be read from another account',
      };
}

function parameterSource(name: string, location: ArnLocation, place: AdoptionPlace): SecretSource {
  const { region } = location;
  const ownName = withoutStart(name, `/${secretHierarchy(place.environment)}/`);
  const isElsewhere = region !== place.location.region;
  const declared = place.declaredSecrets.get(SECRET_STORES['parameter-store'].arn(location, name));
  if (declared !== undefined) {
    return declared;
  }
  return !isElsewhere && relativeNameProblem(ownName) === undefined
    ? parameter(ownName)
    : existingParameter(name, isElsewhere ? { region } : {});
}

function secretsManagerSource(location: Arn, place: AdoptionPlace): AdoptedSecret {
  const [, nameAndSuffix = '', jsonKey = '', versionStage = '', versionId = ''] = location.resource.split(':');
  const [, name = nameAndSuffix, suffix = ''] = /^(.+)-([A-Za-z0-9]{6})$/.exec(nameAndSuffix) ?? [];
  const declared =
    place.declaredSecrets.get(arn(location, 'secretsmanager', `secret:${nameAndSuffix}`)) ??
    place.declaredSecrets.get(SECRET_STORES['secrets-manager'].arn(location, name));
  const { accountId, region } = location;
  if (declared === undefined && accountId !== place.location.accountId) {
    return {
      problem:
        `is a secret of account ${accountId}, which is read with its own key: declare it as existingSecret(ARN, { accountId, keyArn }), ` +
        'with the ARN of that key',
    };
  }
  const ownName = withoutStart(name, `${secretHierarchy(place.environment)}/`);
  const isElsewhere = region !== place.location.region;
  const found =
    !isElsewhere && relativeSecretNameProblem(ownName) === undefined
      ? secretsManager(ownName)
      : existingSecret(name, isElsewhere ? { region } : {});
  const source = select((declared as SecretsManagerSource | undefined) ?? found, {
    ...(jsonKey !== '' && { jsonKey }),
    ...(versionStage !== '' && { versionStage }),
    ...(versionId !== '' && { versionId }),
  });
  // AWS adds characters at random; a word is more likely the end of a name.
  return declared === undefined && /^[a-z]+$/.test(suffix)
    ? {
        source,
        problem: `ends with ${shown(`-${suffix}`)}, which was taken for the six characters that AWS adds; if it is a part of the name, add it again`,
      }
    : { source };
}

/** What follows a beginning; nothing if the text begins otherwise. */
function withoutStart(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : '';
}

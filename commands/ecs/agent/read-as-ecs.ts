import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { parseArn } from '../../../lib/aws/arns';
import type { SecretSelector } from '../../../lib/secrets/secret-source';
import type { SecretStoreName } from '../../../lib/secrets/secret-stores';
import { AwsFailure, request } from '../../aws/aws-failure';
import { batches, mapConcurrently } from '../../aws/batches';
import { selectValue, type ReadFailure, type Reading } from './select-value';

/** What a container definition's `valueFrom` names. */
interface SecretReference extends SecretSelector {
  readonly store: SecretStoreName;
  /** The ARN. */
  readonly id: string;
}

/** Something that a container gets from a parameter or secret. */
export interface InjectedSecret {
  readonly reference: SecretReference;
  /** Who gets it, for messages: `web: MY_PARAM_1`. */
  readonly recipient: string;
}

/** Who reads. */
export interface Reader {
  readonly ssm: SSMClient;
  readonly secretsManager: SecretsManagerClient;
  /** The same in a Region. */
  inRegion(region: string): Reader;
}

type Answer = { readonly whole: string } | ReadFailure;

/** Anything else, such as no network, says nothing about the secret. */
const ABOUT_THE_SECRET = ['ResourceNotFoundException', 'InvalidRequestException'];

const NAMES_PER_READ = 10;

/**
 * Reads what containers get injected, with the requests that ECS makes when it starts a task, and adds to each what was read.
 *
 * @see https://github.com/aws/amazon-ecs-agent/blob/master/agent/ssm/ssm.go
 */
export async function readAsEcs<Injected extends InjectedSecret>(
  reader: Reader,
  injected: readonly Injected[],
): Promise<(Injected & { readonly reading: Reading })[]> {
  const answers = new Map<string, Answer>();
  for (const [region, references] of byRegion(injected)) {
    const { ssm, secretsManager } = region === undefined ? reader : reader.inRegion(region);
    const found = [
      ...(await readFromParameterStore(ssm, references)),
      ...(await readFromSecretsManager(secretsManager, references)),
    ];
    found.forEach(([key, answer]) => answers.set(key, answer));
  }
  return injected.map((secret) => {
    const { reference, recipient } = secret;
    const answer = answers.get(versionKey(reference)) ?? { problem: 'missing', message: 'does not exist' };
    const reading = 'whole' in answer ? selectValue(answer.whole, reference.jsonKey, recipient) : answer;
    return { ...secret, reading };
  });
}

/** ECS asks in the Region that the ARN names. */
function byRegion(injected: readonly InjectedSecret[]): Map<string | undefined, SecretReference[]> {
  const regions = new Map<string | undefined, SecretReference[]>();
  for (const { reference } of injected) {
    const region = parseArn(reference.id)?.region;
    regions.set(region, [...(regions.get(region) ?? []), reference]);
  }
  return regions;
}

async function readFromParameterStore(
  client: SSMClient,
  references: readonly SecretReference[],
): Promise<[string, Answer][]> {
  const ids = references.filter(({ store }) => store === 'parameter-store').map(({ id }) => id);
  const answers = await mapConcurrently(batches([...new Set(ids)], NAMES_PER_READ), (batch) =>
    readBatch(client, batch),
  );
  return answers.flat();
}

async function readBatch(client: SSMClient, ids: readonly string[]): Promise<[string, Answer][]> {
  try {
    const { Parameters = [] } = await request('ssm:GetParameters', () =>
      client.send(new GetParametersCommand({ Names: [...ids], WithDecryption: true })),
    );
    // What does not exist causes no error: it is only left out, and listed in InvalidParameters.
    return Parameters.flatMap(({ Name = '', ARN = '', Value = '' }): [string, Answer][] => [
      [Name, { whole: Value }],
      [ARN, { whole: Value }],
    ]);
  } catch (error) {
    // One that is refused makes the request for all of them fail.
    const answer = readFailure(error);
    return ids.length > 1
      ? (await mapConcurrently(ids, (id) => readBatch(client, [id]))).flat()
      : ids.map((id) => [id, answer]);
  }
}

async function readFromSecretsManager(
  client: SecretsManagerClient,
  references: readonly SecretReference[],
): Promise<[string, Answer][]> {
  const secrets = references.filter(({ store }) => store === 'secrets-manager');
  const byVersion = new Map(secrets.map((reference) => [versionKey(reference), reference]));
  return mapConcurrently([...byVersion], async ([key, { id, versionStage, versionId }]): Promise<[string, Answer]> => {
    try {
      const { SecretString } = await request('secretsmanager:GetSecretValue', () =>
        client.send(new GetSecretValueCommand({ SecretId: id, VersionStage: versionStage, VersionId: versionId })),
      );
      return [
        key,
        SecretString === undefined
          ? { problem: 'value', message: 'is binary, which ECS does not inject' }
          : { whole: SecretString },
      ];
    } catch (error) {
      return [key, readFailure(error)];
    }
  });
}

/**
 * What an error says about the secret that was asked for.
 *
 * @throws the error, if it says nothing about it
 */
export function readFailure(error: unknown): ReadFailure {
  if (error instanceof AwsFailure && error.isAccessDenied) {
    return { problem: 'unreadable', message: error.message };
  }
  if (error instanceof AwsFailure && error.isKeyUnusable) {
    return { problem: 'key', message: `cannot be decrypted: its key is disabled or pending deletion (${error.code})` };
  }
  if (error instanceof AwsFailure && ABOUT_THE_SECRET.includes(error.code)) {
    return { problem: 'unreadable', message: `cannot be read (${error.code})` };
  }
  throw error;
}

function versionKey({ id, versionStage, versionId }: SecretReference): string {
  return [id, versionStage, versionId].filter((part) => part !== undefined).join(' ');
}

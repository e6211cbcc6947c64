import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { parseJsonObject } from '../../lib/secrets/secret-format';
import type { SecretUse } from '../../lib/secrets/secret-inventory';
import { PLACEHOLDER } from '../../lib/secrets/secret-names';
import type { SecretSelector, SecretSource } from '../../lib/secrets/secret-source';
import { didYouMean, shown } from '../../lib/validation/messages';
import { AwsFailure, request } from '../aws/aws-failure';
import { batches, mapConcurrently } from '../aws/batches';
import { describeUse, type ProblemCode } from './findings';

/** What a container would get for one use of a secret, or why it would not start. */
export type Resolution = Resolved | Unresolved;

interface Resolved {
  readonly use: SecretUse;
  /** What the container gets. */
  readonly value: string;
  /** The value that it is, or is a part of. */
  readonly whole: string;
}

interface Unresolved {
  readonly use: SecretUse;
  readonly problem: ProblemCode;
  /** Words that follow the name of the secret. */
  readonly message: string;
}

/** Who reads. */
interface Reader {
  readonly ssm: SSMClient;
  readonly secretsManager: SecretsManagerClient;
}

type Answer = { readonly whole: string } | Omit<Unresolved, 'use'>;

/** Anything else, such as no network, says nothing about the secret. */
const ABOUT_THE_SECRET = ['ResourceNotFoundException', 'InvalidRequestException', 'InvalidKeyId', 'DecryptionFailure'];

const NAMES_PER_READ = 10;

/**
 * Resolves what containers get injected, with the requests that ECS makes when it starts a task.
 *
 * @param idOf - what ECS asks for: the name of a parameter, the ARN of a secret with its suffix
 * @see https://github.com/aws/amazon-ecs-agent/blob/master/agent/ssm/ssm.go
 */
export async function resolveAsEcs(
  reader: Reader,
  uses: readonly SecretUse[],
  idOf: (source: SecretSource) => string,
): Promise<Resolution[]> {
  const parameters = uses.filter(({ source }) => source.store === 'parameter-store');
  const secrets = uses.filter(({ source }) => source.store === 'secrets-manager');
  const answers = new Map([
    ...(await readParameters(reader.ssm, distinct(parameters.map(({ source }) => idOf(source))))),
    ...(await readSecrets(reader.secretsManager, secrets, idOf)),
  ]);
  return uses.map((use) => {
    const answer = answers.get(versionKey(use.source, idOf)) ?? { problem: 'missing', message: 'does not exist' };
    return 'whole' in answer ? select(use, answer.whole) : { use, ...answer };
  });
}

async function readParameters(client: SSMClient, names: readonly string[]): Promise<[string, Answer][]> {
  const answers = await mapConcurrently(batches(names, NAMES_PER_READ), (batch) => readBatch(client, batch));
  return answers.flat();
}

async function readBatch(client: SSMClient, names: readonly string[]): Promise<[string, Answer][]> {
  try {
    const { Parameters = [] } = await request('ssm:GetParameters', () =>
      client.send(new GetParametersCommand({ Names: [...names], WithDecryption: true })),
    );
    // What does not exist is no error: it is only left out, and listed in InvalidParameters.
    return Parameters.map(({ Name = '', Value = '' }) => [Name, { whole: Value }]);
  } catch (error) {
    // One that is refused makes the request for all of them fail.
    if (
      names.length > 1 &&
      error instanceof AwsFailure &&
      (error.isAccessDenied || ABOUT_THE_SECRET.includes(error.code))
    ) {
      return (await mapConcurrently(names, (name) => readBatch(client, [name]))).flat();
    }
    const answer = failedAnswer(error);
    return names.map((name) => [name, answer]);
  }
}

async function readSecrets(
  client: SecretsManagerClient,
  uses: readonly SecretUse[],
  idOf: (source: SecretSource) => string,
): Promise<[string, Answer][]> {
  const byVersion = new Map(uses.map(({ source }) => [versionKey(source, idOf), source]));
  return mapConcurrently([...byVersion], async ([key, source]): Promise<[string, Answer]> => {
    const { versionStage, versionId } = selectorOf(source);
    try {
      const { SecretString } = await request('secretsmanager:GetSecretValue', () =>
        client.send(
          new GetSecretValueCommand({ SecretId: idOf(source), VersionStage: versionStage, VersionId: versionId }),
        ),
      );
      return [
        key,
        SecretString === undefined
          ? { problem: 'value', message: 'is binary, of which ECS injects nothing' }
          : { whole: SecretString },
      ];
    } catch (error) {
      return [key, failedAnswer(error)];
    }
  });
}

function failedAnswer(error: unknown): Answer {
  if (error instanceof AwsFailure && error.isAccessDenied) {
    return { problem: 'unreadable', message: error.message };
  }
  if (error instanceof AwsFailure && ABOUT_THE_SECRET.includes(error.code)) {
    return { problem: 'unreadable', message: `cannot be read (${error.code})` };
  }
  throw error;
}

function select(use: SecretUse, whole: string): Resolution {
  const { jsonKey } = selectorOf(use.source);
  if (jsonKey === undefined) {
    return { use, value: whole, whole };
  }
  if (whole === PLACEHOLDER) {
    return { use, problem: 'placeholder', message: `is still the placeholder, and has no key ${shown(jsonKey)}` };
  }
  const object = parseJsonObject(whole);
  const unresolved = (message: string): Unresolved => ({ use, problem: 'json-key', message });
  if (object === undefined) {
    return unresolved(`is no JSON object, of which ${describeUse(use)} gets the key ${shown(jsonKey)}`);
  }
  if (!Object.hasOwn(object, jsonKey)) {
    return unresolved(
      `lacks the key ${shown(jsonKey)} of ${describeUse(use)}${didYouMean(jsonKey, Object.keys(object))}`,
    );
  }
  const value = injectedText(object[jsonKey]);
  return value === undefined
    ? unresolved(`has under the key ${shown(jsonKey)} of ${describeUse(use)} something else than text or a number`)
    : { use, value, whole };
}

/**
 * The text that ECS makes of a JSON value: from a million on, it writes numbers with an exponent.
 *
 * @see https://github.com/aws/amazon-ecs-agent/blob/master/agent/asm/asm.go GetSecretFromASMWithInput, which formats with %v
 */
function injectedText(value: unknown): string | undefined {
  if (typeof value === 'number') {
    const size = Math.abs(value);
    const plain = size === 0 || (size >= 1e-4 && size < 1e6);
    return plain ? String(value) : value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
}

function versionKey(source: SecretSource, idOf: (source: SecretSource) => string): string {
  const { versionStage, versionId } = selectorOf(source);
  return [idOf(source), versionStage, versionId].filter((part) => part !== undefined).join(' ');
}

function selectorOf(source: SecretSource): SecretSelector {
  return source.store === 'secrets-manager' ? source : {};
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

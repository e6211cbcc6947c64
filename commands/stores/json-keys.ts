import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { stringify } from 'lossless-json';
import { PLACEHOLDER } from '../../lib/secrets/secret-names';
import { request, requestUnless } from '../aws/aws-failure';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { parseJsonObject } from './secret-format';

const ATTEMPTS = 10;

/** What `change` writes. */
interface JsonKeyChange {
  /** Name of the secret, for messages. */
  readonly name: string;
  readonly arn: string;
  readonly keys: Readonly<Record<string, string>>;
  /** Refuses the whole new value by throwing. */
  readonly check: (value: string) => void;
}

/**
 * Changes some keys of a secret whose value is a JSON object, as a new version, and keeps all others.
 *
 * Secrets Manager has no conditional write, so two writers could each read the same version, and the later one would undo the
 * earlier. But it refuses a second version of one id with another content, and lets the writer choose the id: here the id follows
 * from the version that was read. Of two writers that read the same version one is refused, and starts again with what the other
 * wrote.
 *
 * @returns the id of the new version
 */
export async function changeJsonKeys(client: SecretsManagerClient, change: JsonKeyChange): Promise<string> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    // The labels first, then the value of exactly that version: a write in between is noticed.
    const base = await readLabels(client, change.arn);
    const value = await readVersion(client, change.arn, base.current);
    const changed = mergeKeys(change.name, value, change.keys);
    change.check(changed);

    const written = await requestUnless(['ResourceExistsException'], 'secretsmanager:PutSecretValue', () =>
      client.send(
        new PutSecretValueCommand({
          SecretId: change.arn,
          SecretString: changed,
          ClientRequestToken: nextVersionId(change.arn, base),
        }),
      ),
    );
    if (written?.VersionId !== undefined) {
      await refuseOvertaken(client, change, base, written.VersionId);
      return written.VersionId;
    }
    await setTimeout(Math.random() * 200 * attempt);
  }
  throw new CommandFailure(
    `${change.name} could not be changed: somebody else changed it each time, or its staging labels were moved back by hand. ` +
      'Run the command again, or set the whole value.',
    { exitCode: EXIT.findings },
  );
}

interface Labels {
  readonly current?: string;
  readonly previous?: string;
}

async function readLabels(client: SecretsManagerClient, arn: string): Promise<Labels> {
  const { VersionIdsToStages = {} } = await request('secretsmanager:DescribeSecret', () =>
    client.send(new DescribeSecretCommand({ SecretId: arn })),
  );
  const versionWith = (label: string) =>
    Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes(label))?.[0];
  return { current: versionWith('AWSCURRENT'), previous: versionWith('AWSPREVIOUS') };
}

async function readVersion(client: SecretsManagerClient, arn: string, version?: string): Promise<string> {
  if (version === undefined) {
    return PLACEHOLDER;
  }
  const { SecretString = '' } = await request('secretsmanager:GetSecretValue', () =>
    client.send(new GetSecretValueCommand({ SecretId: arn, VersionId: version })),
  );
  return SecretString;
}

/** The value with some keys changed; a secret that was never set counts as an empty object. */
export function mergeKeys(name: string, value: string, keys: Readonly<Record<string, string>>): string {
  const object = value === PLACEHOLDER ? new Map<string, unknown>() : parseJsonObject(value);
  if (object === undefined) {
    throw new CommandFailure(
      `${name} is not a JSON object, or has two different values under one name, so no key of it can be set. Set its whole value.`,
      { exitCode: EXIT.findings },
    );
  }
  // Numbers keep every digit.
  return stringify({ ...Object.fromEntries(object), ...keys }) ?? '';
}

/**
 * AWSPREVIOUS is part of it, so that after AWSCURRENT was moved back to an earlier version the id is not that of the version which
 * followed then.
 */
function nextVersionId(arn: string, { current = '', previous = '' }: Labels): string {
  const digest = createHash('sha256').update([arn, current, previous].join('\n')).digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** Writers that do not choose the id, such as the console, are noticed afterwards: their version is the one before this one. */
async function refuseOvertaken(
  client: SecretsManagerClient,
  { name, arn }: JsonKeyChange,
  base: Labels,
  written: string,
): Promise<void> {
  const { current, previous } = await readLabels(client, arn);
  if (current === written && base.current !== undefined && previous !== base.current) {
    throw new CommandFailure(
      `${name} was changed by something else at the same moment. That version, ${previous ?? 'unknown'}, is now AWSPREVIOUS, ` +
        'and what it changed is not in the current one. Compare the two, and set again what is missing.',
      { exitCode: EXIT.findings },
    );
  }
}

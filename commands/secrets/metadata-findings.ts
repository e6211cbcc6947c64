import { defaultTags, type Environment } from '../../lib/environment/names';
import type { DeclaredSecret, SecretUse } from '../../lib/secrets/secret-inventory';
import { valueVariableName } from '../../lib/secrets/secret-names';
import { didYouMean } from '../../lib/validation/messages';
import { commandsFor, describeUse, findingFor, type Finding } from './findings';
import type { StoredSecret } from './secret-store';

/** A stored secret together with what another service says of its key. */
export interface Inspected {
  readonly stored: StoredSecret;
  readonly hasDeclaredKey: boolean;
  /** State of the declared key, as KMS calls it. @default - it is the AWS-managed one, or not known */
  readonly keyState?: string;
}

/** The tags that a secret must bear; somebody else's bears what it likes. */
export function expectedTags(environment: Environment, { source }: DeclaredSecret): Record<string, string> {
  return source.ownership === 'managed' ? defaultTags(environment) : {};
}

/** The expected tags that a secret lacks, or bears with another value. */
export function missingTags(tags: Readonly<Record<string, string>>, expected: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(expected).filter(([key, value]) => tags[key] !== value));
}

/** What is wrong with a secret as far as it can be told without its value. */
export function metadataFindings(
  environment: Environment,
  secret: DeclaredSecret,
  inspected: Inspected | undefined,
): Finding[] {
  const finding = findingFor(secret);
  const commands = commandsFor(environment);
  const { source, storedName } = secret;
  const managed = source.ownership === 'managed';
  if (inspected === undefined) {
    const remedy = managed
      ? `Deploy, which creates it, and set it: ${commands.deploy}; ${commands.set(secret)}`
      : 'Ask its owner to create it in this account and Region, or correct the declaration.';
    return [finding('missing', 'does not exist', remedy)];
  }
  const { stored, hasDeclaredKey, keyState = 'Enabled' } = inspected;
  if (stored.deleted) {
    return [
      finding('deleted', 'was deleted and waits for the end of its recovery window', commands.restore(storedName)),
    ];
  }
  const wrongTags = Object.keys(missingTags(stored.tags, expectedTags(environment, secret)));
  return [
    ...(managed && stored.unchanged
      ? [
          finding(
            'never-set',
            `was never set: it holds the placeholder, unless TF_VAR_${valueVariableName(source)} gave it a value when it was created`,
            `${commands.set(secret)}; check --deep tells whether it is the placeholder`,
          ),
        ]
      : []),
    ...(source.store === 'parameter-store' && stored.type !== 'SecureString'
      ? [
          finding(
            'type',
            `is a ${stored.type ?? 'parameter of unknown type'}, stored in plain text, and not a SecureString`,
            managed
              ? `Delete it, so that its history goes, too; then ${commands.deploy}; ${commands.set(secret)}`
              : 'Ask its owner to store it as a SecureString.',
          ),
        ]
      : []),
    ...(wrongTags.length > 0
      ? [
          finding(
            'tags',
            `lacks the right value of ${wrongTags.length === 1 ? 'the tag' : 'the tags'} ${wrongTags.join(', ')}; ` +
              'roles may read only what bears the tags of their application and environment',
            `${commands.deploy}, or ${commands.set(secret)}`,
          ),
        ]
      : []),
    ...(hasDeclaredKey ? [] : [keyFinding(environment, secret, stored)]),
    ...(keyState === 'Enabled'
      ? []
      : [finding('key', `cannot be decrypted: its key is in the state ${keyState}`, commands.restoreKey)]),
    ...secret.uses.flatMap((use) => versionFindings(environment, secret, stored, use)),
  ];
}

function keyFinding(environment: Environment, secret: DeclaredSecret, { keyId }: StoredSecret): Finding {
  const commands = commandsFor(environment);
  const actual = keyId ?? 'the AWS-managed key';
  return findingFor(secret)(
    'key',
    `is encrypted with ${actual}, which is not the declared key: the roles that use it may not decrypt with it`,
    secret.source.ownership === 'managed'
      ? `${commands.set(secret)}, which encrypts with the declared key`
      : 'Declare its key with `keyArn`, or ask its owner to change the key.',
  );
}

/** What is wrong with the version that one use selects. */
export function versionFindings(
  environment: Environment,
  secret: DeclaredSecret,
  { stages, version }: StoredSecret,
  use: SecretUse,
): Finding[] {
  if (use.source.store === 'parameter-store') {
    return [];
  }
  const finding = findingFor(secret);
  const remedy = `See its versions: ${commandsFor(environment).history(secret)}`;
  const { versionStage, versionId } = use.source;
  if (versionId !== undefined) {
    return Object.values(stages).includes(versionId)
      ? []
      : [
          finding(
            'version',
            `has no version ${versionId} that bears a staging label, which ${describeUse(use)} selects (AWS deletes versions without labels)`,
            remedy,
          ),
        ];
  }
  const stage = versionStage ?? 'AWSCURRENT';
  if (stage === 'AWSCURRENT' ? version !== undefined : stages[stage] !== undefined) {
    return [];
  }
  const suggestion = didYouMean(stage, Object.keys(stages));
  return [
    finding(
      'stage',
      `has no version with the staging label ${stage}, which ${describeUse(use)} selects${suggestion}`,
      remedy,
    ),
  ];
}

import type { Environment } from '../../../lib/environment/environment';
import { describeUse, type DeclaredSecret } from '../../../lib/environment/secret-inventory';
import { defaultTags } from '../../../lib/naming/names';
import { operatorCommands } from '../../../lib/naming/operator-commands';
import { valueVariableName } from '../../../lib/secrets/secret-names';
import { declaredAccount, declaredRegion, placedName } from '../../../lib/secrets/secret-location';
import { selectorOf } from '../../../lib/secrets/secret-selector';
import type { SecretSource } from '../../../lib/secrets/secret-source';
import { requiredTags } from '../../../lib/tasks/secret-statements';
import type { SecretUse } from '../../../lib/tasks/workload';
import { didYouMean } from '../../../lib/validation/messages';
import type { ActualKey } from '../../stores/encryption-keys';
import type { StoredSecret } from '../../stores/secret-store';
import { commandsFor, findingFor, newValueCommand, restoreKey, setCommand, type Finding } from './findings';

/** A stored secret together with what another service says of its key. */
export interface Inspected {
  readonly stored: StoredSecret;
  readonly key: ActualKey;
  /** State of the key, as KMS calls it, if it is the declared one. @default - it is the AWS-managed one, or not known */
  readonly keyState?: string;
}

/** The tags that a secret must have. Those of existing ones are their owners'. */
export function expectedTags(environment: Environment, { source }: DeclaredSecret): Record<string, string> {
  return source.ownership === 'managed' ? defaultTags(environment) : {};
}

/** The expected tags that a secret lacks, or has with another value. */
export function missingTags(tags: Readonly<Record<string, string>>, expected: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(expected).filter(([key, value]) => tags[key] !== value));
}

/** What is wrong with a secret that can be seen without its value. */
export function metadataFindings(
  environment: Environment,
  secret: DeclaredSecret,
  inspected: Inspected | undefined,
): Finding[] {
  const finding = findingFor(secret);
  const commands = commandsFor(environment, secret);
  const set = setCommand(environment, secret);
  const giveValue = newValueCommand(environment, secret);
  const { source, storedName } = secret;
  const managed = source.ownership === 'managed';
  if (inspected === undefined) {
    const remedy = managed
      ? `Deploy, which creates it, then set it: ${commands.deploy}; ${giveValue}`
      : `Ask its owner to create it in ${placeOf(source)}, or correct the declaration.`;
    return [finding('missing', 'does not exist', remedy)];
  }
  const { stored, key, keyState = 'Enabled' } = inspected;
  if (stored.hidden) {
    return [];
  }
  if (stored.deleted) {
    return [
      finding('deleted', 'was deleted, and its recovery window has not ended yet', commands.restoreSecret(storedName)),
    ];
  }
  const wrongTags = wrongTagsOf(environment, secret, stored).filter((tag) => isRequired(environment, tag));
  const wrongType = typeFindings(environment, secret, stored);
  return [
    ...(managed && stored.unchanged
      ? [
          finding(
            'never-set',
            `was never set: it contains the placeholder, unless TF_VAR_${valueVariableName(source)} gave it a value when it was created`,
            `${giveValue}. This shows whether it is the placeholder: ${commands.checkDeep}`,
          ),
        ]
      : []),
    ...wrongType,
    ...(wrongTags.length > 0
      ? [
          finding(
            'tags',
            `${lacksTags(wrongTags)}; ` + 'roles may read only what has the tags of their application and environment',
            `${commands.deploy}, or ${set}`,
          ),
        ]
      : []),
    // Which key is right depends on the type.
    ...(key === 'other' && wrongType.length === 0 ? [keyFinding(environment, secret, stored)] : []),
    ...(keyState === 'Enabled'
      ? []
      : [finding('key', `cannot be decrypted: its key is in the state ${keyState}`, restoreKey(environment, secret))]),
    ...secret.uses.flatMap((use) => versionFindings(environment, secret, stored, use)),
  ];
}

/** Whether it is stored in plain text exactly if it is declared so. */
function typeFindings(environment: Environment, secret: DeclaredSecret, { plainTextType }: StoredSecret): Finding[] {
  const finding = findingFor(secret);
  const { source } = secret;
  if ('plainText' in source && source.plainText === true) {
    return plainTextType !== undefined
      ? []
      : [
          finding(
            'type',
            'is a SecureString, so its owner keeps it secret, and it is declared as plain text',
            'Remove `plainText` from its declaration, and name its key with `keyArn` if that is customer-managed.',
          ),
        ];
  }
  return plainTextType === undefined
    ? []
    : [
        finding(
          'type',
          `is a ${plainTextType}, stored in plain text, and not a SecureString`,
          source.ownership === 'managed'
            ? `Delete it, and its history with it; then ${operatorCommands(environment).deploy}; ${newValueCommand(environment, secret)}`
            : 'Ask its owner to store it as a SecureString, or declare `plainText: true` if it is no secret.',
        ),
      ];
}

/** What differs from the declaration of a secret, and yet lets every role read it. */
export function metadataNotes(environment: Environment, secret: DeclaredSecret, { stored, key }: Inspected): string[] {
  const { source, storedName } = secret;
  const secretName = placedName(source, storedName);
  const wrongTags = wrongTagsOf(environment, secret, stored).filter((tag) => !isRequired(environment, tag));
  if (stored.deleted || stored.hidden) {
    return [];
  }
  return [
    ...(key === 'aws-managed'
      ? [
          `${secretName} is encrypted with the AWS-managed key, which is not the declared key, but which every role may use through the store. ` +
            (source.ownership === 'managed'
              ? `This encrypts it with the declared key: ${setCommand(environment, secret)}`
              : 'Its `keyArn` is not needed.'),
        ]
      : []),
    ...(wrongTags.length > 0
      ? [
          `${secretName} ${lacksTags(wrongTags)}, for which no role is asked. ` +
            `This corrects it: ${operatorCommands(environment).deploy}, or ${setCommand(environment, secret)}`,
        ]
      : []),
  ];
}

function wrongTagsOf(environment: Environment, secret: DeclaredSecret, { tags }: StoredSecret): string[] {
  return Object.keys(missingTags(tags, expectedTags(environment, secret)));
}

/** Whether the policies of the roles ask for a tag. */
function isRequired(environment: Environment, tag: string): boolean {
  return Object.hasOwn(requiredTags(environment), `aws:ResourceTag/${tag}`);
}

function lacksTags(tags: readonly string[]): string {
  return `lacks the right value of ${tags.length === 1 ? 'the tag' : 'the tags'} ${tags.join(', ')}`;
}

function placeOf(source: SecretSource): string {
  const account = declaredAccount(source);
  return `${account === undefined ? 'this account' : `account ${account}`} and ${declaredRegion(source) ?? 'Region'}`;
}

function keyFinding(environment: Environment, secret: DeclaredSecret, { keyId }: StoredSecret): Finding {
  const actual = keyId ?? 'the AWS-managed key';
  return findingFor(secret)(
    'key',
    `is encrypted with ${actual}, which is not the declared key: the roles that use it may not decrypt with it`,
    secret.source.ownership === 'managed'
      ? `${setCommand(environment, secret)}, which encrypts with the declared key`
      : 'Declare its key with `keyArn`, or ask its owner to change the key.',
  );
}

/** What is wrong with the version that one use selects. */
export function versionFindings(
  environment: Environment,
  secret: DeclaredSecret,
  { stages, version, hidden }: StoredSecret,
  use: SecretUse,
): Finding[] {
  if (hidden) {
    return [];
  }
  const finding = findingFor(secret);
  const remedy = `List its versions: ${operatorCommands(environment).history(placedName(secret.source, secret.source.name))}`;
  const { versionStage, versionId } = selectorOf(use.source);
  if (versionId !== undefined) {
    return Object.values(stages).includes(versionId)
      ? []
      : [
          finding(
            'version',
            `has no version ${versionId} with a staging label, which ${describeUse(use)} selects (AWS deletes versions without labels)`,
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

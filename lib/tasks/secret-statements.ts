import type { ArnLocation } from '../aws/arns';
import type { PolicyConditions, PolicyStatement } from '../aws/policy-document';
import { regionalServiceName } from '../aws/regions';
import { defaultTags, type EnvironmentIdentity } from '../naming/names';
import { secretLocation } from '../secrets/secret-location';
import { secretKey } from '../secrets/secret-names';
import type { SecretSource } from '../secrets/secret-source';
import { SECRET_STORES, type SecretStoreFacts } from '../secrets/secret-stores';
import { startSecrets, type Workload } from './workload';

/** How the policies of a workload name what they give access to; references in a stack, literals where they are only counted. */
export interface PolicyReferences {
  readonly location: ArnLocation;
  /** The ARN of a parameter, or of a secret with its suffix. */
  secretArn(source: SecretSource): string;
  /** The ARN of the customer-managed key that encrypts a parameter or secret, if one does. */
  secretKeyArn(source: SecretSource): string | undefined;
  /** The ARN of the environment's own key, if it has one. */
  readonly environmentKeyArn?: string;
}

/** Reading exactly the secrets that ECS needs to start a workload, and decrypting them with exactly their keys. */
export function secretStatements(
  environment: EnvironmentIdentity,
  workload: Workload,
  references: PolicyReferences,
): PolicyStatement[] {
  // By their names and not by their ARNs, which in a stack are tokens: their text is not the same in every synth.
  const sources = startSecrets(workload)
    .map(({ source }) => ({ source, key: secretKey(environment, source) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ source }) => source);
  return Object.entries(SECRET_STORES).flatMap(([store, facts]) => {
    const inStore = sources.filter((source) => source.store === store);
    const managed = inStore.filter(({ ownership }) => ownership === 'managed');
    const existing = inStore.filter(({ ownership }) => ownership === 'existing');
    const { readAction } = facts;
    return [
      ...readStatement(`Read${plural(facts)}`, readAction, references, managed, {
        StringEquals: requiredTags(environment),
      }),
      ...readStatement(`ReadExisting${plural(facts)}`, readAction, references, existing),
      ...decryptStatements(facts, inStore, references),
    ];
  });
}

/**
 * What the tags of a managed secret must be for its environment's roles to read it, by condition key: its name may have been taken over
 * by somebody else.
 */
export function requiredTags(environment: EnvironmentIdentity) {
  const { application, environment: name } = defaultTags(environment);
  return { 'aws:ResourceTag/application': application, 'aws:ResourceTag/environment': name };
}

function readStatement(
  sid: string,
  action: string,
  references: PolicyReferences,
  sources: readonly SecretSource[],
  condition?: PolicyConditions,
): PolicyStatement[] {
  if (sources.length === 0) {
    return [];
  }
  const resources = distinct(sources.map((source) => references.secretArn(source)));
  return [
    { Sid: sid, Effect: 'Allow', Action: [action], Resource: resources, ...(condition && { Condition: condition }) },
  ];
}

/** With the AWS-managed keys none are needed: their key policies let every role of the account decrypt through the store. */
function decryptStatements(
  facts: SecretStoreFacts,
  sources: readonly SecretSource[],
  references: PolicyReferences,
): PolicyStatement[] {
  const { service, encryptionContextKey } = facts;
  const byKey = new Map<string, { readonly viaService: string; readonly secretArns: Set<string> }>();
  for (const source of sources) {
    const keyArn = references.secretKeyArn(source);
    if (keyArn !== undefined) {
      // All that a key encrypts is in its own Region.
      const viaService = regionalServiceName(secretLocation(references.location, source), service);
      const encrypted = byKey.get(keyArn) ?? { viaService, secretArns: new Set() };
      byKey.set(keyArn, encrypted);
      encrypted.secretArns.add(references.secretArn(source));
    }
  }
  return [...byKey].map(([keyArn, { viaService, secretArns }], index) => ({
    Sid: `Decrypt${plural(facts)}${byKey.size === 1 ? '' : index + 1}`,
    Effect: 'Allow',
    Action: ['kms:Decrypt'],
    Resource: [keyArn],
    Condition: {
      StringEquals: {
        'kms:ViaService': viaService,
        [`kms:EncryptionContext:${encryptionContextKey}`]: [...secretArns],
      },
    },
  }));
}

function plural({ noun }: SecretStoreFacts): string {
  return { parameter: 'Parameters', secret: 'Secrets' }[noun];
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

import { regionalServiceName } from '../aws/service-names';
import { defaultTags, type Environment } from '../environment/names';
import type { Workload } from '../environment/workloads';
import { injectedSecrets, secretKey } from '../secrets/secret-inventory';
import type { SecretSource } from '../secrets/secret-source';
import type { PolicyConditions, PolicyStatement } from './policy-document';
import type { PolicyReferences } from './policy-references';

/** How each store is read, and how KMS tells on whose behalf it decrypts. */
const STORES = {
  'parameter-store': {
    noun: 'Parameters',
    action: 'ssm:GetParameters',
    service: 'ssm',
    encryptionContextKey: 'PARAMETER_ARN',
  },
  'secrets-manager': {
    noun: 'Secrets',
    action: 'secretsmanager:GetSecretValue',
    service: 'secretsmanager',
    encryptionContextKey: 'SecretARN',
  },
} as const;

/** Reading exactly the secrets that a workload gets injected, and decrypting them with exactly their keys. */
export function readSecrets(
  environment: Environment,
  workload: Workload,
  references: PolicyReferences,
): PolicyStatement[] {
  // By their names and not by their ARNs, which in a stack are tokens: their text is not the same in every synth.
  const sources = injectedSecrets(workload)
    .map(({ source }) => source)
    .sort((a, b) => (secretKey(environment, a) < secretKey(environment, b) ? -1 : 1));
  return (['parameter-store', 'secrets-manager'] as const).flatMap((store) => {
    const inStore = sources.filter((source) => source.store === store);
    const managed = inStore.filter(({ ownership }) => ownership === 'managed');
    const existing = inStore.filter(({ ownership }) => ownership === 'existing');
    const { noun, action } = STORES[store];
    return [
      ...readStatement(`Read${noun}`, action, references, managed, ownTags(environment)),
      ...readStatement(`ReadExisting${noun}`, action, references, existing),
      ...decryptStatements(store, inStore, references),
    ];
  });
}

/** Only what bears the tags of its own application and environment, even if its name were taken over by somebody else. */
function ownTags(environment: Environment): PolicyConditions {
  const { application, environment: name } = defaultTags(environment);
  return {
    StringEquals: { 'aws:ResourceTag/application': application ?? '', 'aws:ResourceTag/environment': name ?? '' },
  };
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
  store: keyof typeof STORES,
  sources: readonly SecretSource[],
  references: PolicyReferences,
): PolicyStatement[] {
  const { noun, service, encryptionContextKey } = STORES[store];
  const keyArns = distinct(sources.flatMap((source) => references.secretKeyArn(source) ?? []));
  return keyArns.map((keyArn, index) => ({
    Sid: `Decrypt${noun}${keyArns.length === 1 ? '' : index + 1}`,
    Effect: 'Allow',
    Action: ['kms:Decrypt'],
    Resource: [keyArn],
    Condition: {
      StringEquals: {
        'kms:ViaService': regionalServiceName(references.location, service),
        [`kms:EncryptionContext:${encryptionContextKey}`]: distinct(
          sources
            .filter((source) => references.secretKeyArn(source) === keyArn)
            .map((source) => references.secretArn(source)),
        ),
      },
    },
  }));
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

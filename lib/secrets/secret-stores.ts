import { arn, type ArnLocation } from '../aws/arns';
import type { SecretSource } from './secret-source';

export type SecretStoreName = SecretSource['store'];

/** What differs between the stores, wherever secrets are named, granted, read or checked. */
export interface SecretStoreFacts {
  /** As declarations and results name it. */
  readonly name: SecretStoreName;

  /** As people call it. */
  readonly title: string;

  /** One of the things that it stores, as part of names that Terraform and people see. */
  readonly noun: 'parameter' | 'secret';

  /** What the names of managed ones start with in the store. */
  readonly nameStart: '' | '/';

  /** The action with which ECS reads a value. */
  readonly readAction: string;

  /** As ARNs and `kms:ViaService` name it. */
  readonly service: 'ssm' | 'secretsmanager';

  /** Key of the encryption context in which KMS gets the ARN. */
  readonly encryptionContextKey: string;

  /** Whether a JSON key or a version of a value can be selected. */
  readonly hasSelectors: boolean;

  /** Whether a list of its secrets may miss what was changed in the last minutes. */
  readonly listsLag: boolean;

  /** The ARN of a secret of this name. Characters that only AWS knows are `?`, as a policy writes them. */
  readonly arn: (location: ArnLocation, storedName: string) => string;

  /** How many bytes the value of a secret may have. */
  readonly maximumBytes: (source: SecretSource) => number;

  /** Whether a value that contains `{{` and later `}}` is refused, because it would refer to another one. */
  readonly refusesReferences: boolean;
}

/** Every store, by its name. */
export const SECRET_STORES: Readonly<Record<SecretStoreName, SecretStoreFacts>> = {
  /**
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
   */
  'parameter-store': {
    name: 'parameter-store',
    title: 'Parameter Store',
    noun: 'parameter',
    nameStart: '/',
    readAction: 'ssm:GetParameters',
    service: 'ssm',
    encryptionContextKey: 'PARAMETER_ARN',
    hasSelectors: false,
    listsLag: false,
    // The name's leading slash is not repeated: `/app/dev/X` is `parameter/app/dev/X`, and `X` is `parameter/X`.
    arn: (location, storedName) => arn(location, 'ssm', `parameter/${storedName.replace(/^\//, '')}`),
    // Which tier somebody else's parameter has is not known here.
    maximumBytes: (source) =>
      source.ownership === 'existing' || ('tier' in source && source.tier === 'Advanced') ? 8192 : 4096,
    // What PutParameter answers: "Parameter value can't nest another parameter. Do not use "{{}}" in the value."
    refusesReferences: true,
  },
  /**
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html#iam-resources
   */
  'secrets-manager': {
    name: 'secrets-manager',
    title: 'Secrets Manager',
    noun: 'secret',
    nameStart: '',
    readAction: 'secretsmanager:GetSecretValue',
    service: 'secretsmanager',
    encryptionContextKey: 'SecretARN',
    hasSelectors: true,
    listsLag: true,
    arn: (location, storedName) => arn(location, 'secretsmanager', `secret:${storedName}-??????`),
    maximumBytes: () => 65_536,
    refusesReferences: false,
  },
};

/** The store whose names are paths, below which an application can read at run time. */
export const RUNTIME_STORE = 'parameter-store' satisfies SecretStoreName;

/** The action with which an application reads all that is below a path. */
export const RUNTIME_READ_ACTION = 'ssm:GetParametersByPath';

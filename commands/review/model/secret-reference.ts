import { parseArn } from '../../../lib/aws/arns';
import { SECRET_STORES, type SecretStoreName } from '../../../lib/secrets/secret-stores';
import { text } from './attributes';
import type { StackSide } from './stack-side';

/** A parameter or secret, or a pattern of names. */
export interface SecretReference {
  readonly store: SecretStoreName;
  /** Name in the store, after its Region or account if that is not known to be the environment's. */
  readonly name: string;
}

const TYPES = { aws_ssm_parameter: 'parameter-store', aws_secretsmanager_secret: 'secrets-manager' } as const;

/** What a `valueFrom` or the resource of a policy means: a reference of Terraform, or an ARN. Nothing if it is neither. */
export function secretReference(side: StackSide, value: string, region: string): SecretReference | undefined {
  for (const [type, store] of Object.entries(TYPES)) {
    const owner = side.find(type, value) ?? side.find(type, value.split(':').slice(0, 7).join(':'));
    const name = text(owner?.attributes.name);
    if (name !== undefined) {
      return { store, name };
    }
  }
  const arn = parseArn(value);
  const store = Object.values(SECRET_STORES).find(({ service }) => service === arn?.service)?.name;
  if (arn === undefined || store === undefined) {
    return undefined;
  }
  const name = nameIn(store, arn.resource);
  return name === undefined
    ? undefined
    : { store, name: [region, '*'].includes(arn.region) ? name : `${arn.region}:${name}` };
}

function nameIn(store: SecretStoreName, resource: string): string | undefined {
  if (store === 'secrets-manager') {
    // Followed by what AWS appends, or a policy's `??????`, and by what is selected.
    return /^secret:([^:]+?)(?:-(?:[A-Za-z0-9]{6}|\?{6}))?(?::.*)?$/.exec(resource)?.[1] ?? undefined;
  }
  const path = /^parameter\/(.+)$/.exec(resource)?.[1];
  // The ARN of `X` has no other slash than that of `/X`; a name with another has one at its beginning.
  return path === undefined ? undefined : path.includes('/') ? `/${path}` : path;
}

import { parseArn, type ArnLocation } from '../aws/arns';
import type { SecretSource } from './secret-source';

/** The ARN of a secret of another account, which is declared by its ARN. */
export function arnInOtherAccount(source: SecretSource): string | undefined {
  const isElsewhere =
    source.store === 'secrets-manager' && source.ownership === 'existing' && source.accountId !== undefined;
  return isElsewhere ? source.name : undefined;
}

/** The account that a secret is in, if its declaration says so. */
export function declaredAccount(source: SecretSource): string | undefined {
  return parseArn(arnInOtherAccount(source) ?? '')?.accountId;
}

/** The Region that a secret is in, if its declaration says so. */
export function declaredRegion(source: SecretSource): string | undefined {
  const arn = arnInOtherAccount(source);
  if (arn !== undefined) {
    return parseArn(arn)?.region;
  }
  return source.ownership === 'existing' ? source.region : undefined;
}

/** Where a secret is: in the environment's account and Region, unless its declaration says otherwise. */
export function secretLocation(environment: ArnLocation, source: SecretSource): ArnLocation {
  const { partition, region, accountId } = environment;
  return {
    partition,
    region: declaredRegion(source) ?? region,
    accountId: declaredAccount(source) ?? accountId,
  };
}

/** The declared name of a secret, also of one that is declared by its ARN. */
export function nameInStore(source: SecretSource): string {
  const resource = parseArn(arnInOtherAccount(source) ?? '')?.resource;
  return resource?.replace(/^secret:(.*)-[A-Za-z0-9]{6}$/, '$1') ?? source.name;
}

/**
 * A name that is another for each secret of an environment: one of another Region is named after that. No name in a store contains a
 * colon, and an ARN names its Region itself.
 */
export function placedName(source: SecretSource, name: string): string {
  const region = arnInOtherAccount(source) === undefined ? declaredRegion(source) : undefined;
  return region === undefined ? name : `${region}:${name}`;
}

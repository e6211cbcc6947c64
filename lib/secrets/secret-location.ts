import type { ArnLocation } from '../aws/arns';
import type { SecretSource } from './secret-source';

/** The Region that a secret is in, if it is another than the environment's. */
export function otherRegion(source: SecretSource): string | undefined {
  return source.ownership === 'existing' ? source.region : undefined;
}

/** Where a secret is: in the environment's account and Region, unless its declaration says otherwise. */
export function secretLocation(environment: ArnLocation, source: SecretSource): ArnLocation {
  return { ...environment, region: otherRegion(source) ?? environment.region };
}

/** A name that is another for each secret of an environment. No name in a store contains a colon. */
export function placedName(source: SecretSource, name: string): string {
  const region = otherRegion(source);
  return region === undefined ? name : `${region}:${name}`;
}

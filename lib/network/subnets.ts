import type { OwnNetworkConfig, SubnetConfig } from './network-config';

/** The zones of subnets, each once and sorted. */
export function zonesOf(subnets: readonly SubnetConfig[]): string[] {
  return [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))].sort();
}

/** Known by their ranges, which cannot be changed in place: subnets may be written down in any order. */
export function byRange(subnets: readonly SubnetConfig[]): SubnetConfig[] {
  return subnets.toSorted((a, b) => (a.cidrBlock < b.cidrBlock ? -1 : 1));
}

/** Id of the scope of what belongs to a subnet. */
export function subnetScopeId(kind: 'public' | 'private', cidrBlock: string): string {
  return `${kind}-${cidrBlock.replace(/[./]/g, '-')}`;
}

/**
 * The private subnets in which VPC endpoints have addresses: one in each zone, as AWS takes no second.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export function endpointSubnets({ privateSubnets = [] }: OwnNetworkConfig): SubnetConfig[] {
  const ordered = byRange(privateSubnets);
  return zonesOf(ordered).flatMap((zone) => ordered.find(({ availabilityZone }) => availabilityZone === zone) ?? []);
}

/** The first subnet of each zone, in the order of the zones. */
export function firstOfZones(subnets: readonly (readonly [zone: string, id: string])[]): ReadonlyMap<string, string> {
  const zones = [...new Set(subnets.map(([zone]) => zone))].sort();
  return new Map(zones.map((zone) => [zone, subnets.find(([other]) => other === zone)?.[1] ?? '']));
}

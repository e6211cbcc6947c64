import { mapConcurrently } from '../aws/batches';
import { ACCOUNT_FINDERS } from './account-finders';
import { BUCKET_FINDERS } from './bucket-finders';
import { DOMAIN_FINDERS } from './domain-finders';
import { LOAD_BALANCER_FINDERS } from './load-balancer-finders';
import { NETWORK_FINDERS } from './network-finders';
import { SCHEDULE_FINDERS } from './schedule-finders';
import type { DeclaredResource, Finder, Found, Search } from './search';
import { SECRET_FINDERS } from './secret-finders';
import { TASK_FINDERS } from './task-finders';

/** In an order in which everything comes after what it refers to. */
const FINDERS: readonly (readonly [string, Finder])[] = [
  ...NETWORK_FINDERS,
  ...SECRET_FINDERS,
  ...BUCKET_FINDERS,
  ...ACCOUNT_FINDERS,
  ...DOMAIN_FINDERS,
  ...LOAD_BALANCER_FINDERS,
  ...TASK_FINDERS,
  ...SCHEDULE_FINDERS,
];

/** The types of what stacks look up, because it is another stack's: it is found as their own is. */
const LOOKED_UP: readonly string[] = ['aws_security_group', 'aws_lb', 'aws_lb_listener'];

/** The types of resources that are searched for; a test compares them with those of the stacks. */
export const SEARCHED_TYPES: readonly string[] = FINDERS.map(([type]) => type);

/** A declared resource that exists, and that the state does not contain. */
export interface UnknownResource extends Found {
  readonly address: string;
}

/** Looks for every declared resource that is not in the state; in the order of the finders. */
export async function findUnknown(resources: readonly DeclaredResource[], search: Search): Promise<UnknownResource[]> {
  const unknown: UnknownResource[] = [];
  await findLookedUp(resources, search);
  for (const [type, find] of FINDERS) {
    const ofType = resources.filter((resource) => resource.type === type);
    const missing = ofType.filter(({ address }) => !search.isKnown(address));
    const results = await mapConcurrently(missing, async (resource) => ({
      address: resource.address,
      found: await find(resource, search),
    }));
    for (const { address, found } of results) {
      if (found !== undefined) {
        search.add(address, found);
        unknown.push({ address, ...found });
      }
    }
  }
  return unknown;
}

/** Finds what is referred to by what is declared, and is never imported. */
async function findLookedUp(resources: readonly DeclaredResource[], search: Search): Promise<void> {
  for (const [type, find] of FINDERS.filter(([name]) => LOOKED_UP.includes(name))) {
    for (const resource of resources.filter((candidate) => candidate.type === `data.${type}`)) {
      const found = await find(resource, search);
      if (found !== undefined) {
        search.add(resource.address, found);
      }
    }
  }
}

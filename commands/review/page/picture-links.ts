import { isIP } from 'node:net';
import { SECRET_STORES } from '../../../lib/secrets/secret-stores';
import { shortName } from '../model/resource-name';
import type { Difference } from '../sections/difference';
import { ANYWHERE, ENDPOINTS, LOAD_BALANCER, type ReviewedReach } from '../sections/reach';
import type { Review } from '../sections/review';

/** What became of what is shown: gained, lost, or neither. */
export type PictureMark = '+' | '-' | ' ';

/** From left to right: who asks, the load balancer, what runs here, and what that reaches and reads. */
export type PictureColumn = 'outside' | 'balancer' | 'inside' | 'beyond';

/** One way, or one secret that somebody reads. */
export interface Link {
  readonly from: LinkEnd;
  readonly to: LinkEnd;
  readonly mark: PictureMark;
  readonly sentence: string;
}

export interface LinkEnd {
  readonly column: PictureColumn;
  readonly box: string;
  /** Empty if the rows say all. */
  readonly title: string;
  /** @default - the whole box */
  readonly row?: string;
  /** Whether it is only one in a list, and so may be in a box with others. */
  readonly isListed: boolean;
}

/** Routes of subnets are none: they say where packets go, not who may send them. */
export function wayLinks({ reach }: Review): Link[] {
  return marked(reach).flatMap(({ item, mark }) =>
    item.because === 'route of the network' ? [] : [wayLink(item, mark)],
  );
}

/** A request that the load balancer leads to a service is a line between both; what it asks for stands at its end. */
function wayLink({ from, to, on, because }: ReviewedReach, mark: PictureMark): Link {
  const isRoute = because === 'route of the load balancer';
  const [source, row] = isRoute ? [LOAD_BALANCER, `${from}, ${on}`] : [from, on];
  const isOutside = because === 'load balancer' || isAddress(source);
  return {
    from: isOutside ? listed('outside', '', withMeaning(source)) : place(source),
    to: isAddress(to) ? { ...named('beyond', withMeaning(to)), row } : { ...place(to), row },
    mark,
    sentence: `${source} reaches ${to} (${row})`,
  };
}

export function readingLinks({ environment: name, application, access }: Review): Link[] {
  return marked(access.secrets).map(({ item: { who, store, secret }, mark }) => {
    const [, holder = who, row] = /^(.*), ((?:execution|task) role)$/s.exec(who) ?? [];
    const short = shortName({ name, application }, secret);
    return {
      from: { ...place(holder), ...(row !== undefined && { row }) },
      to: listed('beyond', SECRET_STORES[store].title, short),
      mark,
      sentence: `${who} reads ${short} from ${SECRET_STORES[store].title}`,
    };
  });
}

function marked<T>({ gained, lost, kept }: Difference<T>): { readonly item: T; readonly mark: PictureMark }[] {
  return [
    ...gained.map((item) => ({ item, mark: '+' as const })),
    ...lost.map((item) => ({ item, mark: '-' as const })),
    ...kept.map((item) => ({ item, mark: ' ' as const })),
  ];
}

function place(name: string): LinkEnd {
  return named(name === LOAD_BALANCER ? 'balancer' : 'inside', name);
}

function named(column: PictureColumn, title: string): LinkEnd {
  return { column, box: `${column} ${title}`, title, isListed: false };
}

function listed(column: PictureColumn, title: string, row: string): LinkEnd {
  return { column, box: `${column} ${title} ${row}`, title, row, isListed: true };
}

/** What is no service or task of the environment. */
function isAddress(name: string): boolean {
  return isIP(name.split('/')[0] ?? '') !== 0 || /^pl-[0-9a-f]+$/.test(name) || name === ENDPOINTS;
}

function withMeaning(name: string): string {
  return ANYWHERE.includes(name) ? `${name} (everybody)` : name;
}

import { SECRET_STORES } from '../../../lib/secrets/secret-stores';
import type { Review } from '../sections/review';
import type { Permission, SecretReader } from '../sections/access';
import type { ReviewedResource } from '../sections/changes';
import type { Difference } from '../sections/difference';
import { ANYWHERE, type ReviewedReach } from '../sections/reach';

/** What became of what a row is about: gained, lost, changed, replaced, or neither. */
export type Mark = '+' | '-' | '~' | '!' | ' ';

export interface DocumentRow {
  readonly mark: Mark;
  readonly cells: readonly string[];
}

/** A part of a review, however it is shown. Its texts come from plans and repositories, and are not escaped. */
export interface DocumentSection {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly DocumentRow[];
  /** What is said in place of rows, if there are none. */
  readonly none: string;
  readonly remarks: readonly string[];
}

export interface ReviewDocument {
  readonly title: string;
  /** The most important, in one line each. */
  readonly summary: readonly string[];
  readonly sections: readonly DocumentSection[];
}

const ACTIONS = {
  create: ['+', 'created'],
  update: ['~', 'changed'],
  replace: ['!', 'replaced'],
  destroy: ['-', 'destroyed'],
  forget: ['-', 'no longer managed, stays'],
} as const;

/** What a review says, in the order in which it is read. */
export function reviewDocument(review: Review): ReviewDocument {
  const { environment, application, region, compared } = review;
  return {
    title: `Review of ${environment} (${application}, ${region})`,
    summary: [
      ...summary(review),
      compared.from === 'plan'
        ? `Plan ${compared.hash}. What is deployed with it: npm run deploy -- ${environment} --plan ${compared.hash}`
        : `No plan: the configuration was compared with that of ${compared.base}. What is deployed may differ from both.`,
    ],
    sections: [
      changes(review),
      restarted(review),
      images(review),
      secretAccess(review),
      permissions(review),
      reach(review),
      secrets(review),
      cost(review),
    ],
  };
}

function summary({ changes: all, outputs, restarts, access, reach: ways, cost: money }: Review): string[] {
  if (all.length === 0) {
    return [outputs.length === 0 ? 'Nothing changes.' : `Only outputs change: ${outputs.join(', ')}.`];
  }
  const counts = Object.entries(ACTIONS)
    .map(([action, [, word]]) => ({ word, count: all.filter((change) => change.action === action).length }))
    .filter(({ count }) => count > 0);
  const open = ways.gained.filter(({ from, because }) => ANYWHERE.includes(from) && because === 'security group');
  const difference = money.monthlyAfter - money.monthlyBefore;
  return [
    `${counts.map(({ word, count }) => `${count} ${word}`).join(', ')}.`,
    restarts.length === 0
      ? 'No service starts again.'
      : `Start again: ${restarts.map(({ service }) => service).join(', ')}.`,
    `Access to secrets: ${access.secrets.gained.length} gained, ${access.secrets.lost.length} lost.`,
    ...open.map(({ to, on }) => `Newly open to everybody: ${to}, ${on}.`),
    ...(money.isPriced ? [`About ${dollars(money.monthlyAfter)} a month, ${signed(difference)}.`] : []),
  ];
}

function changes({ changes: all, compared, outputs }: Review): DocumentSection {
  return {
    title: 'Changes',
    head: ['', 'what', 'which', 'attributes'],
    rows: all.map((change) => ({
      mark: ACTIONS[change.action][0],
      cells: [
        change.mayBeReplaced ? 'changed, may be replaced' : ACTIONS[change.action][1],
        change.name,
        attributes(change),
      ],
    })),
    none: 'No resource changes.',
    remarks: [
      ...(outputs.length > 0 ? [`Outputs that change: ${outputs.join(', ')}.`] : []),
      ...(compared.from === 'plan' ? [] : ['Only a plan tells for certain what is replaced, and what AWS has now.']),
    ],
  };
}

function attributes({ attributes: all, replacedBy }: ReviewedResource): string {
  return all
    .map(({ name, before, after }) => {
      const values = before === undefined || after === undefined ? '' : `: ${before} → ${after}`;
      return `${name}${replacedBy.includes(name) ? ' (replaces it)' : ''}${values}`;
    })
    .join('; ');
}

function restarted({ restarts }: Review): DocumentSection {
  return {
    title: 'Services that start again',
    head: ['', 'service', 'because of'],
    rows: restarts.map(({ service, reasons }) => ({ mark: '~', cells: [service, reasons.join('; ')] })),
    none: 'None.',
    remarks: [],
  };
}

function images({ images: all }: Review): DocumentSection {
  return {
    title: 'Images',
    head: ['', 'service or task', 'container', 'before', 'after'],
    rows: all.map(({ workload, container, before, after }) => ({
      mark: before === undefined ? '+' : after === undefined ? '-' : '~',
      cells: [workload, container, before ?? 'none', after ?? 'none'],
    })),
    none: 'No image changes.',
    remarks: [],
  };
}

function marked<T>(
  { gained, lost }: Pick<Difference<T>, 'gained' | 'lost'>,
  cells: (item: T) => string[],
): DocumentRow[] {
  return [
    ...gained.map((item) => ({ mark: '+' as const, cells: ['gained', ...cells(item)] })),
    ...lost.map((item) => ({ mark: '-' as const, cells: ['lost', ...cells(item)] })),
  ];
}

function secretAccess({ access }: Review): DocumentSection {
  return {
    title: 'Access to secrets',
    head: ['', 'access', 'who', 'role', 'may read', 'from'],
    rows: marked<SecretReader>(access.secrets, ({ who, role, secret, store }) => [
      who,
      role,
      secret,
      SECRET_STORES[store].title,
    ]),
    none: 'No role may read more or less than before.',
    remarks: [],
  };
}

function permissions({ access }: Review): DocumentSection {
  const cells = ({ who, effect, action, resource }: Permission) => [
    who,
    effect === 'Deny' ? 'is denied' : 'may',
    action,
    resource,
  ];
  return {
    title: 'Other permissions',
    head: ['', 'permission', 'who', '', 'action', 'on'],
    rows: [
      ...marked(access.permissions, cells),
      ...access.otherConditions.map((permission) => ({
        mark: '~' as const,
        cells: ['other conditions', ...cells(permission)],
      })),
    ],
    none: 'No permission changes.',
    remarks: [],
  };
}

function reach({ reach: ways }: Review): DocumentSection {
  return {
    title: 'What is reachable from where',
    head: ['', 'way', 'from', 'reaches', 'on', 'by'],
    rows: marked<ReviewedReach>(ways, ({ from, to, on, because }) => [from, to, on, because]),
    none: 'Nothing becomes reachable, and nothing ceases to be.',
    remarks: [],
  };
}

function secrets({ secrets: { checked, notChecked, findings } }: Review): DocumentSection {
  return {
    title: 'Secrets that are missing or not ready',
    head: ['', 'secret', 'finding', 'what to do'],
    rows: findings.map(({ secret, message, remedy, isCreated }) => ({
      mark: '!',
      cells: [
        secret,
        isCreated ? `is created by this deployment, and has no value until it is set (now: ${message})` : message,
        remedy,
      ],
    })),
    none: checked ? 'Every secret is there and ready, by its metadata.' : 'Not checked.',
    remarks: notChecked.map((what) => `Not checked: ${what}`),
  };
}

function cost({ cost: money }: Review): DocumentSection {
  const { lines, usage, region, isPriced, pricedRegions, monthlyBefore, monthlyAfter } = money;
  const changed = lines.filter(({ before, after }) => before !== after);
  const total: DocumentRow = {
    mark: ' ',
    cells: ['everything that is counted', '', '', dollars(monthlyBefore), dollars(monthlyAfter)],
  };
  return {
    title: 'Cost a month',
    head: ['', 'what', 'units before', 'units after', 'before', 'after'],
    rows: isPriced
      ? [
          ...changed.map(({ what, before, after, monthlyBefore: old, monthlyAfter: now }) => ({
            mark: before < after ? ('+' as const) : ('-' as const),
            cells: [what, `${rounded(before)}`, `${rounded(after)}`, dollars(old), dollars(now)],
          })),
          total,
        ]
      : [],
    none: `The price table has no prices for ${region}, only for ${pricedRegions.join(' and ')}: nothing is counted.`,
    remarks: [
      ...(isPriced ? priceRemarks(lines) : []),
      ...(usage.length > 0 ? [`By use, not counted: ${usage.join('; ')}.`] : []),
    ],
  };
}

function priceRemarks(lines: Review['cost']['lines']): string[] {
  const dated = lines.map(({ what, asOf, quoted = false }) => ({
    what: asOf === undefined ? what : `${what} (${asOf})`,
    kind: asOf === undefined ? 'not verified' : quoted ? 'quoted' : 'read',
  }));
  const told = (kind: string, start: string) => {
    const which = dated.filter((line) => line.kind === kind).map(({ what }) => what);
    return which.length === 0 ? [] : [`${start}: ${which.join('; ')}.`];
  };
  return [
    'In US dollars, list prices without tax and free tiers.',
    ...told('read', "Prices read on AWS's pages"),
    ...told('quoted', 'Prices read in texts of others that quote AWS'),
    ...told('not verified', 'Prices that were not verified'),
  ];
}

function rounded(quantity: number): number {
  return Math.round(quantity * 100) / 100;
}

function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

function signed(amount: number): string {
  return Math.abs(amount) < 0.005
    ? 'as before'
    : `${dollars(Math.abs(amount))} ${amount > 0 ? 'more' : 'less'} than before`;
}

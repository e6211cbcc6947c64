import table from './prices.json';

export type PriceName = keyof typeof table.prices;

/** What one unit costs in one Region. */
export interface Price {
  readonly title: string;
  /** In US dollars, by the hour or month as the title says. */
  readonly price: number;
  /** AWS's page, which has today's. */
  readonly source: string;
  /** When it was read. @default - it was not verified */
  readonly asOf?: string;
  /** Whether it was not read there, but in a text of others that quotes AWS. @default false */
  readonly quoted?: boolean;
}

/** Hours of an average month, as AWS's calculator counts them. */
export const HOURS_PER_MONTH = table.hoursPerMonth;

export const PRICED_REGIONS = Object.keys(table.prices.fargateVcpuHour.regions);

/** Nothing, if the table has none for the Region. */
export function priceIn(region: string, name: PriceName): Price | undefined {
  const { title, source, regions } = table.prices[name];
  const found: Pick<Price, 'price' | 'asOf' | 'quoted'> | undefined = Object.entries(regions).find(
    ([known]) => known === region,
  )?.[1];
  return found === undefined ? undefined : { title, source, ...found };
}

import { partition } from '@aws-sdk/util-endpoints';

/** What the SDK knows of each Region: its partition, and what hosts in it end with. */
export function awsRegions(): Record<string, { partition: string; dnsSuffix: string; dualStackDnsSuffix: string }> {
  return Object.fromEntries(
    possibleRegions().flatMap((region) => {
      const found = partition(region);
      // For what it does not know, the SDK guesses; only a Region that it knows has a description.
      if (!('description' in found)) {
        return [];
      }
      const { name, dnsSuffix, dualStackDnsSuffix } = found;
      return [[region, { partition: name, dnsSuffix, dualStackDnsSuffix }]];
    }),
  );
}

/** The SDK knows the Regions, but does not list them. */
function possibleRegions(): string[] {
  const areas = [
    ...['af', 'ap', 'ca', 'cn', 'eu', 'eu-isoe', 'eusc-de', 'il', 'me', 'mx', 'sa', 'us', 'us-gov'],
    ...['us-iso', 'us-isob', 'us-isof'],
  ];
  const directions = ['north', 'northeast', 'northwest', 'south', 'southeast', 'southwest', 'east', 'west', 'central'];
  return areas
    .flatMap((area) => directions.map((direction) => `${area}-${direction}`))
    .flatMap((place) => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${place}-${number}`));
}

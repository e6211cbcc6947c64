import { wholeNumber } from '../validation/fields';
import { objectSchema, withRules } from '../validation/object-schema';
import type { CapacityConfig } from './capacity-config';

const MAXIMUM_BASE = 100_000;
const MAXIMUM_WEIGHT = 1000;

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html */
export const capacitySchema = objectSchema<CapacityConfig>({
  fargate: objectSchema<CapacityConfig['fargate']>({
    base: wholeNumber(0, MAXIMUM_BASE),
    weight: wholeNumber(0, MAXIMUM_WEIGHT),
  }),
  fargateSpot: objectSchema<CapacityConfig['fargateSpot']>({ weight: wholeNumber(0, MAXIMUM_WEIGHT) }),
}).check(
  withRules<CapacityConfig>([
    {
      needs: ['fargate', 'fargateSpot'],
      check: ({ fargate, fargateSpot }, report) => {
        if (fargate.weight === 0 && fargateSpot.weight === 0) {
          report('must have a weight of 1 or more for fargate or fargateSpot: with 0 for both, no task starts');
        }
      },
    },
  ]),
);

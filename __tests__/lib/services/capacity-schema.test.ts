import type { CapacityConfig } from '../../../lib/services/capacity-config';
import { problemsWithService, unchecked } from '../../support/configuration-problems';

const capacity = (base: number, weight: number, spot: number): CapacityConfig => ({
  fargate: { base, weight },
  fargateSpot: { weight: spot },
});

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
test.each([capacity(0, 0, 1), capacity(0, 1, 0), capacity(100_000, 1000, 1000)])('takes %j', (given) => {
  expect(problemsWithService({ capacity: given })).toEqual([]);
});

test('refuses what is just outside the bounds', () => {
  expect(problemsWithService({ capacity: capacity(-1, -1, -1) })).toEqual([
    'capacity.fargate.base: -1 must be a whole number, 0 to 100000',
    'capacity.fargate.weight: -1 must be a whole number, 0 to 1000',
    'capacity.fargateSpot.weight: -1 must be a whole number, 0 to 1000',
  ]);
  expect(problemsWithService({ capacity: capacity(100_001, 1001, 1001) })).toHaveLength(3);
  expect(problemsWithService({ capacity: capacity(0.5, 0.5, 0.5) })).toHaveLength(3);
});

test('refuses weights by which no task would start', () => {
  expect(problemsWithService({ capacity: capacity(1, 0, 0) })).toEqual([
    'capacity: must have a weight of 1 or more for fargate or fargateSpot: with 0 for both, no task starts',
  ]);
});

test('refuses a base of Spot, as only one provider may have one', () => {
  const given = unchecked<CapacityConfig>({ fargate: { base: 1, weight: 1 }, fargateSpot: { base: 1, weight: 1 } });
  expect(problemsWithService({ capacity: given })).toEqual(['capacity.fargateSpot.base: unknown field']);
});

// Since September 2024: https://github.com/aws/containers-roadmap/issues/1594
test('takes Spot for ARM64', () => {
  expect(problemsWithService({ cpuArchitecture: 'ARM64', capacity: capacity(1, 1, 1) })).toEqual([]);
});

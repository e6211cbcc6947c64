import fc from 'fast-check';
import { production } from '../../examples/production';
import type { StackTerraform } from '../../commands/terraform/stack-terraform';
import type { EnvironmentConfig } from '../../lib/environment/environment-config';
import { livingEnvironment, REPLACING } from '../support/living-environment';
import { startEmbeddedEnvironment, type EmbeddedEnvironment } from './support/embedded-environment';
import { replacements } from './support/lasting-resources';

/** More by hand: `GUARD_RUNS=100 npx jest --selectProjects e2e --testPathPatterns replacement-guard`; other ones: `GUARD_SEED=…`. */
const RUNS = Number(process.env.GUARD_RUNS ?? 2);
const seed = Number(process.env.GUARD_SEED ?? 1);

const sample = (numRuns: number, offset: number) => fc.sample(livingEnvironment, { numRuns, seed: seed + offset });
// In public subnets alone, so that the changes below that replace something replace nothing else.
const [{ network, ...others } = production] = sample(1, 1);
const deployed = {
  ...others,
  network: { ...network, placement: 'public', natGateways: undefined, vpcEndpoints: undefined },
} as const;
let environment: EmbeddedEnvironment;
let terraform: StackTerraform;

beforeAll(async () => {
  environment = await startEmbeddedEnvironment('dev', deployed);
  await environment.synthInstead(deployed);
  await environment.deploy();
  terraform = await environment.terraform();
});
afterAll(() => environment.stop());

const replacedBy = async (changed: EnvironmentConfig) => {
  await environment.synthInstead(changed);
  return replacements(terraform);
};

/** Plans from what is deployed to each of some environments. */
async function expectNoneReplaced(changed: readonly EnvironmentConfig[]): Promise<void> {
  for (const to of changed) {
    expect({ seed, replaced: await replacedBy(to) }).toEqual({ seed, replaced: [] });
  }
}

test('no allowed change of an environment replaces anything lasting', () => expectNoneReplaced(sample(RUNS, 3)));

test.each(REPLACING)('$field replaces what the documentation says', async ({ change, replaces }) => {
  const types = (await replacedBy(change(deployed))).map(({ type }) => type);
  expect([...new Set(types)].sort()).toEqual([...replaces].sort());
});

import { environmentConfig, serviceDefinition } from '../support/environment-config';
import { startProjectCheckout, type ProjectCheckout } from './support/project-checkout';

const release = (image: string) => ({
  dev: environmentConfig({ application: 'shop', services: { web: serviceDefinition({ image, secrets: {} }) } }),
});

let checkout: ProjectCheckout;

beforeAll(async () => {
  checkout = await startProjectCheckout(release('public.ecr.aws/shop/shop:1'));
});
afterAll(() => checkout.stop());

test('a deployment that was asked to end has Terraform write its state, and is continued by the next', async () => {
  const deploying = checkout.command('deploy', 'dev', '--yes');
  let isAsked = false;
  deploying.all.on('data', (text: Buffer) => {
    if (!isAsked && text.includes('Creation complete')) {
      isAsked = deploying.kill('SIGTERM');
    }
  });
  const interrupted = await deploying;
  expect([interrupted.exitCode, interrupted.all]).toEqual([
    130,
    expect.stringContaining('Running it again continues: npm run deploy -- dev'),
  ]);
  const { exitCode, all } = await checkout.command('deploy', 'dev', '--yes');
  expect([exitCode, all]).toEqual([0, expect.stringMatching(/web: deployed: 1 new task\. \(ecs-svc\/\d+\)/)]);
});

test('only the reviewed plan is applied, and afterwards nothing is left to do', async () => {
  await checkout.configure(release('public.ecr.aws/shop/shop:2'));
  const other = await checkout.command('deploy', 'dev', '--plan', '0123456789abcdef', '--json');
  expect(other.exitCode).toBe(1);
  const refused = JSON.parse(other.stdout) as { readonly outcome: string; readonly plan: string };
  expect(refused.outcome).toBe('not reviewed');
  const { exitCode, all } = await checkout.command('deploy', 'dev', '--plan', refused.plan);
  expect([exitCode, all]).toEqual([0, expect.stringContaining(`plan ${refused.plan} was applied`)]);
  const again = await checkout.command('deploy', 'dev', '--yes');
  expect([again.exitCode, again.stdout]).toEqual([0, 'dev is deployed as it is declared: nothing to do.']);
});

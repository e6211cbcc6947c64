import { serviceConnectDrift } from '../../../commands/drift/service-connect';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { awsError, fakeSession, type Answers } from '../../support/secrets/fake-aws';

const environment = {
  ...environmentConfig({
    application: 'shop',
    serviceConnect: true,
    services: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`s${index}`, serviceDefinition()])),
  }),
  name: 'dev',
};

/** What is found, and the requests, where these services have no Service Connect. */
async function drift(off: readonly string[], changed: Partial<typeof environment> = {}, answers: Answers = {}) {
  const { calls, session } = fakeSession(
    { ...environment, ...changed },
    {
      DescribeServicesCommand: ({ services }) => ({
        services: (services as string[]).map((serviceName) => ({
          serviceName,
          status: 'ACTIVE',
          deployments: [
            { status: 'ACTIVE' },
            {
              status: 'PRIMARY',
              ...(!off.includes(serviceName) && { serviceConnectConfiguration: { enabled: true } }),
            },
          ],
        })),
      }),
      ...answers,
    },
  );
  const found = await serviceConnectDrift(session);
  return { calls, found: found.map(({ resource, found: what }) => `${resource} ${what}`) };
}

// https://github.com/hashicorp/terraform-provider-aws/issues/42818
test('finds the services whose Service Connect was turned off, of any number', async () => {
  expect((await drift([])).found).toEqual([]);
  const { calls, found } = await drift(['shop-dev-s3', 'shop-dev-s10']);
  expect(found).toEqual(['shop-dev-s3', 'shop-dev-s10'].map((name) => `service ${name} runs without Service Connect`));
  expect(calls).toHaveLength(2);
});

test('finds nothing, and asks nothing, where it is not declared', async () => {
  const { calls, found } = await drift(['shop-dev-s3'], { serviceConnect: false });
  expect([calls, found]).toEqual([[], []]);
});

test('finds nothing where nothing is deployed', async () => {
  const nothing = () => {
    throw awsError('ClusterNotFoundException');
  };
  expect((await drift([], {}, { DescribeServicesCommand: nothing })).found).toEqual([]);
});

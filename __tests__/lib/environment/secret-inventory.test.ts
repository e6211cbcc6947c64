import { secretInventory } from '../../../lib/environment/secret-inventory';
import { existingParameter, parameter, secretsManager, select } from '../../../lib/secrets/secret-source';
import { environmentConfig } from '../../support/environment-config';

const service = { image: 'app:1', size: { cpu: 256, memoryMiB: 512 }, desiredCount: 1 };
const shared = secretsManager('database', { format: 'json' });

const environment = {
  ...environmentConfig({
    application: 'shop',
    parameters: [parameter('feature/flag'), parameter('feature2/flag')],
    services: {
      web: { ...service, secrets: { USER: select(shared, { jsonKey: 'user' }) } },
      api: {
        ...service,
        secrets: { PASSWORD: select(shared, { jsonKey: 'password' }), KEY: parameter('api/key') },
        runtimeParameters: 'feature',
      },
    },
  }),
  name: 'dev',
};

describe('secretInventory', () => {
  test('lists each parameter and secret once, with all its uses', () => {
    expect(
      secretInventory(environment).map(({ storedName, uses }) => [
        storedName,
        uses.map(({ workload, variable, delivery }) => `${workload.name} ${variable} ${delivery}`),
      ]),
    ).toEqual([
      ['/shop/dev/api/key', ['api KEY variable']],
      ['/shop/dev/feature/flag', ['api PARAMETER_STORE_PREFIX runtime']],
      ['/shop/dev/feature2/flag', []],
      ['shop/dev/database', ['api PASSWORD variable', 'web USER variable']],
    ]);
  });

  test('has two of one name in two Regions', () => {
    const secrets = {
      HERE: existingParameter('/shared/key'),
      THERE: existingParameter('/shared/key', { region: 'us-east-1' }),
      AGAIN: existingParameter('/shared/key', { region: 'us-east-1' }),
    };
    const inventory = secretInventory({
      ...environmentConfig({ parameters: [], services: { web: { ...service, secrets } } }),
      name: 'dev',
    });
    expect(inventory.map(({ uses }) => uses.map(({ variable }) => variable))).toEqual([['HERE'], ['AGAIN', 'THERE']]);
  });

  test('keeps what a use selects apart from the declaration', () => {
    const database = secretInventory(environment).find(({ storedName }) => storedName === 'shop/dev/database');
    expect(database?.source).toEqual(shared);
    expect(database?.uses.map(({ source }) => source)).toContainEqual({ ...shared, jsonKey: 'user' });
  });
});

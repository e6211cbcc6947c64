import { changesSince, lastChange } from '../../../../commands/secrets/rollout/last-change';
import type { SecretVersion, StoredSecret } from '../../../../commands/stores/secret-store';
import type { Environment } from '../../../../lib/environment/environment';
import { secretInventory } from '../../../../lib/environment/secret-inventory';
import { serviceWorkloads } from '../../../../lib/environment/workloads';
import { parameter, secretsManager, select, type SecretSource } from '../../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../../../support/environment-config';

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
const version = (created: number, ...labels: string[]): SecretVersion => ({
  version: `v${created}`,
  created: at(created),
  labels,
  current: labels.includes('AWSCURRENT'),
});
const database = secretsManager('database');

describe('what a use selects changed last', () => {
  const last = (source: SecretSource, lastChanged: number, versions: SecretVersion[] = []) =>
    lastChange(
      { source },
      { lastChanged: at(lastChanged), valueChangedThen: source.store === 'parameter-store' },
      versions,
    );

  it('for a parameter, when it was written', () => {
    expect(last(parameter('token'), 3)).toEqual({ at: at(3), exact: true });
  });

  it('for a secret, when its current version was made, and not when something else of it changed', () => {
    expect(last(database, 9, [version(3, 'AWSCURRENT'), version(1, 'AWSPREVIOUS')])).toEqual({
      at: at(3),
      exact: true,
    });
  });

  it('for a secret whose current version was moved back, at the latest when anything of it changed', () => {
    expect(last(database, 9, [version(3, 'AWSPREVIOUS'), version(1, 'AWSCURRENT')])).toEqual({
      at: at(9),
      exact: false,
    });
  });

  it('for AWSPREVIOUS, when the current version was made', () => {
    const previous = select(database, { versionStage: 'AWSPREVIOUS' });
    expect(last(previous, 9, [version(3, 'AWSCURRENT'), version(1, 'AWSPREVIOUS')])).toEqual({
      at: at(3),
      exact: true,
    });
  });

  it('for a label of its own, at the latest when anything of it changed', () => {
    const blue = select(database, { versionStage: 'blue' });
    expect(last(blue, 9, [version(3, 'AWSCURRENT'), version(1, 'blue')])).toEqual({ at: at(9), exact: false });
  });

  it('for a version by its id, never', () => {
    expect(last(select(database, { versionId: 'v1'.padEnd(32, '0') }), 9, [version(9, 'AWSCURRENT')])).toBeUndefined();
  });
});

describe('the changes that the tasks of a service do not know of', () => {
  const environment: Environment = {
    ...environmentConfig({
      application: 'shop',
      services: {
        web: serviceDefinition({
          secrets: {
            TOKEN: parameter('token'),
            DATABASE_USER: select(database, { jsonKey: 'user' }),
            DATABASE_PASSWORD: select(database, { jsonKey: 'password' }),
            DATABASE_FIXED: select(database, { versionId: 'v1'.padEnd(32, '0') }),
          },
          runtimeParameters: 'settings',
        }),
        worker: serviceDefinition({
          image: 'registry.example.com/worker:1',
          registryCredentials: secretsManager('registry'),
          secrets: { TOKEN: parameter('token') },
        }),
      },
      parameters: [parameter('settings/mode')],
    }),
    name: 'dev',
  };
  const changed: Readonly<Record<string, number>> = { token: 2, database: 3, 'settings/mode': 4, registry: 5 };
  const secrets = secretInventory(environment).map((declared) => {
    const hour = changed[declared.source.name] ?? 0;
    const stored: StoredSecret = {
      name: declared.storedName,
      arn: '',
      version: '2',
      unchanged: false,
      tags: {},
      stages: {},
      deleted: false,
      valueChangedThen: declared.source.store === 'parameter-store',
      lastChanged: at(hour),
    };
    return { declared, stored, versions: [version(hour, 'AWSCURRENT')] };
  });
  const changes = (service: string, since: number) => {
    const workload = serviceWorkloads(environment).find(({ name }) => name === service);
    return workload === undefined ? [] : changesSince(at(since), workload, secrets);
  };

  it('are those after they were created, with the variables concerned, and what is read at run time', () => {
    expect(changes('web', 2)).toEqual([
      { secret: '/shop/dev/settings/mode', at: at(4), exact: true, variables: ['PARAMETER_STORE_PREFIX'] },
      { secret: 'shop/dev/database', at: at(3), exact: true, variables: ['DATABASE_PASSWORD', 'DATABASE_USER'] },
    ]);
  });

  // Every new task logs in to the registry anew: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
  it('are none of other services or of what only pulls the image, and none if nothing changed since', () => {
    expect(changes('worker', 1).map(({ secret }) => secret)).toEqual(['/shop/dev/token']);
    expect(changes('worker', 2)).toEqual([]);
    expect(changes('web', 4)).toEqual([]);
  });
});

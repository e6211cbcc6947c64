import { isDeepStrictEqual } from 'node:util';
import { accessMatrix, type AccessRow } from '../../../commands/access/access-matrix';
import { secretOf } from '../../../commands/access/render-text';
import { environments } from '../../../environments/index';
import { accessWorld } from '../../support/access-world';
import { environmentConfig } from '../../support/environment-config';
import { maximalEnvironment } from '../../support/maximal-environment';
import { mayRead, regionOf } from '../../support/secret-reading';

const configurations = {
  ...environments,
  full: maximalEnvironment({ rotationPeriodDays: 365, deletionWindowDays: 7 }),
  full2: maximalEnvironment('aws-managed'),
};

const full = accessMatrix({ ...configurations.full, name: 'full' });
const inFull = (expected: Partial<AccessRow>) => full.filter((row) => isDeepStrictEqual({ ...row, ...expected }, row));

describe('the access matrix', () => {
  const world = accessWorld(configurations);
  const rows = Object.entries(configurations).flatMap(([name, config]) => accessMatrix({ ...config, name }));

  it.each(world.roles)('has what the evaluator finds that $name reads', async (role) => {
    const named = rows.filter(({ roleName, storedName }) => roleName === role.name && !storedName.endsWith('/*'));
    const read: string[] = [];
    for (const secret of world.secrets) {
      if (await mayRead(world, role, secret)) {
        read.push(
          regionOf(secret.arn) === world.region || secret.name === secret.arn
            ? secret.name
            : `${regionOf(secret.arn)}:${secret.name}`,
        );
      }
    }
    expect(new Set(named.map(secretOf))).toEqual(new Set(read));
  });

  it('has a row for every variable', () => {
    expect(inFull({ workload: 'api', variable: 'DATABASE_PASSWORD' })).toEqual([
      {
        workload: 'api',
        container: 'api',
        kind: 'service',
        role: 'execution',
        roleName: 'shop-full-api-execution',
        store: 'secrets-manager',
        storedName: 'shop/full/db',
        ownership: 'managed',
        selector: { jsonKey: 'password', versionStage: 'AWSCURRENT' },
        delivery: 'variable',
        variable: 'DATABASE_PASSWORD',
        key: 'customer-managed',
      },
    ]);
    expect(inFull({ storedName: 'shop/full/db' }).map(({ variable }) => variable)).toEqual([
      'DATABASE_PASSWORD',
      'DATABASE_USER',
      'DATABASE_BEFORE',
      'DATABASE_THEN',
      'DATABASE',
    ]);
  });

  it('has the path of every file', () => {
    expect(inFull({ delivery: 'file' })).toMatchObject([
      { workload: 'api', container: 'proxy', storedName: '/shop/full/proxy/tls-key' },
      { workload: 'api', container: 'api', variable: 'TLS_KEY_FILE', path: '/var/run/secrets/files/tls.pem' },
      { workload: 'migrate', kind: 'task', path: '/var/run/secrets/files/tls.pem' },
      { workload: 'nightly', kind: 'scheduledTask', path: '/var/run/secrets/files/credentials.json' },
    ]);
  });

  it('has the secrets of the other containers of a task, those of its logs, and those with which images are pulled', () => {
    const others = full.filter(({ workload, container, delivery }) => container !== workload && delivery !== 'file');
    expect(others).toMatchObject([
      { container: 'log-router', delivery: 'logOption', variable: 'apikey', roleName: 'shop-full-api-execution' },
      { container: 'proxy', delivery: 'variable', variable: 'UPSTREAM_TOKEN', roleName: 'shop-full-api-execution' },
      {
        container: 'scanner',
        delivery: 'registry',
        variable: 'registry.example.com:5000',
        storedName: 'shared/registry',
      },
      { container: 'agent', delivery: 'registry', variable: 'registry.example.com', role: 'execution' },
    ]);
  });

  it('has what is read at run time, and that all below the path can be', () => {
    expect(inFull({ workload: 'log-shipper' })).toMatchObject(
      ['*', 'host', 'master/password', 'master/user'].map((name) => ({
        role: 'task',
        roleName: 'shop-full-log-shipper-task',
        delivery: 'runtime',
        variable: 'PARAMETER_STORE_PREFIX',
        path: '/shop/full/database',
        storedName: `/shop/full/database/${name}`,
      })),
    );
  });

  it('says what is in another Region', () => {
    const licenses = full.filter(({ storedName }) => storedName === '/shared/license-key');
    expect(licenses.map(({ variable, region }) => [variable, region])).toEqual([
      ['LICENSE', undefined],
      ['VIRGINIA_LICENSE', 'us-east-1'],
      ['LICENSE', undefined],
    ]);
  });

  it('names one of another account by its ARN', () => {
    const storedName = 'arn:aws:secretsmanager:us-east-1:444455556666:secret:shared/bank-AbCdEf';
    const [row] = full.filter(({ variable }) => variable === 'BANK');
    expect(row).toMatchObject({ storedName, region: 'us-east-1', accountId: '444455556666', key: 'customer-managed' });
    expect(row && secretOf(row)).toBe(storedName);
  });

  it('names the key by its owner', () => {
    const keys = (name: 'full' | 'full2') =>
      Object.fromEntries(
        accessMatrix({ ...configurations[name], name }).map(({ storedName, key }) => [storedName, key]),
      );
    expect(keys('full')).toMatchObject({ '/shop/full/api': 'customer-managed', FLAT_NAME: 'aws-managed' });
    expect(keys('full2')).toMatchObject({ '/shop/full2/api': 'aws-managed', 'shared/payment': 'customer-managed' });
  });

  it('leaves out what nobody reads', () => {
    expect(inFull({ storedName: '/shop/full/unused' })).toEqual([]);
    const services = { web: { image: 'shop/web:1.0.0', size: { cpu: 256, memoryMiB: 512 }, desiredCount: 1 } };
    expect(accessMatrix({ ...environmentConfig({ services }), name: 'dev' })).toEqual([]);
  });
});

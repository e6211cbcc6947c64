import { MAXIMUM_VARIABLES_BYTES, variablesSizeFindings } from '../../../../commands/secrets/checks/variables-size';
import { secretInventory } from '../../../../lib/environment/secret-inventory';
import { file } from '../../../../lib/secrets/secret-file';
import { secretsManager } from '../../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../../../support/environment-config';

const environment = {
  ...environmentConfig({
    application: 'shop',
    services: {
      web: serviceDefinition({
        user: '1000:1000',
        environmentVariables: { MODE: 'test' },
        secrets: { A: secretsManager('a'), B: secretsManager('b') },
        secretFiles: { C: file('c', secretsManager('c')) },
      }),
    },
  }),
  name: 'dev',
};

/** The findings for values of so many bytes, of two variables and a file. */
function find(sizes: Readonly<Record<'A' | 'B' | 'C', number>>) {
  const injected = secretInventory(environment).flatMap((secret) =>
    secret.uses.map((use) => ({ secret, use, value: 'x'.repeat(sizes[use.variable as 'A' | 'B' | 'C']) })),
  );
  return variablesSizeFindings(injected).map(({ secret, message }) => [secret, message]);
}

const NAMES = 'A=B=MODE=test'.length;

it('finds nothing up to what Fargate passes on to each container', () => {
  expect(find({ A: 60_000, B: MAXIMUM_VARIABLES_BYTES - 60_000 - NAMES, C: 65_536 })).toEqual([]);
});

it('finds one byte more, plain variables and names included, at the largest value', () => {
  expect(find({ A: 60_000, B: MAXIMUM_VARIABLES_BYTES - 60_000 - NAMES + 1, C: 1 })).toEqual([
    [
      'shop/dev/b',
      'is the largest of the variables of web, which have 126977 bytes together with their names; a task on Fargate starts with about 126976',
    ],
  ]);
});

it('finds files that are too large together', () => {
  expect(find({ A: 1, B: 1, C: MAXIMUM_VARIABLES_BYTES - 1 })).toEqual([
    ['shop/dev/c', expect.stringContaining('the secret files of web')],
  ]);
});

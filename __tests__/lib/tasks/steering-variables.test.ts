import { STEERING_VARIABLES, steersPrograms } from '../../../lib/tasks/steering-variables';

interface Entrypoint {
  readonly renderExports: (
    parameters: { name: string; value: string }[],
    prefix: string,
    environment: object,
  ) => string;
}

const { renderExports } = jest.requireActual<Entrypoint>('../../../app/src/parameter-variables');
const { names, prefixes, suffixes } = STEERING_VARIABLES;

// The sample container cannot import the list: its image has nothing but its own directory.
test('the entrypoint of the sample container takes none of these variables from Parameter Store either', () => {
  const variables = [...names, ...prefixes.map((prefix) => `${prefix}X`), ...suffixes.map((suffix) => `X${suffix}`)];
  expect(variables.filter(steersPrograms)).toEqual(variables);
  const taken = variables.filter((name) => {
    try {
      renderExports([{ name: `/shop/${name}`, value: 'canary' }], '/shop', {});
      return true;
    } catch (error) {
      return !String(error).includes(`${name}, which is reserved`);
    }
  });
  expect(taken).toEqual([]);
});

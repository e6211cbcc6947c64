import { parameter, secretsManager } from '../../../lib/secrets/secret-source';
import { problemsWith } from '../../support/configuration-problems';
import { serviceDefinition } from '../../support/environment-config';

const web = serviceDefinition({ secrets: { A: parameter('MY_PARAM_1'), B: secretsManager('database') } });
const problems = (fields: { readonly releases?: readonly string[]; readonly retains?: readonly string[] }) =>
  problemsWith({ deletionProtection: true, executeCommand: false, services: { web }, ...fields });

describe.each(['releases', 'retains'])('%s', (field) => {
  it.each([
    ...['parameter MY_PARAM_2', 'parameter a/b.c-d', 'secret other', 'secret a+b=c@d', 'log group site'],
    ...['key', 'exec log', 'flow logs', 'access logs'],
  ])('lets go %s, which is declared no longer', (name) => {
    expect(problems({ [field]: [name] })).toEqual([]);
  });

  const FORMS =
    'must be "parameter NAME", "secret NAME", "log group NAME", "key", "exec log", "flow logs" or "access logs"';
  it.each([
    ['MY_PARAM_2', FORMS],
    ['parameters MY_PARAM_2', FORMS],
    ['', FORMS],
    ['keys', FORMS],
    ['key web', 'has no name: there is only one'],
    ['parameter', 'must be letters, digits, "_", ".", "-" and "/"'],
    ['parameter  MY_PARAM_2', 'must be letters, digits, "_", ".", "-" and "/"'],
    ['parameter ${path.module}', 'must be letters, digits, "_", ".", "-" and "/"'],
    ['parameter /a', 'must not start or end with "/" or contain "//": it is put below the environment\'s own path'],
    ['secret a"b', 'must be letters, digits and "/_+=.@-"'],
    ['log group /ecs/shop/dev/web', 'must be 1 to 255 letters, digits, "-" and "_"'],
  ])('refuses %j, which names nothing that could be protected', (name, problem) => {
    expect(problems({ [field]: [name] })).toEqual([`${field}[0]: ${JSON.stringify(name)} ${problem}`]);
  });

  // Terraform would move the protection away, and make it again, at each deployment.
  it.each(['parameter MY_PARAM_1', 'secret database', 'log group web'])('refuses %s, which is declared', (name) => {
    expect(problems({ [field]: [name] })).toEqual([
      `${field}[0]: "${name}" is still declared: remove its declaration, or this line`,
    ]);
  });

  it('refuses what it names twice', () => {
    expect(problems({ [field]: ['key', 'key'] })).toEqual([
      expect.stringContaining(`${field}[1]: "key" is there twice`),
    ]);
  });
});

// In Terraform they have one variable, and one address.
it('refuses what cannot be told from what is declared', () => {
  expect(problems({ retains: ['parameter MY.PARAM.1'] })).toEqual([
    'retains[0]: "parameter MY.PARAM.1" cannot be told from "parameter MY_PARAM_1" in Terraform: give that another name',
  ]);
});

it('refuses what is to be destroyed and to be left in AWS', () => {
  expect(problems({ releases: ['key'], retains: ['flow logs', 'key'] })).toEqual([
    'retains[1]: "key" is there twice; it is either destroyed by `releases`, or left in AWS by `retains`',
  ]);
});

describe('without deletionProtection', () => {
  it('nothing is released, because nothing is held', () => {
    expect(problemsWith({ releases: ['key'] })).toEqual([
      'releases: must be left out without deletionProtection, as nothing is held then',
    ]);
    expect(problemsWith({ releases: [] })).toEqual([]);
  });

  it('something may be retained', () => {
    expect(problemsWith({ retains: ['log group site'] })).toEqual([]);
  });
});

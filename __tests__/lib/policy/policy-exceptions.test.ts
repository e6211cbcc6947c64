import { validateProject } from '../../../lib/delivery/validate-project';
import type { PolicyException } from '../../../lib/policy/policy-exception';
import { problemsWith, unchecked } from '../../support/configuration-problems';
import { accountConfig, environmentConfig } from '../../support/environment-config';

const exception = (overrides: Partial<PolicyException>) => ({
  policyExceptions: [{ rule: 'container-not-root', reason: 'It opens raw sockets', ...overrides }],
});

test.each([{}, { resource: 'web-task/*' }])('an exception with %j is one', (overrides) => {
  expect(problemsWith(exception(overrides))).toEqual([]);
});

test.each<[Partial<PolicyException>, string]>([
  [
    { rule: 'container-no-root' },
    '[0].rule: "container-no-root" is not a policy rule; did you mean "container-not-root"?',
  ],
  [{ reason: ' ' }, '[0].reason: " " must not be empty'],
  [{ resource: '' }, '[0].resource: "" must be the path of a resource'],
  [unchecked({ resources: 'web-task/*' }), '[0].resources: unknown field; did you mean "resource"?'],
])('an exception with %j is refused', (overrides, problem) => {
  expect(problemsWith(exception(overrides))).toEqual([`policyExceptions${problem}`]);
});

test('an account has exceptions, too', () => {
  const validate = (rule: string) => () =>
    validateProject({
      environments: { dev: environmentConfig() },
      accounts: { account: accountConfig(exception({ rule })) },
    });
  expect(validate('container-not-root')).not.toThrow();
  expect(validate('container-no-root')).toThrow(
    'accounts.account.policyExceptions[0].rule: "container-no-root" is not',
  );
});

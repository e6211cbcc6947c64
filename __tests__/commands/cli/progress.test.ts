import { showProgress } from '../../../commands/cli/progress';
import { capturing } from '../../support/captured-output';

test('a step is shown with the control characters of its title escaped', async () => {
  const { step } = showProgress();
  const { stderr, result } = await capturing(() => step('Deploy \u001b[8mdev\u202e', () => Promise.resolve('done')));
  expect(result).toBe('done');
  expect(stderr).toContain('Deploy \\u001b[8mdev\\u202e');
});

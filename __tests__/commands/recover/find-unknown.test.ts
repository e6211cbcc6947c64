import { SEARCHED_TYPES } from '../../../commands/recover/find-unknown';
import { environments } from '../../../environments';
import { examples } from '../../../examples';
import { synthesize } from '../../support/synthesized-stack';

test('every type of resource that a stack creates is searched for', () => {
  const stacks = [environments, ...Object.values(examples).map((dev) => ({ dev }))].flatMap((set) => synthesize(set));
  const types = stacks.flatMap((stack) => stack.resources().map(({ type }) => type));
  const created = types.filter((type) => !type.startsWith('data.'));
  expect(new Set(created).size).toBeGreaterThan(0);
  expect(created.filter((type) => !SEARCHED_TYPES.includes(type))).toEqual([]);
});

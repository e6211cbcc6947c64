import { isAwaited, startOrder } from '../../../commands/rehearsal/start-order';

type Conditions = Readonly<Record<string, 'START' | 'HEALTHY' | 'SUCCESS' | 'COMPLETE'>>;

const container = (name: string, waitsFor: Conditions = {}) => ({
  definition: {
    name,
    dependsOn: Object.entries(waitsFor).map(([containerName, condition]) => ({ containerName, condition })),
  },
});
const names = (...containers: ReturnType<typeof container>[]) =>
  startOrder(containers).map(({ definition }) => definition.name);

test('containers are started after those that they wait for', () => {
  const web = container('web', { settings: 'SUCCESS', 'log-router': 'START' });
  const metrics = container('metrics', { web: 'HEALTHY' });
  expect(names(metrics, web, container('settings', { 'log-router': 'START' }), container('log-router'))).toEqual([
    'log-router',
    'settings',
    'web',
    'metrics',
  ]);
});

test('those that wait for none keep their order, and what is made by the project counts as done', () => {
  expect(names(container('b', { 'b-volumes': 'SUCCESS' }), container('a'))).toEqual(['b', 'a']);
});

test.each([
  ['SUCCESS', true],
  ['COMPLETE', true],
  ['START', false],
  ['HEALTHY', false],
] as const)('the end of a container is awaited by %s: %s', (condition, expected) => {
  const all = [container('web', { other: condition }), container('other')];
  expect(isAwaited({ name: 'other' }, all)).toBe(expected);
});

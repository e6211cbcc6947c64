import { awaitedEnd, startOrder } from '../../../commands/rehearsal/start-order';

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
  ['SUCCESS', 'SUCCESS'],
  ['COMPLETE', 'COMPLETE'],
  ['START', undefined],
  ['HEALTHY', undefined],
] as const)('of a container that another waits for by %s, the end is awaited as %s', (condition, expected) => {
  const all = [container('web', { other: condition }), container('other')];
  expect(awaitedEnd({ name: 'other' }, all)).toBe(expected);
});

test('a container must succeed if one of those that wait for its end says so', () => {
  const all = [container('a', { other: 'COMPLETE' }), container('b', { other: 'SUCCESS' }), container('other')];
  expect(awaitedEnd({ name: 'other' }, all)).toBe('SUCCESS');
});

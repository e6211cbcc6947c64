import { rehearseExample, type RehearsedExample } from './support/rehearsed-example';

let example: RehearsedExample;

beforeAll(async () => {
  example = await rehearseExample('production');
});
afterAll(() => example.stop());

// That a second diff is empty is a step of the rehearsal, which would have failed.
test('is deployed, and its services and its scheduled task run', () => {
  expect(example.rehearsal.services.map(({ name }) => name)).toEqual(['api', 'web']);
  expect(example.rehearsal.scheduledTasks).toMatchObject([{ name: 'report', output: 'reported' }]);
});

test('is destroyed without a trace', async () => {
  expect(await example.destroy()).toEqual([]);
});

import { withEnvironments } from '../../../commands/cli/load-environments';
import { capturing } from '../../support/captured-output';
import { environmentConfig } from '../../support/environment-config';

const neverRun = () => Promise.reject(new Error('must not run'));

/** As an environment's file fails that throws. */
function failing(message: string, frame: string) {
  const error = new Error(message);
  error.stack = `Error: ${message}\n    at ${frame}\n    at Module._compile (node:internal/modules/cjs/loader:1554:14)`;
  return () => Promise.reject(error);
}

test('runs a command on the environments, with its arguments', async () => {
  const environments = { dev: environmentConfig() };
  const run = jest.fn(() => Promise.resolve());
  await withEnvironments(run, ['list', 'dev'], () => Promise.resolve({ environments }));
  expect(run).toHaveBeenCalledWith(environments, ['list', 'dev']);
});

test.each([
  ['boom', 'Object.<anonymous> (/project/environments/dev.ts:29:15)', ' (environments/dev.ts:29): boom'],
  ['Cannot find module ./comon\nRequire stack:\n- /project/main.ts', 'x', ': Cannot find module ./comon'],
])('reports a file that cannot be run: %j', async (message, frame, shown) => {
  const error = `The configuration could not be loaded${shown}`;
  const load = failing(message, frame);
  const inWords = await capturing(() => withEnvironments(neverRun, ['list'], load));
  expect(inWords).toMatchObject({ exitCode: 2, stdout: '', stderr: `${error}\n` });
  const inJson = await capturing(() => withEnvironments(neverRun, ['list', '--json'], load));
  expect([inJson.exitCode, JSON.parse(inJson.stdout)]).toEqual([2, { error }]);
});

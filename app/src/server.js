import { createApplication } from './application.js';
import { prepareGracefulStop } from './graceful-stop.js';
import { createLimitedServer } from './limited-server.js';
import { readSettings, SettingsError } from './settings.js';

/** ECS kills a container 30 s after SIGTERM, unless the task definition's `stopTimeout` says otherwise. */
const STOP_PATIENCE = { requestMilliseconds: 5_000, answerMilliseconds: 20_000 };

try {
  start(await readSettings(process.env));
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  fail(`cannot start: ${error.message}`);
}

/** @param {import('./settings.js').Settings} settings */
function start(settings) {
  const server = createLimitedServer(createApplication(settings));
  const stop = prepareGracefulStop(server, STOP_PATIENCE);

  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, async () => {
      if (stopping) return;
      stopping = true;
      console.log(`${signal}: finishing the requests in flight`);
      const { answerMilliseconds: limit } = STOP_PATIENCE;
      if (!(await stop())) fail(`stopped with requests still in flight after ${limit / 1000} s`);
      console.log('stopped');
      process.exit(0);
    });
  }

  server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
    const place = settings.address === undefined ? '' : ` of ${settings.address}`;
    fail(`cannot listen on port ${settings.port}${place}: ${error.code}`);
  });
  server.listen(settings.port, settings.address, () => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    if (settings.revealSecrets) console.log('REVEAL_SECRETS is true: the page shows secrets in clear');
    console.log(`listening on port ${port}`);
  });
}

/**
 * @param {string} message one line
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}

import { importEntries } from '../../../commands/secrets/import';
import { createOutput } from '../../../commands/cli/output';
import { parameter, secretsManager, select } from '../../../lib/secrets/secret-source';
import { environmentConfig, serviceDefinition } from '../../support/environment-config';
import { fakeSession } from '../../support/secrets/fake-aws';

const database = secretsManager('database', { format: 'json' });
const before = select(database, { versionStage: 'AWSPREVIOUS' });

const environment = {
  ...environmentConfig({
    application: 'shop',
    services: { web: serviceDefinition({ secrets: { TOKEN: parameter('token'), BEFORE: before } }) },
  }),
  name: 'dev',
};

const UNKNOWN = 'dev declares no secret of that name';
const AGAIN = 'an earlier line gives a value to the same secret';

// As `set` ends for the same name, and as a file ends in which a line is refused.
test.each([
  [2, 'a name that is not declared', ['typo'], [`line 1: ${UNKNOWN}`]],
  [2, 'a variable with another version', ['BEFORE'], ['line 1: web: BEFORE reads the version AWSPREVIOUS']],
  [1, 'two values of one secret', ['TOKEN', 'token'], [`line 2: ${AGAIN}`]],
  [2, 'both', ['TOKEN', 'typo', 'token'], [`line 2: ${UNKNOWN}`, `line 3: ${AGAIN}`]],
])('ends with %i for %s, and asks AWS nothing', async (exitCode, _what, names, problems) => {
  const { calls, session } = fakeSession(environment, {});
  const entries = names.map((name, index) => ({ name, value: 'canary', place: `line ${index + 1}` }));
  await expect(importEntries(session, entries, [], true, createOutput(false))).rejects.toMatchObject({
    exitCode,
    message: expect.stringMatching(new RegExp(`^${problems.join('.*\n')}.*\nNothing was written\\.$`)) as unknown,
  });
  expect(calls).toEqual([]);
});

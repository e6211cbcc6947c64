import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { PROJECT_DIRECTORY } from '../../commands/cli/project-directory';
import { startEmbeddedAws, type EmbeddedAws } from '../../commands/embedded-aws/embedded-aws';
import { startProcess } from '../../commands/processes/owned-process';
import { waitUntil } from '../../commands/processes/wait-until';
import { answersMeanwhile } from './support/answers-meanwhile';
import { gaps } from './support/moto-gaps';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'embedded-aws-test-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const start = (name: string, settings: { extended?: boolean; accountId?: string } = {}): Promise<EmbeddedAws> =>
  startEmbeddedAws({ processEnvironment: process.env, logFile: join(directory, `${name}.log`), ...settings });

const isUp = async ({ endpoint }: Pick<EmbeddedAws, 'endpoint'>): Promise<boolean> =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

describe('with the extension, as AWS documents it,', () => {
  let aws: EmbeddedAws;
  beforeAll(async () => {
    aws = await start('extended');
  });
  afterAll(() => aws.stop());

  test.each(gaps)('$title', async ({ observe, documented }) => {
    expect(await observe(aws)).toEqual(documented);
  });

  test('a request waits until another one to the same service is answered, and meets nothing half changed', async () => {
    expect(await answersMeanwhile(aws)).toBe(false);
  });

  test('nothing failed inside moto', async () => {
    expect(await readFile(join(directory, 'extended.log'), 'utf8')).not.toContain('Traceback');
  });
});

// When one of these fails, moto has learned it: remove the change from the extension and the gap from the list.
describe('moto as published still needs the extension, because it is not so that', () => {
  let aws: EmbeddedAws;
  beforeAll(async () => {
    aws = await start('published', { extended: false });
  });
  afterAll(() => aws.stop());

  test.each(gaps)('$title', async ({ observe, published }) => {
    expect(await observe(aws)).toEqual(published);
  });

  test('a request waits until another one to the same service is answered', async () => {
    expect(await answersMeanwhile(aws)).toBe(true);
  });
});

describe('an embedded AWS', () => {
  test('answers for the account that it was started for', async () => {
    const aws = await start('account', { accountId: '210987654321' });
    const { endpoint, credentials } = aws;
    const sts = new STSClient({ endpoint, region: 'ap-northeast-1', credentials });
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    await aws.stop();
    expect(Account).toBe('210987654321');
  });

  test('is stopped without a trace, and without an effect on another one', async () => {
    const [one, other] = await Promise.all([start('one'), start('other')]);
    await one.stop();
    expect(await isUp(one)).toBe(false);
    expect(await isUp(other)).toBe(true);
    await other.stop();
    expect(await isUp(other)).toBe(false);
  });

  test('ends with the program that started it, even when that is killed', async () => {
    const program = join(__dirname, 'support', 'killed-with-embedded-aws.ts');
    const parent = await startProcess(process.execPath, ['commands/run.mjs', program, join(directory, 'orphan.log')], {
      directory: PROJECT_DIRECTORY,
      processEnvironment: process.env,
    });
    const endpoint = (await parent.ended).output.trim().split('\n')[0] ?? '';
    expect(endpoint).toMatch(/^http:/);
    expect(await waitUntil(async () => !(await isUp({ endpoint })), { seconds: 10 })).toBe(true);
  });

  test('that cannot start says how to install it', async () => {
    const started = startEmbeddedAws({ processEnvironment: { PATH: directory }, logFile: join(directory, 'none.log') });
    await expect(started).rejects.toMatchObject({
      remedy: expect.stringMatching(/pip install.*uv.*pipx.*Docker/) as string,
    });
  });
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CANARY, startAccount, type Account } from '../support/secrets/account';

let account: Account;

const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
  '<Arn>arn:aws:iam::123456789012:user/test</Arn><UserId>test</UserId><Account>123456789012</Account>' +
  '</GetCallerIdentityResult></GetCallerIdentityResponse>';

/** Answers only when there was time to type something after it was asked. */
async function startSlowSts() {
  const server = createServer((_request, response) => {
    setTimeout(() => response.end(IDENTITY), 500);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: once(server, 'request'),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

beforeAll(async () => {
  account = await startAccount();
});

afterAll(() => account.stop());

describe('at a terminal', () => {
  const prompts = (value: string, again = value) =>
    [
      ['(not shown)', `${value}\r`],
      ['Repeat the value', `${again}\r`],
    ] as const;

  it('asks for the value twice without showing it, shows the plan, and asks before it writes', async () => {
    const { exitCode, stdout } = await account.atTerminal(
      ['set', 'beta', 'api-token'],
      [...prompts(`${CANARY}-typed`), ['Write this value in account 123456789012, ap-northeast-1 (beta)?', 'y\r']],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Done.');
    await expect(account.parameterValue('/shop/beta/api-token')).resolves.toBe(`${CANARY}-typed`);
  });

  it('writes nothing when the two differ, when the answer is no, or after Ctrl-C', async () => {
    const differing = await account.atTerminal(['set', 'beta', 'api-token'], prompts(`${CANARY}-a`, `${CANARY}-b`));
    const declined = await account.atTerminal(
      ['set', 'beta', 'api-token'],
      [...prompts(`${CANARY}-c`), ['Write this value', 'n\r']],
    );
    const interrupted = await account.atTerminal(
      ['set', 'beta', 'api-token'],
      [...prompts(`${CANARY}-d`), ['Write this value', '\u0003']],
    );
    expect([differing.exitCode, declined.exitCode, interrupted.exitCode]).toEqual([1, 2, 130]);
    await expect(account.parameterValue('/shop/beta/api-token')).resolves.toBe(`${CANARY}-typed`);
  });

  it('neither shows nor takes what is typed before it asks', async () => {
    const sts = await startSlowSts();
    const { exitCode } = await account.atTerminal(
      ['set', 'beta', 'api-token'],
      [[sts.asked, `${CANARY}-early\r`], ...prompts(`${CANARY}-asked`), ['Write this value', 'y\r']],
      { AWS_ENDPOINT_URL_STS: sts.endpoint },
    );
    sts.stop();
    expect(exitCode).toBe(0);
    await expect(account.parameterValue('/shop/beta/api-token')).resolves.toBe(`${CANARY}-asked`);
  });

  it('ends for Ctrl-C before it asks', async () => {
    const sts = await startSlowSts();
    const { exitCode } = await account.atTerminal(['set', 'beta', 'api-token'], [[sts.asked, '\u0003']], {
      AWS_ENDPOINT_URL_STS: sts.endpoint,
    });
    sts.stop();
    expect(exitCode).toBe(130);
  });

  it('does not prompt for a value of several lines', async () => {
    const { exitCode, stdout } = await account.atTerminal(['set', 'beta', 'tls/key'], []);
    expect(exitCode).toBe(2);
    expect(stdout).toContain('usually has several lines. Give it on standard input: --yes < FILE');
  });

  it('shows colours there, and not where NO_COLOR is set', async () => {
    // Node.js takes the terminal of a pipeline for one without colours.
    const colours = { TERM: 'xterm-256color', CI: undefined };
    expect((await account.atTerminal(['list', 'alpha'], [], colours)).stdout).toContain('\u001b[33m');
    expect((await account.atTerminal(['list', 'alpha'], [], { ...colours, NO_COLOR: '1' })).stdout).not.toContain(
      '\u001b[33m',
    );
  });
});

// Last, so that it sees what all the others made.
it('shows no value anywhere, and leaves none in a temporary file', () => {
  expect(account.leaks()).toEqual([]);
});

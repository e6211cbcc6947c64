import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { createApplication } from '../src/application.js';
import { escapeHtml } from '../src/page.js';
import { serve } from './support.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const NASTY = `<script>alert("1")</script> & 'quoted'\nsecond line`;

/** @type {import('../src/settings.js').Settings} */
const SETTINGS = {
  port: 0,
  variables: [
    { name: 'MY_PARAM_1', value: NASTY },
    { name: 'MY_PARAM_2', value: 'naïve' },
  ],
  files: [],
  revealSecrets: false,
};

/** @param {Buffer} content a fingerprint that can be foretold, and holds nothing of the content */
const fingerprint = (content) => `print-of-${content.length}`;

/**
 * @param {import('node:test').TestContext} context
 * @param {Partial<import('../src/settings.js').Settings>} [settings]
 */
function serveApplication(context, settings = {}) {
  return serve(context, createApplication({ ...SETTINGS, ...settings }, fingerprint));
}

/**
 * @param {string} address
 * @param {string} accept
 */
function get(address, accept) {
  return fetch(address, { headers: { accept } });
}

test('shows a client the variables masked, as JSON', async (context) => {
  const response = await get(await serveApplication(context), 'application/json');
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), {
    revealed: false,
    variables: [
      { name: 'MY_PARAM_1', set: true, bytes: 50, fingerprint: 'print-of-50' },
      { name: 'MY_PARAM_2', set: true, bytes: 6, fingerprint: 'print-of-6' },
    ],
    files: [],
  });
});

test('shows a browser the variables masked, as HTML', async (context) => {
  const response = await get(await serveApplication(context), BROWSER);
  const page = await response.text();
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.match(page, /<th scope="row"><code>MY_PARAM_1<\/code><\/th><td>set<\/td><td>50<\/td>/);
  assert.match(page, /print-of-6/);
  assert.doesNotMatch(page, /alert|second line|naïve/);
});

test('shows the values in clear only when told to reveal them', async (context) => {
  const address = await serveApplication(context, { revealSecrets: true });
  const { revealed, variables } = await (await get(address, 'application/json')).json();
  assert.equal(revealed, true);
  assert.deepEqual(
    variables.map(({ value }) => value),
    [NASTY, 'naïve'],
  );

  const page = await (await get(address, BROWSER)).text();
  assert.match(page, /Values are shown in clear/);
  assert.match(page, /<code>naïve<\/code>/);
  assert.ok(page.includes(`<code>${escapeHtml(NASTY)}</code>`));
  assert.doesNotMatch(page, /<script>/);
});

test('escapes everything that means something in HTML', () => {
  assert.equal(escapeHtml(`<a href="x">'&'</a>`), '&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;');
});

test('answers JSON to a client that accepts anything, or does not say', async (context) => {
  const address = await serveApplication(context);
  assert.match((await get(address, '*/*')).headers.get('content-type'), /^application\/json/);
  assert.match((await get(address, '')).headers.get('content-type'), /^application\/json/);
});

test('answers HTML to a client that asks for nothing else, and says that the answer varies', async (context) => {
  const response = await get(await serveApplication(context), 'text/html');
  assert.match(response.headers.get('content-type'), /^text\/html/);
  assert.equal(response.headers.get('vary'), 'Accept');
});

test('refuses a client that accepts neither', async (context) => {
  const response = await get(await serveApplication(context), 'image/png');
  assert.equal(response.status, 406);
  assert.deepEqual(await response.json(), { error: 'not acceptable' });
});

test('shows of a file whether it is readable, never its content', async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'application-'));
  context.after(() => rm(directory, { recursive: true }));
  const path = join(directory, 'credentials <1>.json');
  await writeFile(path, '{"private_key": "content"}', { mode: 0o400 });
  const missing = join(directory, 'missing.json');
  const address = await serveApplication(context, {
    revealSecrets: true,
    variables: [],
    files: [
      { variable: 'GOOGLE_APPLICATION_CREDENTIALS', path },
      { variable: 'KEY_FILE', path: missing },
    ],
  });

  const body = await (await get(address, 'application/json')).text();
  assert.deepEqual(JSON.parse(body).files, [
    {
      variable: 'GOOGLE_APPLICATION_CREDENTIALS',
      path,
      readable: true,
      mode: '0400',
      bytes: 26,
      fingerprint: 'print-of-26',
    },
    { variable: 'KEY_FILE', path: missing, readable: false, reason: 'ENOENT' },
  ]);
  const page = await (await get(address, BROWSER)).text();
  assert.match(page, /credentials &lt;1&gt;\.json<\/code><\/td><td>readable<\/td><td><code>0400<\/code>/);
  assert.match(page, /not readable \(ENOENT\)/);
  assert.doesNotMatch(body + page, /private_key/);
});

test('is healthy', async (context) => {
  const response = await fetch(`${await serveApplication(context)}/healthz`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: 'ok' });
});

test('protects every answer with headers, and does not say what it is made with', async (context) => {
  const address = await serveApplication(context);
  for (const path of ['/', '/healthz', '/missing', '/%']) {
    const { headers } = await fetch(address + path);
    assert.equal(headers.get('cache-control'), 'no-store', path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(headers.get('x-frame-options'), 'DENY', path);
    assert.match(headers.get('content-security-policy'), /^default-src 'none';/, path);
    assert.equal(headers.get('x-powered-by'), null, path);
    assert.equal(headers.get('etag'), null, path);
  }
});

test('allows its style sheet, and nothing else', async (context) => {
  const response = await get(await serveApplication(context), BROWSER);
  const [, style] = /<style>([^<]*)<\/style>/.exec(await response.text());
  const hash = createHash('sha256').update(style).digest('base64');
  assert.equal(
    response.headers.get('content-security-policy'),
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
});

test('answers what it does not know with a short error', async (context) => {
  const address = await serveApplication(context);
  const missing = await fetch(`${address}/missing`);
  assert.deepEqual([missing.status, await missing.json()], [404, { error: 'not found' }]);
});

test('says nothing of what went wrong inside', async (context) => {
  const logged = context.mock.method(console, 'error', () => {});
  const failing = () => {
    throw new RangeError('holds a secret');
  };
  const address = await serve(context, createApplication(SETTINGS, failing));
  const response = await fetch(address);
  assert.deepEqual([response.status, await response.json()], [500, { error: 'internal error' }]);
  assert.deepEqual(
    logged.mock.calls.map((call) => call.arguments),
    [['GET / failed: RangeError']],
  );
});

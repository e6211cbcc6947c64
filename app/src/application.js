import { STATUS_CODES } from 'node:http';

import express from 'express';

import { createFingerprint } from './fingerprint.js';
import { inspectFile } from './inspect-file.js';
import { CONTENT_SECURITY_POLICY, renderPage } from './page.js';

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('./fingerprint.js').Fingerprint} Fingerprint
 */

const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * Creates the application, which reads no environment and listens on nothing.
 *
 * @param {Settings} settings
 * @param {Fingerprint} [fingerprint]
 * @returns {express.Express}
 */
export function createApplication(settings, fingerprint = createFingerprint()) {
  const application = express();
  application.disable('x-powered-by');
  // Nothing is cached, and an entity tag is a plain hash of what the page says.
  application.disable('etag');

  application.use((request, response, next) => {
    response.set(SECURITY_HEADERS);
    next();
  });

  application.get('/healthz', (request, response) => {
    response.json({ status: 'ok' });
  });

  application.get('/', async (request, response) => {
    const report = await createReport(settings, fingerprint);
    // The first is for a client that accepts anything, as curl does; a browser asks for HTML.
    response.format({
      json: () => response.json(report),
      html: () => response.send(renderPage(report)),
    });
  });

  application.use((request, response) => {
    response.status(404).json({ error: 'not found' });
  });

  application.use(answerError);

  return application;
}

/**
 * @param {Settings} settings
 * @param {Fingerprint} fingerprint
 * @returns {Promise<import('./page.js').Report>}
 */
async function createReport({ variables, files, revealSecrets }, fingerprint) {
  return {
    revealed: revealSecrets,
    variables: variables.map(({ name, value }) => ({
      name,
      set: true,
      ...summarize(Buffer.from(value), fingerprint),
      ...(revealSecrets ? { value } : {}),
    })),
    // Read each time: unlike a variable, a file can change or vanish while the container runs.
    files: await Promise.all(
      files.map(async ({ variable, path }) => {
        const file = await inspectFile(path);
        if (!file.readable) return { variable, path, ...file };
        return { variable, path, readable: true, mode: file.mode, ...summarize(file.content, fingerprint) };
      }),
    ),
  };
}

/**
 * @param {Buffer} content
 * @param {Fingerprint} fingerprint
 */
function summarize(content, fingerprint) {
  return { bytes: content.length, fingerprint: fingerprint(content) };
}

/**
 * Answers without a stack trace and without the error's message, which might quote what must not be shown.
 *
 * @type {express.ErrorRequestHandler}
 */
function answerError(error, request, response, next) {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = error.status >= 400 && error.status < 500 ? error.status : 500;
  if (status === 500) console.error(`${request.method} ${request.path} failed: ${error.name}`);
  response.status(status).json({ error: status === 500 ? 'internal error' : STATUS_CODES[status]?.toLowerCase() });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createFingerprint } from '../src/fingerprint.js';

const fingerprint = createFingerprint();

test('is eight hexadecimal digits', () => {
  assert.match(fingerprint(Buffer.from('secret')), /^[0-9a-f]{8}$/);
});

test('is equal for equal contents and differs for others', () => {
  assert.equal(fingerprint(Buffer.from('secret')), fingerprint(Buffer.from('secret')));
  assert.notEqual(fingerprint(Buffer.from('secret')), fingerprint(Buffer.from('secret\n')));
});

test('cannot be compared with the fingerprint of another process', () => {
  assert.notEqual(fingerprint(Buffer.from('secret')), createFingerprint()(Buffer.from('secret')));
});

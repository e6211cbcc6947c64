import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIGESTS_FILE, recordDigests } from '../../../commands/images/image-digests-file';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER = `sha256:${'b'.repeat(64)}`;

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'digests-'));
  file = join(directory, DIGESTS_FILE);
  mkdirSync(join(directory, 'environments'));
  writeFileSync(file, '{}\n');
});

afterEach(() => rmSync(directory, { recursive: true }));

const record = (environment: string, digests: Readonly<Record<string, string>>) =>
  recordDigests(directory, environment, digests);

test('equal records are equal files, in whatever order they were made', () => {
  record('stg', { web: DIGEST });
  record('dev', { worker: OTHER });
  record('dev', { web: DIGEST });
  const one = readFileSync(file, 'utf8');
  writeFileSync(file, '{}\n');
  record('dev', { web: DIGEST, worker: OTHER });
  record('stg', { web: DIGEST });
  expect(readFileSync(file, 'utf8')).toBe(one);
});

test('the file is formatted as Prettier wants it, and is the only one', () => {
  record('dev', { web: DIGEST });
  expect(readFileSync(file, 'utf8')).toBe(`{\n  "dev": {\n    "web": "${DIGEST}"\n  }\n}\n`);
  expect(readdirSync(join(directory, 'environments'))).toEqual(['images.json']);
});

test('it says whether anything has changed', () => {
  expect([record('dev', { web: DIGEST }), record('dev', { web: DIGEST }), record('dev', { web: OTHER })]).toEqual([
    true,
    false,
    true,
  ]);
});

test.each(['', '{', '[]', '{"dev": []}', '{"dev": {"web": 1}}', '<<<<<<< HEAD'])('%j is refused, and stays', (text) => {
  writeFileSync(file, text);
  expect(() => record('dev', { web: DIGEST })).toThrow('environments/images.json is not JSON with digests');
  expect(readFileSync(file, 'utf8')).toBe(text);
});

import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandFailure } from '../../../commands/cli/command-failure';
import { writeWhole } from '../../../commands/cli/write-whole';

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'write-whole-'));
  file = join(directory, 'file');
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

test('a file is replaced by all of what is written, and nothing is beside it', () => {
  writeFileSync(file, 'before');
  writeWhole(file, 'after');
  expect([readFileSync(file, 'utf8'), readdirSync(directory)]).toEqual(['after', ['file']]);
});

test('a disk that fills up leaves the file as it was, nothing beside it, and is said with the name of the file', () => {
  writeFileSync(file, 'before');
  const write = fs.writeFileSync;
  jest.spyOn(fs, 'writeFileSync').mockImplementation((path) => {
    write(path, 'af');
    // As Node.js reports it: https://man7.org/linux/man-pages/man2/write.2.html
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  });
  let error: unknown;
  try {
    writeWhole(file, 'after');
  } catch (thrown) {
    error = thrown;
  }
  expect(commandFailure(error).message).toBe(`No space is left on the disk (ENOSPC): ${file}`);
  expect([readFileSync(file, 'utf8'), readdirSync(directory)]).toEqual(['before', ['file']]);
});

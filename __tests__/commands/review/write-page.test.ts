import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePage } from '../../../commands/review/page/write-page';

const directory = mkdtempSync(join(tmpdir(), 'write-page-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('writing a page', () => {
  it('replaces the one before, and says where it is', async () => {
    const file = join(directory, 'review.html');
    writeFileSync(file, 'before');
    await expect(writePage(file, 'after')).resolves.toBe(file);
    expect(readFileSync(file, 'utf8')).toBe('after');
    expect(readdirSync(directory)).toEqual(['review.html']);
  });

  it.each([
    ['a directory that does not exist', 'missing/review.html', 'its directory does not exist'],
    ['a directory that is a file', 'file/review.html', 'it is said to be in a directory that is none'],
    ['a directory', 'directory', 'it is there already, and is no ordinary file'],
    // As /dev/stdout is one: renaming a file to it would replace it.
    ['a link', 'link', 'it is there already, and is no ordinary file'],
  ])('refuses %s, and leaves nothing behind', async (_what, name, reason) => {
    const inside = mkdtempSync(join(directory, 'refused-'));
    writeFileSync(join(inside, 'file'), 'before');
    mkdirSync(join(inside, 'directory'));
    symlinkSync('file', join(inside, 'link'));
    await expect(writePage(join(inside, name), 'page')).rejects.toThrow(
      `The page could not be written to "${join(inside, name)}": ${reason}.`,
    );
    expect(readdirSync(inside).sort()).toEqual(['directory', 'file', 'link']);
    expect(readFileSync(join(inside, 'file'), 'utf8')).toBe('before');
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { commandFailure, EXIT } from '../../../commands/cli/command-failure';

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

// The file that Linux has for this: https://man7.org/linux/man-pages/man4/full.4.html
(process.platform === 'linux' ? test : test.skip)('a full disk is said to be full, with what to do', () => {
  expect(commandFailure(thrownBy(() => writeFileSync('/dev/full', 'canary-in-a-file')))).toMatchObject({
    message: 'No space is left on the disk (ENOSPC).',
    remedy: 'Free some space and run the command again.',
    exitCode: EXIT.notDone,
  });
});

test('what the system refuses at a path names the path', () => {
  const error = Object.assign(new Error("EACCES: permission denied, open '/etc/x'"), {
    ...{ code: 'EACCES', syscall: 'open', path: '/etc/x' },
  });
  expect(commandFailure(error).message).toBe('Access is denied (EACCES): /etc/x');
});

test('any other error is shown by its name and place only, because it could quote a value', () => {
  const error = thrownBy(() => JSON.parse('canary-in-json'));
  expect(commandFailure(error).message).toMatch(/^Unexpected SyntaxError at .*\. Please report it\.$/);
  expect(commandFailure(error).message).not.toContain('canary');
});

test('an error of the system that nobody but a developer can do something about is unexpected', () => {
  expect(commandFailure(thrownBy(() => readFileSync('/nonexistent/file'))).message).toMatch(/^Unexpected /);
});

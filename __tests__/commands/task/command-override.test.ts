import { overrideCommand, splitCommand } from '../../../commands/task/command-override';
import { commandFailure } from '../../../commands/cli/command-failure';
import type { Workload } from '../../../lib/tasks/workload';

const migrate: Workload = {
  kind: 'task',
  name: 'migrate',
  config: { image: 'shop:1', size: { cpu: 256, memoryMiB: 512 } },
};

/** What is said instead of starting the command. */
function refusal(given: readonly string[] | string): string {
  try {
    overrideCommand(migrate, given);
    return 'accepted';
  } catch (error) {
    const { message, remedy = '' } = commandFailure(error);
    return `${message} ${remedy}`;
  }
}

test.each<[string[], string[], string[] | undefined]>([
  [['dev', 'migrate', '--wait'], ['dev', 'migrate', '--wait'], undefined],
  [
    ['dev', 'migrate', '--', 'node', 'x.js'],
    ['dev', 'migrate'],
    ['node', 'x.js'],
  ],
  // What looks like an option of this command, or like another separator, is a word of the other command.
  [
    ['dev', 'x', '--wait', '--', 'node', '--json', '--', '-v'],
    ['dev', 'x', '--wait'],
    ['node', '--json', '--', '-v'],
  ],
  [['dev', 'migrate', '--'], ['dev', 'migrate'], []],
])('%j is split at the first "--"', (args, own, words) => {
  expect(splitCommand(args)).toEqual({ own, words });
});

test('words are passed to the container of the application as they are', () => {
  const words = ['node', 'src/migrate.js', '--step', '2', '', 'a b', "it's", '--json'];
  expect(overrideCommand(migrate, words)).toEqual({ containerOverrides: [{ name: 'migrate', command: words }] });
});

test('a line is for the shell of the container', () => {
  const line = 'psql "$DATABASE_URL" -f seed.sql && echo done';
  expect(overrideCommand(migrate, line)).toEqual({
    containerOverrides: [{ name: 'migrate', command: ['sh', '-c', line] }],
  });
});

test.each([[[]], [['']], [['  ', 'x']], [''], [' ']])('%j is empty', (given) => {
  expect(refusal(given)).toContain('The command is empty.');
});

test('a line that is an option is refused: the shell would take it for its own', () => {
  expect(refusal('--wait')).toContain('must not start with "-"');
  expect(refusal(['--wait'])).toBe('accepted');
});

// The rules of commands that are declared.
test.each([
  [['psql', '--password', 'canary-hunter2'], 'Word 3 of the command'],
  [['mysql', '-pcanary-hunter2', 'shop'], 'Word 2 of the command'],
  [['sh', '-c', 'PASSWORD=canary-hunter2 node x.js'], 'Word 3 of the command'],
  [['psql', 'postgres://shop:canary-hunter2@db/shop'], 'Word 2 of the command'],
  ['mysql -pcanary-hunter2 shop', 'The command'],
])('%j contains a secret, which is not shown', (given, where) => {
  const text = refusal(given);
  expect(text).toContain(`${where} looks like a secret, and whoever may describe tasks (ecs:DescribeTasks) can read`);
  expect(text).toContain('Declare it in secrets of migrate');
  expect(text).not.toContain('canary');
});

test.each([
  [['psql', '--password', '$PASSWORD']],
  [['sh', '-c', 'mysql -p"$PASSWORD" shop']],
  ['psql "$DATABASE_URL"'],
])('%j names the variable of a secret', (given) => {
  expect(refusal(given)).toBe('accepted');
});

test('control characters are refused, but for line breaks and tabs', () => {
  expect(refusal(['sh', '-c', 'a\n\tb'])).toBe('accepted');
  expect(refusal(['sh', '-c', 'a\u001bb'])).toContain(
    'Word 3 of the command must not contain control characters other than tabs and line breaks.',
  );
});

// "Container Overrides length must be at most 8192":
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html#ECS-RunTask-request-overrides
test('a request has room for 8,192 characters of JSON', () => {
  const frame = JSON.stringify({ containerOverrides: [{ name: 'migrate', command: [''] }] }).length;
  expect(refusal(['x'.repeat(8192 - frame)])).toBe('accepted');
  expect(refusal(['x'.repeat(8193 - frame)])).toContain('8193 characters as ECS counts them; at most 8192 are allowed');
});

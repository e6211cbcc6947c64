import { createOutput } from '../../../commands/cli/output';
import { recordedOutput } from '../../../commands/cli/recorded-output';
import { capturing } from '../../support/captured-output';

/** What a label, a reason or the name of a user may contain: a colour, a title of the window, C1, another direction, nothing to see. */
const HOSTILE = '\u001b[8mA\u001b]0;title\u0007\u009b1m\u202eB\u200b\ud800\r';
const ESCAPED = '\\u001b[8mA\\u001b]0;title\\u0007\\u009b1m\\u202eB\\u200b\\ud800\\u000d';

/** As at a terminal with colours. */
async function atTerminal(work: (output: ReturnType<typeof createOutput>) => void) {
  const terminal: { isTTY?: boolean; hasColors?: unknown } = process.stdout;
  const { isTTY, hasColors } = terminal;
  Object.assign(terminal, { isTTY: true, hasColors: () => true });
  jest.replaceProperty(process, 'env', { ...process.env, FORCE_COLOR: '1', NO_COLOR: undefined });
  try {
    return await capturing(async () => {
      work(createOutput(false));
      return Promise.resolve();
    });
  } finally {
    Object.assign(terminal, { isTTY, hasColors });
    jest.restoreAllMocks();
  }
}

describe('the control characters of a text', () => {
  it('are escaped in a result, a note and a failure', async () => {
    const { stdout, stderr } = await capturing(async () => {
      const output = createOutput(false);
      output.result({}, `a ${HOSTILE}\nb`);
      output.note(HOSTILE);
      output.failure({ message: HOSTILE, remedy: HOSTILE });
      return Promise.resolve();
    });
    expect(stdout).toBe(`a ${ESCAPED}\nb\n`);
    expect(stderr).toBe(`${ESCAPED}\n`.repeat(3));
  });

  it('are escaped in JSON, which a program reads back as they were', async () => {
    const { stdout } = await capturing(async () => {
      createOutput(true).result({ [HOSTILE]: [HOSTILE] }, '');
      return Promise.resolve();
    });
    expect(stdout).toContain(ESCAPED.replace('\\u000d', '\\r'));
    expect(stdout.replace(/\n/g, '')).toMatch(/^[ -~]*$/);
    expect(JSON.parse(stdout)).toEqual({ [HOSTILE]: [HOSTILE] });
    const failed = await capturing(async () => {
      createOutput(true).failure({ message: HOSTILE, remedy: undefined });
      return Promise.resolve();
    });
    expect(failed.stdout.replace(/\n/g, '')).toMatch(/^[ -~]*$/);
    expect(JSON.parse(failed.stdout)).toEqual({ error: HOSTILE });
  });

  it('are escaped in what is painted, and the paint stays', async () => {
    const { stdout } = await atTerminal((output) => output.result({}, `${output.paint('red', HOSTILE)} ${HOSTILE}`));
    expect(stdout).toBe(`\u001b[31m${ESCAPED}\u001b[39m ${ESCAPED}\n`);
  });

  it('are escaped in a cell, also a line break, before the widths are computed', async () => {
    const print = (output: ReturnType<typeof createOutput>) =>
      output.result(
        {},
        output.table(
          ['name', 'by'],
          [
            [output.paint('green', '\u001b\n'), 'x'],
            ['12', HOSTILE],
          ],
        ),
      );
    const plain = await capturing(async () => {
      print(createOutput(false));
      return Promise.resolve();
    });
    expect(plain.stdout).toBe(`name          by\n\\u001b\\u000a  x\n12            ${ESCAPED}\n`);
    const { stdout } = await atTerminal(print);
    expect(stdout).toBe(
      `\u001b[1mname\u001b[22m          \u001b[1mby\u001b[22m\n\u001b[32m\\u001b\\u000a\u001b[39m  x\n12            ${ESCAPED}\n`,
    );
  });

  it('are escaped when what a part of another command said becomes its failure', async () => {
    const recorded = recordedOutput();
    recorded.note(recorded.paint('red', HOSTILE));
    recorded.result({}, recorded.table(['name'], [[HOSTILE]]));
    const { stderr } = await capturing(async () => {
      createOutput(false).failure({ message: recorded.text(), remedy: undefined });
      return Promise.resolve();
    });
    expect(stderr).toBe(`${ESCAPED}\n${ESCAPED}\n`);
  });
});

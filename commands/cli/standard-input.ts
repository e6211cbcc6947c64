import { buffer } from 'node:stream/consumers';
import { confirm as askToConfirm, password } from '@inquirer/prompts';
import { visibleOnOneLine } from '../../lib/validation/visible-text';
import { CommandFailure, EXIT } from './command-failure';
import { hideTyping, showTyping, whileAsking } from './quiet-terminal';

/** Prompts are not part of the result, which a program may read. */
const ON_STANDARD_ERROR = { output: process.stderr };

/** Whether somebody can answer questions. */
function isInteractive(): boolean {
  return process.stdin.isTTY;
}

/**
 * Refuses early, before anything is read or asked, where a confirmation will be needed and nobody can give it. Until then a terminal
 * shows nothing of what is typed.
 */
export function requireConfirmation(yes: boolean): void {
  if (!yes && !isInteractive()) {
    throw new CommandFailure(
      'Standard input is not a terminal, so nobody can confirm. Use --yes to go ahead without being asked.',
    );
  }
  hideTyping();
}

export async function confirm(question: string, yes: boolean): Promise<void> {
  const message = visibleOnOneLine(question);
  const confirmed = yes || (await whileAsking(() => askToConfirm({ message, default: false }, ON_STANDARD_ERROR)));
  showTyping();
  if (!confirmed) {
    throw new CommandFailure('Nothing was changed.');
  }
}

/**
 * A value, from standard input or typed unseen.
 *
 * @param multiline - whether it usually has several lines, which a prompt would take for several answers
 */
export async function readValue(name: string, multiline: boolean): Promise<string> {
  if (!isInteractive()) {
    return withoutEndOfOnlyLine(await readStandardInput());
  }
  if (multiline) {
    throw new CommandFailure(`${name} usually has several lines. Give it on standard input: --yes < FILE`);
  }
  const ask = (message: string) => whileAsking(() => password({ message, mask: false }, ON_STANDARD_ERROR));
  const value = await ask(`Value of ${visibleOnOneLine(name)} (not shown)`);
  const again = await ask('Repeat the value');
  if (value !== again) {
    throw new CommandFailure('The two values differ. Nothing was changed.', { exitCode: EXIT.findings });
  }
  return value;
}

/** Refuses a terminal, which would show what is typed. */
export async function readStandardInput(): Promise<string> {
  if (isInteractive()) {
    throw new CommandFailure(
      'Standard input is a terminal, which shows what is typed. Name a file, or use a pipe and --yes.',
    );
  }
  return decodeText(await buffer(process.stdin));
}

/** Keeps a byte order mark, for whoever knows whether it belongs to the text. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CommandFailure('The input is not UTF-8 text. Nothing was changed.', { exitCode: EXIT.findings });
  }
}

/**
 * Without the line break that `echo`, here-documents and editors add to a password or token. What has several lines is a file, whose
 * last line break belongs to it.
 */
function withoutEndOfOnlyLine(text: string): string {
  const [, line] = /^([^\r\n]*)\r?\n$/.exec(text) ?? [];
  return line ?? text;
}

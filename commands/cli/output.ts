import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { CommandFailure } from './command-failure';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** Where a command's result goes: readable text, or JSON for programs. Never pass it the value of a secret. */
export interface Output {
  readonly json: boolean;
  /** The result, on standard output. */
  result(data: unknown, text: string): void;
  /** Messages that are not the result, on standard error, where a program that reads the result does not see them. */
  note(text: string): void;
  /** Why there is no result, and what to do about it. */
  failure(failure: Pick<CommandFailure, 'message' | 'remedy'>): void;
  paint(style: Style, text: string): string;
  table(head: readonly string[], rows: readonly (readonly string[])[]): string;
}

export function createOutput(json: boolean): Output {
  // hasColors() honours NO_COLOR, and knows what the terminal can do.
  const colour = !json && process.stdout.isTTY && process.stdout.hasColors();
  const paint = (style: Style, text: string) => (colour ? styleText(style, text) : text);
  return {
    json,
    paint,
    result: (data, text) => process.stdout.write(`${json ? JSON.stringify(data, null, 2) : text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
    failure: ({ message, remedy }) =>
      json
        ? process.stdout.write(`${JSON.stringify({ error: message, remedy }, null, 2)}\n`)
        : process.stderr.write(`${[message, remedy].filter(Boolean).join('\n')}\n`),
    table: (head, rows) =>
      renderTable(
        head.map((title) => paint('bold', title)),
        rows,
      ),
  };
}

/** Columns without lines between them: easy to read, to copy and to search. */
function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const edges = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'];
  const lines = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'];
  const table = new Table({
    head: [...head],
    chars: { ...Object.fromEntries([...edges, ...lines].map((edge) => [edge, ''])), middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

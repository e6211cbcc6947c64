import { randomUUID } from 'node:crypto';
import { styleText } from 'node:util';
import Table from 'cli-table3';
import { visible, visibleOnOneLine } from '../../lib/validation/visible-text';
import type { CommandFailure } from './command-failure';
import { writeToStandardOutput } from './standard-output';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/**
 * Where a command's result goes: readable text, or JSON for programs. Never pass it the value of a secret.
 *
 * What comes from AWS, a file or Terraform may contain anything. Here, and nowhere before, its invisible characters are escaped, so
 * that a terminal obeys none of them.
 */
export interface Output {
  readonly json: boolean;
  /** The result, on standard output. */
  result(data: unknown, text: string): void;
  /** The result of what has changed something: if it cannot be written to standard output, standard error says it. */
  done(data: unknown, text: string): void;
  /** Messages that are not the result, on standard error, where a program that reads the result does not see them. */
  note(text: string): void;
  /** Why there is no result, and what to do about it. */
  failure(failure: Pick<CommandFailure, 'message' | 'remedy'>): void;
  paint(style: Style, text: string): string;
  /** Columns whose cells stay on their lines. */
  table(head: readonly string[], rows: readonly (readonly string[])[]): string;
}

const ESCAPE = '\u001b';

/** Stands for the escape character of the colours given here, until all others are escaped. Made at random, so no text contains it. */
const OWN_ESCAPE = randomUUID();

export function createOutput(json: boolean): Output {
  // hasColors() honours NO_COLOR, and knows what the terminal can do.
  const colour = !json && process.stdout.isTTY && process.stdout.hasColors();
  const paint = (style: Style, text: string) => (colour ? asOwn(styleText(style, visible(text))) : text);
  const shown = (text: string) => painted(visible(text));
  const note = (text: string) => void process.stderr.write(`${shown(text)}\n`);
  const rendered = (data: unknown, text: string) => `${shown(json ? JSON.stringify(data, null, 2) : text)}\n`;
  const done = (data: unknown, text: string) => writeToStandardOutput(rendered(data, text), shown(text));
  return {
    json,
    paint,
    result: (data, text) => writeToStandardOutput(rendered(data, text)),
    done,
    note,
    failure: ({ message, remedy }) => {
      const text = [message, remedy].filter(Boolean).join('\n');
      if (json) {
        done({ error: message, remedy }, text);
      } else {
        note(text);
      }
    },
    table: (head, rows) => {
      const lines = [head.map((title) => paint('bold', title)), ...rows];
      return asOwn(renderTable(lines.map((cells) => cells.map((cell) => painted(visibleOnOneLine(cell))))));
    },
  };
}

function asOwn(styled: string): string {
  return styled.replaceAll(ESCAPE, OWN_ESCAPE);
}

function painted(text: string): string {
  return text.replaceAll(OWN_ESCAPE, ESCAPE);
}

/** Columns without lines between them: easy to read, to copy and to search. */
function renderTable([head = [], ...rows]: readonly (readonly string[])[]): string {
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

import type { Output } from './output';

/** An output for a command that is a part of another one: nobody sees it, unless the command fails. */
export interface RecordedOutput extends Output {
  text(): string;
}

export function recordedOutput(): RecordedOutput {
  const lines: string[] = [];
  const record = (text: string) => void lines.push(text);
  return {
    json: false,
    result: (_data, text) => record(text),
    done: (_data, text) => record(text),
    note: record,
    failure: ({ message }) => record(message),
    paint: (_style, text) => text,
    table: (_head, rows) => rows.map((row) => row.join('  ')).join('\n'),
    text: () => lines.join('\n'),
  };
}

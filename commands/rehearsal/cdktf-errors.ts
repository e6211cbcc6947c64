const MAXIMUM_LINES = 40;

/**
 * The part of cdktf's output that says why it failed: what the program wrote that synthesizes, or the errors of Terraform; or else
 * the end.
 *
 * @param log - what Terraform logged of its errors. On a busy machine cdktf loses the end of a long output, and them with it
 */
export function cdktfErrors(output: string, log = ''): string {
  const lines = output.split(/\r?\n/).map((line) => line.trimEnd());
  const end = lines.filter((line) => line !== '').slice(-15);
  const found = synthesisErrors(lines) ?? terraformErrors(lines) ?? loggedErrors(log) ?? end;
  const shown = found.slice(0, MAXIMUM_LINES);
  return [...shown, ...(found.length > shown.length ? ['…'] : [])].join('\n').trim();
}

/** From the first error to cdktf's own last words, without what cdktf and Terraform put in front of each line. */
function terraformErrors(lines: readonly string[]): string[] | undefined {
  const start = lines.findIndex((line) => line.includes('Error: '));
  const margin = /^(\S+ {2}| *)(?:│ )?Error: /.exec(lines[start] ?? '')?.[1]?.length;
  if (margin === undefined) {
    return undefined;
  }
  const rest = lines.slice(start);
  const end = rest.findIndex((line) => /^\s*(\d+ Stacks? |Stack failed|Invoking Terraform CLI failed)/.test(line));
  return rest
    .slice(0, end === -1 ? undefined : end)
    .map((line) => withoutMargin(line, margin).replace(/^[╷│╵] ?/, ''))
    .filter((line, index, all) => line !== '' || all[index - 1] !== '');
}

/** Terraform logs an error for every part of its graph that it stopped. */
function loggedErrors(log: string): string[] | undefined {
  const messages = [...log.matchAll(/ \[ERROR\] vertex ".*?" error: (.+)/g)].map(
    ([, message = '']) => `Error: ${message}`,
  );
  return messages.length === 0 ? undefined : [...new Set(messages)];
}

/** The margin contains the name of the stack in some lines, and blanks in the others. */
function withoutMargin(line: string, width: number): string {
  return /^(\S* *)$/.test(line.slice(0, width)) ? line.slice(width) : line;
}

/** cdktf indents what the program wrote that it ran. */
function synthesisErrors(lines: readonly string[]): string[] | undefined {
  const start = lines.findIndex((line) => /^Command output on std(err|out):$/.test(line));
  const written = lines
    .slice(start + 1)
    .filter((line) => line.startsWith('    '))
    .map((line) => line.slice(4))
    // Where the program threw is shown above its stack.
    .filter((line) => !/^ +at |^Node\.js v/.test(line));
  return start === -1 || written.length === 0 ? undefined : written;
}

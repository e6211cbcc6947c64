import { statSync } from 'node:fs';
import { z } from 'zod';
import { CommandFailure, EXIT } from '../cli/command-failure';
import type { PreparedContainer } from '../ecs/agent/prepare-task';

const pageSchema = z.object({
  variables: z.array(z.object({ name: z.string(), set: z.boolean(), bytes: z.number() })),
  files: z.array(z.object({ variable: z.string(), readable: z.boolean(), bytes: z.number().optional() })),
});

/** Fetches the application's page, and checks that everything that it requires arrived in it as it was set. */
export async function checkPage(url: string, { variables }: Pick<PreparedContainer, 'variables'>): Promise<void> {
  const response = await fetch(url, { headers: { accept: 'application/json' } });
  const page = pageSchema.parse(await response.json());
  const wrong = [
    ...page.variables
      .filter(({ name, set, bytes }) => !set || bytes !== bytesOf(variables[name], bytes))
      .map(({ name }) => name),
    ...page.files
      .filter(({ variable, readable, bytes }) => !readable || bytes !== sizeOf(variables[variable]))
      .map(({ variable }) => `the file of ${variable}`),
  ];
  if (wrong.length > 0) {
    throw new CommandFailure(`The application's page does not match the values that were set: ${wrong.join(', ')}`, {
      exitCode: EXIT.findings,
      remedy: `Open ${url} in a rehearsal without --once.`,
    });
  }
}

/** Of what the application reads itself, only it knows the length. */
function bytesOf(value: string | undefined, shown: number): number {
  return value === undefined ? Math.max(shown, 1) : Buffer.byteLength(value);
}

/** Of a file on a volume of the task, whoever wrote it. */
function sizeOf(path: string | undefined): number | undefined {
  return path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })?.size;
}

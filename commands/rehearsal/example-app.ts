/** The program that synthesizes an example: as `app` in cdktf.json, but for its file and the example's name. */
export function exampleApp(example: string): string {
  return `node commands/run.mjs examples/main.ts ${example}`;
}

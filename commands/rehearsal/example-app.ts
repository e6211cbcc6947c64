/** The program that synthesizes an example: as `app` in cdktf.json, but for its file and the example's name. */
export function exampleApp(example: string): string {
  const bundle = `.build/example-${example}.js`;
  return (
    'node_modules/.bin/esbuild examples/main.ts --bundle --platform=node --packages=external --sourcemap --log-level=warning ' +
    `--outfile=${bundle} && node ${bundle} ${example}`
  );
}

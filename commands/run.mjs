// Runs a program of this project: `node commands/run.mjs PROGRAM.ts [ARGUMENT…]`.
//
// It is bundled in memory: nothing is written into a checkout, which may be read-only; nothing is executed that was found in a
// directory in which others can write, such as a compiler's cache in $TMPDIR; and commands that run at the same time do not disturb
// each other.
import Module from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';

const PROJECT_DIRECTORY = resolve(import.meta.dirname, '..');
const [program, ...args] = process.argv.slice(2);

const { errors, outputFiles } = await build({
  absWorkingDir: PROJECT_DIRECTORY,
  entryPoints: [resolve(program)],
  // Where it would be: its packages are looked for from there, and the source map starts there.
  outfile: join('.build', 'command.js'),
  bundle: true,
  platform: 'node',
  packages: 'external',
  sourcemap: 'inline',
  write: false,
  logLevel: 'silent',
}).catch(({ errors }) => ({ errors }));

if (errors.length > 0) {
  // What people change are the environments. The programs themselves are bundled in every test.
  const [{ text, location }] = errors;
  const place = location ? ` (${location.file}:${location.line})` : '';
  const error = `The configuration could not be loaded${place}: ${text}`;
  const end = args.indexOf('--');
  const wantsJson = (end === -1 ? args : args.slice(0, end)).includes('--json');
  // A full disk must not hide it.
  process.stdout.on('error', () => console.error(error));
  if (wantsJson) {
    process.stdout.write(`${JSON.stringify({ error }, null, 2)}\n`);
  } else {
    console.error(error);
  }
  process.exitCode = 2;
} else {
  const [{ path, text }] = outputFiles;
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], resolve(program), ...args];
  const main = new Module(path);
  main.paths = Module._nodeModulePaths(dirname(path));
  main._compile(text, path);
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const project = resolve(__dirname, '../..');

/** Texts of files, by their paths in the directory in which a program runs. */
export type Files = Readonly<Record<string, string>>;

export interface SynthRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What is in the directory afterwards. */
  readonly files: Files;
}

export interface SynthOptions {
  readonly variables?: NodeJS.ProcessEnv;
  /** What is in the directory before. */
  readonly before?: Files;
  /** Packages that take the place of others, also in the packages that use these. */
  readonly replacements?: Readonly<Record<string, string>>;
}

/**
 * Runs a program of the project as `app` in cdktf.json does, bundled, in a process and a directory of its own.
 *
 * @param source - a module at the top of the project, for example `import './main'`
 */
export function runSynth(source: string, { variables = {}, before = {}, replacements }: SynthOptions = {}): SynthRun {
  const scratch = mkdtempSync(join(tmpdir(), 'synth-program-'));
  try {
    const program = join(scratch, 'program.js');
    writeFileSync(program, bundle(source, replacements));
    // The packages that are left out of the bundle are looked for beside it.
    symlinkSync(join(project, 'node_modules'), join(scratch, 'node_modules'));

    const directory = join(scratch, 'directory');
    mkdirSync(directory);
    for (const [path, text] of Object.entries(before)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
      cwd: directory,
      env: variables,
      encoding: 'utf8',
    });
    return { status, stdout, stderr, files: readFiles(directory) };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const bundles = new Map<string, string>();

function bundle(source: string, replacements: SynthOptions['replacements']): string {
  const key = JSON.stringify([source, replacements]);
  const known = bundles.get(key);
  if (known !== undefined) {
    return known;
  }
  const { outputFiles } = buildSync({
    stdin: { contents: source, resolveDir: project },
    bundle: true,
    platform: 'node',
    // A package that is left out of the bundle would load the replaced package itself.
    ...(replacements ? { alias: { ...replacements } } : { packages: 'external' }),
    write: false,
  });
  const text = outputFiles.map((file) => file.text).join('');
  bundles.set(key, text);
  return text;
}

function readFiles(directory: string): Files {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [relative(directory, path), readFileSync(path, 'utf8')]),
  );
}

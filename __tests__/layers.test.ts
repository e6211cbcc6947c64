import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const project = resolve(__dirname, '..');
const imports = new Map(
  ['lib', 'stacks', 'commands', 'environments', 'examples', 'benchmarks'].flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => [join(folder, path), importsOf(join(folder, path))] as const),
  ),
);
const commands = readdirSync(join(project, 'commands')).filter((name) => name.endsWith('.ts'));

// Lint looks at each import by itself; this looks at all that a command loads in the end.
test.each(commands)('commands/%s loads neither cdktf nor the bindings of the provider', (name) => {
  const { metafile } = buildSync({
    absWorkingDir: project,
    entryPoints: [join('commands', name)],
    bundle: true,
    platform: 'node',
    packages: 'external',
    outdir: 'out',
    write: false,
    metafile: true,
  });
  const loaded = Object.values(metafile.inputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  expect(loaded).not.toHaveLength(0);
  expect(loaded.filter((path) => /^(cdktf|constructs|@cdktf\/)/.test(path))).toEqual([]);
});

// ESLint's rule for it passes over imports of types.
test('no files import each other, not even types, directly or through others', () => {
  expect(imports.get('stacks/create-app.ts')).toContain('stacks/environment-stack.ts');
  expect(circle(imports)).toBeUndefined();
});

test('no two folders of lib/ import each other, directly or through others', () => {
  const folderOf = (path: string) => dirname(path).split('/').slice(0, 2).join('/');
  const folders = new Map<string, string[]>();
  for (const [path, imported] of imports) {
    const others = imported.map(folderOf).filter((other) => other.startsWith('lib/') && other !== folderOf(path));
    folders.set(folderOf(path), [...(folders.get(folderOf(path)) ?? []), ...others]);
  }
  expect(folders.get('lib/environment')).toContain('lib/tasks');
  expect(circle(folders)).toBeUndefined();
});

/** The files of the project that a file imports, types included. */
function importsOf(path: string): string[] {
  const sources = readFileSync(join(project, path), 'utf8').matchAll(/\b(?:from |import |import\()'(\.[^']+)'/g);
  return [...sources]
    .map(([, source = '']) => resolve(project, dirname(path), source))
    .map((target) => [`${target}.ts`, join(target, 'index.ts')].find((file) => existsSync(file)) ?? target)
    .map((file) => relative(project, file));
}

/** The first file found that leads back to itself, with those on the way. */
function circle(imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]): string[] | undefined => {
    if (above.includes(path)) {
      return [...above.slice(above.indexOf(path)), path];
    }
    if (done.has(path)) {
      return undefined;
    }
    for (const imported of imports.get(path) ?? []) {
      const found = visit(imported, [...above, path]);
      if (found !== undefined) {
        return found;
      }
    }
    done.add(path);
    return undefined;
  };
  for (const path of imports.keys()) {
    const found = visit(path, []);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

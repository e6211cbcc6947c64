import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const project = resolve(__dirname, '../..');
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

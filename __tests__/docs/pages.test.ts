import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { runSecrets } from '../../commands/secrets/program';
import packageJson from '../../package.json';
import { capturing } from '../support/captured-output';
import { anchors, codeBlocks, links } from './markdown';

const root = resolve(__dirname, '../..');

/** Every page of the project, by its path. */
const pages = [
  ...markdownFiles(root),
  ...markdownFiles(join(root, 'app')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(root, 'docs', name)),
].map((path): [string, string] => [relative(root, path), readFileSync(path, 'utf8')]);

function markdownFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(directory, name));
}

/** Whether there is what a link leads to; nothing is asked of the network. */
function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(root, page) : resolve(root, dirname(page), path);
  return existsSync(target) && (anchor === undefined || anchors(readFileSync(target, 'utf8')).has(anchor));
}

test('there are pages', () => {
  expect(pages.map(([path]) => path)).toEqual(
    expect.arrayContaining(['README.md', 'app/README.md', 'docs/secrets.md']),
  );
});

describe.each(pages)('%s', (path, text) => {
  test('has no dead link into the project', () => {
    const internal = links(text).filter((link) => !/^[a-z]+:/.test(link));
    expect(internal.filter((link) => !leadsSomewhere(path, link))).toEqual([]);
  });

  test('names only scripts that there are', () => {
    const named = [...text.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !Object.hasOwn(packageJson.scripts, script))).toEqual([]);
  });
});

test('README.md shows every subcommand of secrets, and no page another one', async () => {
  const { stdout } = await capturing(() => runSecrets({}, ['--help']));
  const subcommands = [...stdout.matchAll(/^ {2}(\w+) (?:\[options\] )?[<[](?:environment)/gm)].map(
    ([, name = '']) => name,
  );
  const named = (text: string) =>
    new Set([...text.matchAll(/\bnpm run (?:--silent )?secrets -- ([a-z]+)/g)].map(([, name = '']) => name));
  const readme = pages.find(([path]) => path === 'README.md')?.[1] ?? '';
  expect([...named(readme)].sort()).toEqual([...subcommands].sort());
  expect([...named(pages.map(([, text]) => text).join())].sort()).toEqual([...subcommands].sort());
});

test('commands to type run the installed cdktf', () => {
  const commands = pages.flatMap(([, text]) => codeBlocks(text, 'sh')).join('');
  expect(commands).toMatch(/\bcdktf deploy\b/);
  expect(commands.match(/(?<!npx )\bcdktf (?:synth|diff|deploy|destroy) (?!with\b).*/g)).toBeNull();
});

test('README.md lists every example', () => {
  const text = pages.find(([path]) => path === 'README.md')?.[1] ?? '';
  const named = readdirSync(join(root, 'examples'))
    .filter((name) => !['index.ts', 'main.ts', 'small-environment.ts'].includes(name))
    .map((name) => `examples/${name}`);
  expect(named.filter((name) => !text.includes(name))).toEqual([]);
});

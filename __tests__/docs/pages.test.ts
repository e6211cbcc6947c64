import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import packageJson from '../../package.json';
import { anchors, links } from './markdown';

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

test('README.md tells of every example', () => {
  const text = pages.find(([path]) => path === 'README.md')?.[1] ?? '';
  const named = readdirSync(join(root, 'examples'))
    .filter((name) => !['index.ts', 'main.ts', 'small-environment.ts'].includes(name))
    .map((name) => `examples/${name}`);
  expect(named.filter((name) => !text.includes(name))).toEqual([]);
});

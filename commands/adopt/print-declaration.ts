import * as babel from 'prettier/plugins/babel';
import * as estree from 'prettier/plugins/estree';
import { format } from 'prettier/standalone';
import type { SecretFile } from '../../lib/secrets/secret-file';
import { selectorOf, withoutSelector } from '../../lib/secrets/secret-selector';
import type { SecretSource } from '../../lib/secrets/secret-source';
import { isObject, type Path } from '../../lib/validation/object-schema';
import { visibleOnOneLine } from '../../lib/validation/visible-text';
import type { AdoptedService } from './adopt-task';
import { describe } from './left-out';

/** The functions that make a source, by its store and whose it is. */
const FACTORIES = {
  'parameter-store': { managed: 'parameter', existing: 'existingParameter' },
  'secrets-manager': { managed: 'secretsManager', existing: 'existingSecret' },
} as const satisfies Record<SecretSource['store'], Record<SecretSource['ownership'], string>>;

/** The style of the project, as .prettierrc.json has it. */
export const STYLE = { singleQuote: true, printWidth: 120, trailingComma: 'all' } as const;

/** What a line of comments has room for. */
const COMMENT_WIDTH = 110;

interface Comment {
  /** The field that it is about. */
  readonly at: Path;
  readonly text: string;
}

/** The declaration of a service, as a file of `environments/`, formatted as the others; with comments where something is left out. */
export function printDeclaration({ name, config, leftOut }: AdoptedService, title: string): Promise<string> {
  const comments: Comment[] = [
    { at: ['desiredCount'], text: 'A task definition does not say how many tasks run.' },
    ...leftOut.map((part) => ({ at: part.at, text: describe(part) })),
  ];
  const used = new Set<string>();
  const literal = printer(comments, used)(config, []);
  const identifier = constantName(name);
  const source = [
    ...(used.has('file') ? [`import { file } from '../lib/secrets/secret-file';`] : []),
    ...importsOf([...used].filter((factory) => factory !== 'file')),
    `import type { ServiceDefinition } from '../lib/services/service-definition';`,
    '',
    ...commentLines(`${title}. In an environment: services: { ${JSON.stringify(name)}: ${identifier} }`),
    `export const ${identifier}: ServiceDefinition = ${literal};`,
  ];
  return format(source.join('\n'), { ...STYLE, parser: 'babel-ts', plugins: [babel, estree] });
}

/** Ends with a word, because a service may be called as JavaScript calls something. */
function constantName(name: string): string {
  const start = name.replace(/[^A-Za-z0-9]+(.?)/g, (_separator, next: string) => next.toUpperCase());
  return `${/^\d/.test(start) ? 'the' : ''}${start}Service`;
}

function importsOf(factories: readonly string[]): string[] {
  return factories.length === 0
    ? []
    : [`import { ${[...factories].sort().join(', ')} } from '../lib/secrets/secret-source';`];
}

/** @param used - gets the functions that what is printed calls */
function printer(comments: readonly Comment[], used: Set<string>) {
  const call = (factory: string, ...args: string[]) => {
    used.add(factory);
    return `${factory}(${args.join(', ')})`;
  };

  function print(value: unknown, path: Path): string {
    if (Array.isArray(value)) {
      return `[${value.map((item, index) => print(item, [...path, index])).join(', ')}]`;
    }
    if (!isObject(value)) {
      return JSON.stringify(value);
    }
    if (isSource(value)) {
      return printSource(value);
    }
    return isFile(value)
      ? call('file', JSON.stringify(value.fileName), printSource(value.source))
      : printObject(value, path);
  }

  function printSource(source: SecretSource): string {
    const { store, ownership, name, ...settings } = withoutSelector(source);
    const selector = selectorOf(source);
    const secret = call(FACTORIES[store][ownership], JSON.stringify(name), ...settingsOf(settings));
    return isEmpty(selector) ? secret : call('select', secret, ...settingsOf(selector));
  }

  function printObject(object: object, path: Path): string {
    const members = Object.entries(object).flatMap(([key, value]) => {
      const at = [...path, key];
      const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
      return [...commentsBefore(value, at), `${name}: ${print(value, at)},`];
    });
    const lost = comments.filter(({ at }) => isLostIn(object, path, at)).flatMap(({ text }) => commentLines(text));
    const lines = [...members, ...lost];
    // What begins on a line of its own stays there.
    const isSmall = lines.length <= 2 && lines.length === Object.keys(object).length;
    return isSmall ? `{ ${lines.join(' ')} }` : `{\n${lines.join('\n')}\n}`;
  }

  /** About a member itself; or about a part of it, where there is no room for a comment within. */
  function commentsBefore(value: unknown, path: Path): string[] {
    const isOpen = isObject(value) && !Array.isArray(value) && !isSource(value) && !isFile(value);
    return comments
      .filter(({ at }) => (isOpen ? at.length === path.length : true) && startsWith(at, path))
      .flatMap(({ text }) => commentLines(text));
  }

  return print;
}

/** Whether a comment comes at the end of an object: it is about the whole service, or about what the object does not have. */
function isLostIn(object: object, path: Path, at: Path): boolean {
  const next = at[path.length];
  return next === undefined ? path.length === 0 : startsWith(at, path) && !Object.hasOwn(object, next);
}

function commentLines(text: string): string[] {
  const lines = visibleOnOneLine(text).match(new RegExp(`\\S.{0,${COMMENT_WIDTH}}(?=\\s|$)|\\S+`, 'g')) ?? [];
  return lines.map((line) => `// ${line}`);
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((segment, index) => path[index] === segment);
}

/** The last argument of a function that makes a source, where there is something to say. */
function settingsOf(settings: object): string[] {
  return isEmpty(settings) ? [] : [JSON.stringify(settings)];
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0;
}

/** Not a map of variables that are called like the fields of one. */
function isSource(value: object): value is SecretSource {
  return 'store' in value && 'ownership' in value && Object.hasOwn(FACTORIES, String(value.store));
}

function isFile(value: object): value is SecretFile {
  return 'source' in value && isObject(value.source);
}

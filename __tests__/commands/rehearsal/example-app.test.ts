import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { exampleApp } from '../../../commands/rehearsal/example-app';

const { app } = JSON.parse(readFileSync('cdktf.json', 'utf8')) as { app: string };

test('an example is synthesized as the project is, but for its program and its name', () => {
  expect(exampleApp('everything')).toBe(`${app.replace('main.ts', 'examples/main.ts')} everything`);
});

// A checkout may be read-only, and two may be synthesized at the same time.
test('the program that synthesizes writes nothing into the checkout', () => {
  const directory = mkdtempSync(join(tmpdir(), 'example-app-'));
  const checkout = join(directory, 'checkout');
  for (const name of ['cdktf.json', 'commands', 'environments', 'examples', 'lib', 'main.ts', 'stacks']) {
    cpSync(name, join(checkout, name), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(checkout, 'node_modules'));
  const files = () => readdirSync(checkout, { recursive: true }).sort();
  const before = files();
  const env = { PATH: process.env.PATH, CDKTF_OUTDIR: join(directory, 'cdktf.out') };
  execFileSync('sh', ['-c', app], { cwd: checkout, env });
  const [after, stacks] = [files(), readdirSync(join(env.CDKTF_OUTDIR, 'stacks'))];
  rmSync(directory, { recursive: true });
  expect(after).toEqual(before);
  expect(stacks).toContain('dev');
});

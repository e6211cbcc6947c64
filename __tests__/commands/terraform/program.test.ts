import { execFileSync } from 'node:child_process';
import { renderShell } from '../../../commands/terraform/program';

test('a shell reads back what was exported', () => {
  const value = `a 'quoted' "$HOME" \`path\` with \\ and spaces`;
  const script = `${renderShell({ VALUE: value }, {})}\nprintf %s "$VALUE"`;
  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(value);
});

test('a variable without a value is unset, but only if it is set', () => {
  expect(renderShell({ SET: undefined, UNSET: undefined, NEW: 'x' }, { SET: 'y' })).toBe('unset SET\nexport NEW=x');
});

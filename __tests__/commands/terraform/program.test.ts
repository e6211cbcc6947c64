import { execFileSync } from 'node:child_process';
import { renderShell } from '../../../commands/terraform/program';
import { visible } from '../../../lib/validation/visible-text';

test.each([
  `a 'quoted' "$HOME" \`path\` with \\ and spaces`,
  '/home/\u{1f468}\u200d\u{1f469}/line\nbreak/\u202e\u001b[1m',
])('a shell reads back what was exported and shown: %j', (value) => {
  const script = `${visible(renderShell({ VALUE: value }, {}))}\nprintf %s "$VALUE"`;
  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(value);
});

test('a variable without a value is unset, but only if it is set', () => {
  expect(renderShell({ SET: undefined, UNSET: undefined, NEW: 'x' }, { SET: 'y' })).toBe('unset SET\nexport NEW=x');
});

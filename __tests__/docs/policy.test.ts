import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { POLICY_RULES } from '../../lib/policy/policy-rules';

const page = readFileSync(resolve(__dirname, '../../docs/policy.md'), 'utf8');

/** The cells of the rows of the tables whose first cell is a rule. */
const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\| (.+?) +\|$/gm)].map(([, ...cells]) => cells);

test('docs/policy.md lists every rule with what it asks for and where that comes from', () => {
  const expected = POLICY_RULES.map(({ id, title, sources }) => [id, title, sources.join(', ')]);
  expect(rows.toSorted()).toEqual(expected.toSorted());
});

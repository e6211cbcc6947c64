import { composeComment, MARKER } from '../../../commands/workflows/compose-comment';

const compose = (...reviews: string[]) =>
  composeComment(
    reviews.map((review, index) => ({ environment: `e${index}`, review })),
    'https://github.com/ORG/REPO/actions/runs/1',
    '0123456789ab',
  );

const CUT = '_The rest is in the summary of the run._';

// GitHub refuses a longer body: "body is too long (maximum is 65536 characters)".
const MAXIMUM = 65_536;

const room = MAXIMUM - compose('').length;

test('it starts with the marker by which it is found again, and has all reviews in one', () => {
  expect(compose('Nothing changes.\n', '**2 changes**')).toBe(
    [
      MARKER,
      '## Review of 0123456789ab',
      '',
      '[The plans in full](https://github.com/ORG/REPO/actions/runs/1)',
      '',
      '### e0',
      '',
      'Nothing changes.',
      '',
      '### e1',
      '',
      '**2 changes**',
      '',
    ].join('\n'),
  );
});

test('what just fits is left as it is, and what is longer is cut', () => {
  const lines = (length: number) => 'Summary\n\n'.padEnd(length, 'word\n\n').slice(0, length - 1) + '.';
  expect(compose(lines(room))).toHaveLength(MAXIMUM);
  expect(compose(lines(room))).not.toContain(CUT);
  const cut = compose(lines(room + 1));
  expect(cut.length).toBeLessThanOrEqual(MAXIMUM);
  expect(cut).toContain(CUT);
});

test('the summary, which is first, is what stays of each', () => {
  const long = (name: string) => `Summary of ${name}\n\n${'A line of the plan\n\n'.repeat(5000)}`;
  const comment = compose(long('a'), long('b'), long('c'));
  expect(comment.length).toBeLessThanOrEqual(MAXIMUM);
  expect(comment.length).toBeGreaterThan(MAXIMUM - 200);
  expect(comment.match(/Summary of [abc]/g)).toEqual(['Summary of a', 'Summary of b', 'Summary of c']);
});

test('a short review leaves its room to a long one', () => {
  const long = 'A line of the plan\n\n'.repeat(3000);
  expect(compose('Nothing changes.', long)).toContain(long.trim());
});

test.each([
  ['a block of code', '```diff', '', '```'],
  ['a block of code with another one in it', '~~~~', '~~~\n\n', '~~~~'],
  ['a fold', '<details><summary>Plan</summary>', '```\n\n</details>\n\n```\n\n', '</details>'],
])('%s is left out as a whole, because what follows would belong to it', (_what, start, inside, end) => {
  const comment = compose(`Summary\n\n${start}\n\n${inside}${'plan\n\n'.repeat(20_000)}${end}\n\nAfter`, 'Next');
  expect(comment).toContain(`Summary\n\n${CUT}\n`);
  expect(comment).not.toContain(start);
  expect(comment.endsWith('### e1\n\nNext\n')).toBe(true);
});

test('a review without any place to cut is left out, and it is said where it is', () => {
  expect(compose('x'.repeat(100_000))).toContain(`### e0\n\n${CUT}`);
});

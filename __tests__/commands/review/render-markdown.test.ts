import { visible } from '../../../lib/validation/visible-text';
import { escaped, renderMarkdown } from '../../../commands/review/page/render-markdown';

// https://github.github.com/gfm/ and https://github.com/github/markup: mentions and emoji are replaced after the Markdown was read,
// but not in code.
describe('text of a repository in Markdown', () => {
  it.each([
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert\\(1\\)\\>'],
    ['[a](b)', '\\[a\\]\\(b\\)'],
    ['a | b', 'a \\| b'],
    ['my_name_is', 'my\\_name\\_is'],
    ['line\nbreak', 'line\\\\u000abreak'],
    ['@everybody', '` @everybody `'],
    ['see #12', '` see #12 `'],
    ['https://example.com', '` https://example.com `'],
    ['`@x` | y', '`` `@x` \\| y ``'],
    ['well :tada: done', '` well :tada: done `'],
    ['Start again: web (1:2).', 'Start again: web \\(1:2\\).'],
  ])('%j is only text', (given, expected) => {
    expect(escaped(given)).toBe(expected);
  });
});

test('the marks are shown as they are, and not as characters that nobody sees', () => {
  const rows = (['+', '-', '~', '!', ' '] as const).map((mark) => ({ mark, cells: ['x'] }));
  const section = { title: 'Changes', head: ['', 'what'], rows, none: '', remarks: [] };
  const text = renderMarkdown({ title: 'Review', summary: [], sections: [section] });
  expect(visible(text)).toBe(text);
});

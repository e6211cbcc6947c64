import { escaped } from '../../../commands/review/page/render-markdown';

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
  ])('%j is only text', (given, expected) => {
    expect(escaped(given)).toBe(expected);
  });
});

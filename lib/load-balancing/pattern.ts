/**
 * Whether a pattern of a listener rule matches a text: `*` is any number of characters, `?` is one. Given another pattern in place of
 * the text, whether it matches everything that the other one does.
 *
 * In linear time and by hand, because a regular expression with several `.*` takes minutes for some texts.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let [position, index] = [0, 0];
  let star: { readonly position: number; index: number } | undefined;
  while (index < text.length) {
    if (pattern[position] === '*') {
      star = { position, index };
      position += 1;
    } else if (matchesCharacter(pattern[position], text[index])) {
      position += 1;
      index += 1;
    } else if (star !== undefined) {
      // The last `*` takes one more character. Those before it need none of what it can take.
      star.index += 1;
      position = star.position + 1;
      ({ index } = star);
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(position));
}

/** A `?` does not cover a `*`, which may be no character, or several. */
function matchesCharacter(pattern: string | undefined, character: string | undefined): boolean {
  return pattern === character || (pattern === '?' && character !== '*');
}

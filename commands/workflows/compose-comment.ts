/** The first line of the comment, which nobody sees, and by which it is found again. */
export const MARKER = '<!-- review of every environment -->';

/** Of a comment, in characters: GitHub refuses a longer one. */
const MAXIMUM_LENGTH = 65_536;

const CUT = '_The rest is in the summary of the run._';
const BETWEEN = '\n\n';

export interface EnvironmentReview {
  readonly environment: string;
  /** Markdown, with the most important first. */
  readonly review: string;
}

/**
 * One comment on a pull request with the reviews of all environments, short enough for GitHub. What one review leaves of its share of
 * the length, the longer ones get.
 *
 * @param runUrl - where the reviews are in full
 * @param commit - that was reviewed
 */
export function composeComment(reviews: readonly EnvironmentReview[], runUrl: string, commit: string): string {
  const head = `${MARKER}\n## Review of ${commit}\n\n[The plans in full](${runUrl})\n`;
  const title = ({ environment }: EnvironmentReview) => `\n### ${environment}\n\n`;
  const fixed = head.length + reviews.reduce((sum, review) => sum + title(review).length + 1, 0);
  const shares = shareOut(
    MAXIMUM_LENGTH - fixed,
    reviews.map(({ review }) => review.trim().length),
  );
  const sections = reviews.map(
    (review, index) => `${title(review)}${shorten(review.review.trim(), shares[index] ?? 0)}\n`,
  );
  return [head, ...sections].join('');
}

/** Gives everyone what they need, or where that is more than there is, an equal part of what those who need less leave. */
function shareOut(available: number, needs: readonly number[]): number[] {
  let left = available;
  const ascending = needs.map((need, index) => ({ need, index })).sort((a, b) => a.need - b.need);
  const shares: number[] = [];
  for (const [position, { need, index }] of ascending.entries()) {
    const share = Math.min(need, Math.floor(left / (ascending.length - position)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}

/** The beginning of Markdown, up to an empty line that is in no block of code and in nothing that is folded. */
function shorten(markdown: string, maximum: number): string {
  if (markdown.length <= maximum) {
    return markdown;
  }
  let end = 0;
  let position = 0;
  let fence: string | undefined;
  let folds = 0;
  for (const line of markdown.split('\n')) {
    if (position > maximum - BETWEEN.length - CUT.length) {
      break;
    }
    const [, ticks] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence !== undefined) {
      fence = ticks?.startsWith(fence) ? undefined : fence;
    } else if (ticks !== undefined) {
      fence = ticks;
    } else {
      folds += count(line, '<details') - count(line, '</details>');
    }
    if (line === '' && fence === undefined && folds === 0) {
      end = position;
    }
    position += line.length + 1;
  }
  return [markdown.slice(0, end).trimEnd(), CUT].filter((part) => part !== '').join(BETWEEN);
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

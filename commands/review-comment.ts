import { runReviewComment } from './workflows/review-comment';

void runReviewComment(process.argv.slice(2));

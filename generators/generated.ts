import { farReachingActions } from './far-reaching-actions';

/** Files that are made of published data, so that a synth need not read it: path in the project, and content. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'lib/iam/far-reaching-actions.json': () => json(farReachingActions()),
};

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

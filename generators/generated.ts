import { awsRegions } from './aws-regions';
import { farReachingActions } from './far-reaching-actions';
import { timeZones } from './time-zones';

/** Files that are made of published data, so that a synth need not read it: path in the project, and content. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  'lib/aws/aws-regions.json': () => json(awsRegions()),
  'lib/iam/far-reaching-actions.json': () => json(farReachingActions()),
  'lib/schedule-expressions/time-zones.json': () => json(timeZones()),
};

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

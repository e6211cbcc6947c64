import { z } from 'zod';
import { regionNameProblem } from '../naming/place-rules';
import { text, type Check } from '../validation/fields';
import { objectSchema } from '../validation/object-schema';
import type { LocalStateBackend, S3StateBackend } from './state-backend';

/** What S3 keeps for names of its own making, and for its documentation. */
const RESERVED_STARTS = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const RESERVED_ENDS = ['-s3alias', '--ol-s3', '--x-s3', '--table-s3', '-an'];

/**
 * What is wrong with the name of a bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export const bucketNameProblem: Check<string> = (name) => {
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)) {
    return 'must be 3 to 63 lower-case letters, digits and "-", starting and ending with a letter or digit';
  }
  const start = RESERVED_STARTS.find((reserved) => name.startsWith(reserved));
  const end = RESERVED_ENDS.find((reserved) => name.endsWith(reserved));
  if (start !== undefined) {
    return `must not start with "${start}", which S3 reserves`;
  }
  return end === undefined ? undefined : `must not end with "${end}", which S3 reserves`;
};

/** Where a state is. */
export const stateBackendSchema = z.discriminatedUnion('type', [
  objectSchema<LocalStateBackend>({ type: z.literal('local') }),
  objectSchema<S3StateBackend>({
    type: z.literal('s3'),
    bucket: text(bucketNameProblem),
    region: text(regionNameProblem).optional(),
  }),
]);

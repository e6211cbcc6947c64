import { applicationProblem } from '../environment/name-rules';
import { accountIdProblem, regionNameProblem } from '../naming/place-rules';
import { bucketNameProblem } from '../state/state-backend-schema';
import { text } from '../validation/fields';
import { objectSchema } from '../validation/object-schema';
import type { AccountConfig } from './account-config';

/** The fields of an account, each by itself. */
export const accountSchema = objectSchema<AccountConfig>({
  application: text(applicationProblem),
  region: text(regionNameProblem),
  accountId: text(accountIdProblem).optional(),
  stateBucket: text(bucketNameProblem),
});

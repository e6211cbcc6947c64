import { z } from 'zod';
import { applicationProblem, reservedNameProblem } from '../environment/name-rules';
import { accountIdProblem, regionNameProblem } from '../naming/place-rules';
import { policyExceptionsSchema } from '../policy/policy-exception-schema';
import { bucketNameProblem } from '../state/state-backend-schema';
import { ECR_REPOSITORY } from '../tasks/image';
import { text, type Check } from '../validation/fields';
import { shown } from '../validation/messages';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import type { AccountConfig } from './account-config';
import { gitHubSchema } from './github-schema';

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const repositoryNameProblem: Check<string> = (name) =>
  name.length <= 256 && ECR_REPOSITORY.test(name)
    ? reservedNameProblem(name)
    : 'must name an ECR repository: 2 to 256 lower-case letters and digits, with single ".", "_", "-" and "/" between them';

const uniqueRule: Rule<AccountConfig> = {
  needs: ['repositories'],
  check: ({ repositories }, report) => {
    for (const [index, name] of repositories.entries()) {
      if (repositories.indexOf(name) !== index) {
        report(`${shown(name)} is there twice`, ['repositories', index]);
      }
    }
  },
};

/** The fields of an account, each by itself. */
export const accountSchema = objectSchema<AccountConfig>({
  application: text(applicationProblem),
  region: text(regionNameProblem),
  accountId: text(accountIdProblem).optional(),
  stateBucket: text(bucketNameProblem),
  repositories: z.array(text(repositoryNameProblem)),
  github: gitHubSchema.optional(),
  policyExceptions: policyExceptionsSchema.optional(),
}).check(withRules<AccountConfig>([uniqueRule]));

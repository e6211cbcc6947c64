import { z } from 'zod';
import { parseArn } from '../aws/arns';
import { AWS_PARTITIONS } from '../aws/regions';
import { accountIdProblem, regionNameProblem } from '../naming/place-rules';
import {
  atMost,
  atMostBytes,
  counting,
  matching,
  number,
  publicText,
  text,
  wholeNumber,
  type Check,
} from '../validation/fields';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import { didYouMean, shown } from '../validation/messages';
import {
  generatedFormatRule,
  generatedKeyRule,
  generatedReferenceRule,
  generatedValueSchema,
} from './generated-value-schema';
import {
  foreignSecretProblem,
  parameterNameProblem,
  relativeNameProblem,
  relativeSecretNameProblem,
  secretNameProblem,
} from './secret-name-rules';
import type { SecretFile } from './secret-file';
import type { ParameterSource, SecretSelector, SecretsManagerSource, SecretSource } from './secret-source';

/** One of the kinds of a source, by its store and whether the stack creates it. */
type Kind<S, Ownership> = Extract<S, { ownership: Ownership }>;

/** The staging labels that Secrets Manager itself moves from version to version. */
const VERSION_STAGES = ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'];

const settings = {
  format: z.enum(['text', 'json', 'google-service-account', 'registry-credentials', 'pem']).optional(),
  rollout: wholeNumber(0).optional(),
};

const existing = {
  ...settings,
  ownership: z.literal('existing'),
  keyArn: text(keyArnProblem).optional(),
  region: text(regionNameProblem).optional(),
};

const plainTextRule: Rule<Kind<ParameterSource, 'existing'>> = {
  needs: ['plainText', 'keyArn'],
  check: ({ plainText, keyArn }, report) => {
    if (plainText === true && keyArn !== undefined) {
      report('cannot be combined with plainText: no key encrypts what is stored in plain text', ['keyArn']);
    }
  },
};

const managedParameter = objectSchema<Kind<ParameterSource, 'managed'>>({
  ...settings,
  store: z.literal('parameter-store'),
  ownership: z.literal('managed'),
  name: text(relativeNameProblem),
  description: publicText((value) => atMost(1024)(value) ?? atMostBytes(1024)(value)).optional(),
  tier: z.enum(['Standard', 'Advanced']).optional(),
  generate: generatedValueSchema.optional(),
}).check(withRules([generatedFormatRule, generatedReferenceRule]));

/**
 * A parameter that its owner shares with other accounts is read by its ARN, which ECS takes only of its own account.
 *
 * @see https://github.com/awsdocs/amazon-ecs-developer-guide/issues/167
 * @see https://github.com/aws/containers-roadmap/issues/2384
 */
const OF_OTHER_ACCOUNT =
  'is not possible for a parameter: ECS injects none of another account, not even one that is shared. Secrets Manager can: existingSecret';

const existingParameter = objectSchema<Kind<ParameterSource, 'existing'> & { readonly accountId?: string }>({
  ...existing,
  store: z.literal('parameter-store'),
  name: text(parameterNameProblem),
  accountId: text(() => OF_OTHER_ACCOUNT).optional(),
  plainText: z.boolean().optional(),
}).check(withRules([plainTextRule]));

export const jsonKeyProblem = matching(
  /^[^:]+$/,
  'must not be empty or contain a colon, which separates the fields of a valueFrom',
);

const selector = {
  jsonKey: text(jsonKeyProblem).optional(),
  versionStage: text(versionStageProblem).optional(),
  versionId: text(
    counting(matching(/^[^:\s]{32,64}$/, 'must have no colon or space and 32 to 64 characters')),
  ).optional(),
};

const selectorRule: Rule<SecretSelector> = {
  needs: ['versionStage', 'versionId'],
  check: ({ versionStage, versionId }, report) => {
    if (versionStage !== undefined && versionId !== undefined) {
      report('cannot be combined with versionStage: one of them selects the version', ['versionId']);
    }
  },
};

/** ECS finds keys only in an object of JSON. */
const jsonKeyRule: Rule<Pick<SecretsManagerSource, 'format' | 'jsonKey'>> = {
  needs: ['format', 'jsonKey'],
  check: ({ format, jsonKey }, report) => {
    if (format === 'pem' && jsonKey !== undefined) {
      report('selects a key of JSON, and the format of the secret is "pem"', ['jsonKey']);
    }
  },
};

const managedSecret = objectSchema<Kind<SecretsManagerSource, 'managed'>>({
  ...settings,
  ...selector,
  store: z.literal('secrets-manager'),
  ownership: z.literal('managed'),
  name: text(relativeSecretNameProblem),
  description: publicText(atMost(2048)).optional(),
  recoveryWindowDays: number((days) =>
    days === 0 || (Number.isInteger(days) && days >= 7 && days <= 30)
      ? undefined
      : 'must be 7 to 30 days, or 0 to delete it at once',
  ).optional(),
  generate: generatedValueSchema.optional(),
}).check(
  withRules<Kind<SecretsManagerSource, 'managed'>>([selectorRule, jsonKeyRule, generatedFormatRule, generatedKeyRule]),
);

type ExistingSecret = Kind<SecretsManagerSource, 'existing'>;

/** What names it depends on whose it is. */
const existingNameRule: Rule<ExistingSecret> = {
  needs: ['name', 'accountId'],
  check: ({ name, accountId }, report) => {
    const problem = accountId === undefined ? secretNameProblem(name) : foreignSecretProblem(name, accountId);
    if (problem !== undefined) {
      report(`${shown(name)} ${problem}`, ['name']);
    }
  },
};

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html */
const foreignKeyRule: Rule<ExistingSecret> = {
  needs: ['keyArn', 'accountId'],
  check: ({ keyArn, accountId }, report) => {
    if (accountId === undefined) {
      return;
    }
    const owner = parseArn(keyArn ?? '')?.accountId;
    if (keyArn === undefined) {
      report(
        'is missing: a secret of another account must be encrypted with a customer-managed key, because the AWS-managed key cannot be ' +
          'used from here',
        ['keyArn'],
      );
    } else if (owner !== undefined && owner !== accountId) {
      report(`${shown(keyArn)} is a key of account ${owner}; the secret is in ${accountId}, and its key must be, too`, [
        'keyArn',
      ]);
    }
  },
};

const foreignRegionRule: Rule<ExistingSecret> = {
  needs: ['region', 'accountId'],
  check: ({ region, accountId }, report) => {
    if (region !== undefined && accountId !== undefined) {
      report(`${shown(region)} must be left out: the ARN of a secret of another account says its Region`, ['region']);
    }
  },
};

const existingSecret = objectSchema<ExistingSecret>({
  ...existing,
  ...selector,
  store: z.literal('secrets-manager'),
  name: text(),
  accountId: text(accountIdProblem).optional(),
}).check(withRules([existingNameRule, foreignKeyRule, foreignRegionRule, selectorRule, jsonKeyRule]));

export const parameterSourceSchema = z.discriminatedUnion('ownership', [
  managedParameter,
  existingParameter,
]) satisfies z.ZodType<ParameterSource>;

export const secretSourceSchema = z.discriminatedUnion('store', [
  parameterSourceSchema,
  z.discriminatedUnion('ownership', [managedSecret, existingSecret]),
]) satisfies z.ZodType<SecretSource>;

export const secretFileSchema = objectSchema<SecretFile>({
  source: secretSourceSchema,
  fileName: text(
    matching(
      /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,255}$/,
      'must be a file name of 1 to 255 letters, digits, ".", "-" and "_"',
    ),
  ),
});

function keyArnProblem(arn: string): string | undefined {
  if (/:alias\/|^alias\//.test(arn)) {
    return 'is an alias; it must be the ARN of the key itself, because a permission on an alias grants nothing';
  }
  const key =
    /^arn:([a-z-]+):kms:[a-z0-9-]+:\d{12}:key\/(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
  const partition = key.exec(arn)?.[1];
  return partition !== undefined && AWS_PARTITIONS.includes(partition)
    ? undefined
    : 'must be the ARN of a KMS key, "arn:aws:kms:<region>:<account>:key/<id>"';
}

function versionStageProblem(stage: string): ReturnType<Check<string>> {
  if (!/^[^:]{1,256}$/.test(stage)) {
    return 'must have 1 to 256 characters, and no colon';
  }
  const suggestion = VERSION_STAGES.includes(stage) ? '' : didYouMean(stage, VERSION_STAGES);
  return suggestion === '' ? undefined : `looks like a misspelt stage of Secrets Manager${suggestion}`;
}

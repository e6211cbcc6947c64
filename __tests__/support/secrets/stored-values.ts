import type { Session } from '../../../commands/stores/session';
import { namedAccount } from '../../../lib/account/declared-account';
import type { Environment } from '../../../lib/environment/environment';
import { defaultTags } from '../../../lib/naming/names';
import { fakeSession, type Answers } from './fake-aws';

/** Day on which all that is stored was changed. */
export const CHANGED = new Date('2026-02-03T04:05:06Z');

/**
 * A session with an account that contains these values and nothing else, whose roles the operator may assume.
 *
 * @param stored - by name in the store, of both stores: names of parameters start with `/`
 * @param types - of parameters that are stored in plain text
 */
export function sessionWithValues(
  environment: Environment,
  stored: Readonly<Record<string, string>>,
  { types = {}, answers = {} }: { types?: Readonly<Record<string, string>>; answers?: Answers } = {},
): Session {
  const { region } = environment;
  const accountId = namedAccount(environment) ?? '123456789012';
  const tags = Object.entries(defaultTags(environment)).map(([Key, Value]) => ({ Key, Value }));
  const arn = (name: string) =>
    name.startsWith('/')
      ? `arn:aws:ssm:${region}:${accountId}:parameter${name}`
      : `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-AbCdEf`;
  const nameOf = (id: unknown) => Object.keys(stored).find((name) => name === id || arn(name) === id);
  return fakeSession(environment, {
    AssumeRoleCommand: () => ({ Credentials: { AccessKeyId: 'a', SecretAccessKey: 'b', SessionToken: 'c' } }),
    DescribeParametersCommand: ({ ParameterFilters }) => {
      const [{ Values } = { Values: [] }] = ParameterFilters as { Values: string[] }[];
      const found = Values.filter((name) => stored[name] !== undefined);
      return {
        Parameters: found.map((Name) => ({
          ...{ Name, Version: 2, Type: types[Name] ?? 'SecureString', Tier: 'Standard', LastModifiedDate: CHANGED },
        })),
      };
    },
    GetParametersCommand: ({ Names }) => ({
      Parameters: (Names as string[]).flatMap((id) => {
        const name = nameOf(id);
        return name === undefined ? [] : [{ Name: name, ARN: arn(name), Value: stored[name] }];
      }),
    }),
    DescribeSecretCommand: ({ SecretId }) => {
      const name = nameOf(SecretId);
      return name === undefined
        ? { Name: SecretId, ARN: SecretId }
        : { Name: name, ARN: arn(name), Tags: tags, VersionIdsToStages: { 'v2-of-it': ['AWSCURRENT'] } };
    },
    GetSecretValueCommand: ({ SecretId }) => ({ SecretString: stored[nameOf(SecretId) ?? ''] }),
    BatchGetSecretValueCommand: ({ SecretIdList }) => ({
      SecretValues: (SecretIdList as string[]).flatMap((Name) =>
        stored[Name] === undefined ? [] : [{ Name, SecretString: stored[Name] }],
      ),
    }),
    ...answers,
  }).session;
}

import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { GetOpenIDConnectProviderCommand, GetPolicyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { request, requestUnless } from '../aws/aws-failure';
import { createdAgain, type Finder, type Search } from './search';
import { NO_ENTITY } from './task-finders';

/** The account's own have no Region: their ARNs are known by their names. */
async function iamArn(resource: string, { clients: { sts } }: Search): Promise<string> {
  const { Arn = '', Account = '' } = await request('sts:GetCallerIdentity', () =>
    sts.send(new GetCallerIdentityCommand({})),
  );
  return `arn:${Arn.split(':')[1]}:iam::${Account}:${resource}`;
}

const findRepository: Finder = async (resource, search) => {
  const name = search.text(resource, 'name') ?? '';
  const found = await requestUnless(['RepositoryNotFoundException'], 'ecr:DescribeRepositories', () =>
    search.clients.ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] })),
  );
  return found && { importId: name };
};

/** An account has one for each address. */
const findIdentityProvider: Finder = async (resource, search) => {
  const host = (search.text(resource, 'url') ?? '').replace('https://', '');
  const arn = await iamArn(`oidc-provider/${host}`, search);
  const found = await requestUnless(NO_ENTITY, 'iam:GetOpenIDConnectProvider', () =>
    search.clients.iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
  );
  return found && { importId: arn, attributes: { arn } };
};

const findPolicy: Finder = async (resource, search) => {
  const path = search.text(resource, 'path') ?? '/';
  const arn = await iamArn(`policy${path}${search.text(resource, 'name')}`, search);
  const found = await requestUnless(NO_ENTITY, 'iam:GetPolicy', () =>
    search.clients.iam.send(new GetPolicyCommand({ PolicyArn: arn })),
  );
  return found && { importId: arn, attributes: { arn } };
};

/** Of what the environments of an account share, each after what it refers to. */
export const ACCOUNT_FINDERS: readonly (readonly [string, Finder])[] = [
  ['aws_ecr_repository', findRepository],
  ['aws_ecr_lifecycle_policy', createdAgain],
  ['aws_iam_openid_connect_provider', findIdentityProvider],
  ['aws_iam_policy', findPolicy],
  ['aws_iam_role_policy_attachment', createdAgain],
];

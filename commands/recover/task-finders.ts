import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeClustersCommand, DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { GetRoleCommand, GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { paginateListNamespaces } from '@aws-sdk/client-servicediscovery';
import { request, requestUnless } from '../aws/aws-failure';
import { listAll } from '../aws/pages';
import { createdAgain, type Finder } from './search';

/** IAM names its error in one way, and the SDK in another. */
export const NO_ENTITY = ['NoSuchEntity', 'NoSuchEntityException'];

const findCluster: Finder = async (resource, search) => {
  const name = search.text(resource, 'name') ?? '';
  const command = new DescribeClustersCommand({ clusters: [name] });
  const { clusters = [] } = await request('ecs:DescribeClusters', () => search.clients.ecs.send(command));
  // Deleted ones are described for a while.
  const cluster = clusters.find(({ status }) => status === 'ACTIVE');
  return cluster && { importId: name, attributes: { arn: cluster.clusterArn } };
};

const findCapacityProviders: Finder = async (resource, search) => {
  const name = search.text(resource, 'cluster_name') ?? '';
  const command = new DescribeClustersCommand({ clusters: [name] });
  const { clusters = [] } = await request('ecs:DescribeClusters', () => search.clients.ecs.send(command));
  const exist = clusters.some(
    ({ status, capacityProviders = [] }) => status === 'ACTIVE' && capacityProviders.length > 0,
  );
  return exist ? { importId: name } : undefined;
};

const findLogGroup: Finder = async (resource, search) => {
  const name = search.text(resource, 'name') ?? '';
  const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: name });
  // The one with exactly this name is the first of those that begin with it.
  const { logGroups = [] } = await request('logs:DescribeLogGroups', () => search.clients.logs.send(command));
  return logGroups.some(({ logGroupName }) => logGroupName === name) ? { importId: name } : undefined;
};

const findRole: Finder = async (resource, search) => {
  const name = search.text(resource, 'name') ?? '';
  const role = await requestUnless(NO_ENTITY, 'iam:GetRole', () =>
    search.clients.iam.send(new GetRoleCommand({ RoleName: name })),
  );
  return role && { importId: name, attributes: { arn: role.Role?.Arn } };
};

const findRolePolicy: Finder = async (resource, search) => {
  const role = search.text(resource, 'role') ?? '';
  const name = search.text(resource, 'name') ?? '';
  const policy = await requestUnless(NO_ENTITY, 'iam:GetRolePolicy', () =>
    search.clients.iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName: name })),
  );
  return policy && { importId: `${role}:${name}` };
};

/** What a role has besides is known by the role. */
const findRoleSettings: Finder = async (resource, search) => {
  const role = search.text(resource, 'role_name') ?? '';
  const exists = await requestUnless(NO_ENTITY, 'iam:GetRole', () =>
    search.clients.iam.send(new GetRoleCommand({ RoleName: role })),
  );
  return exists && { importId: role };
};

/** The latest revision. Further ones that were registered and lost do no harm. */
const findTaskDefinition: Finder = async (resource, search) => {
  const family = search.text(resource, 'family') ?? '';
  const described = await requestUnless(['ClientException'], 'ecs:DescribeTaskDefinition', () =>
    search.clients.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family })),
  );
  const { taskDefinitionArn: arn, status } = described?.taskDefinition ?? {};
  return arn !== undefined && status === 'ACTIVE' ? { importId: arn, attributes: { arn } } : undefined;
};

/** A Region has no two of the same name. */
const findNamespace: Finder = async (resource, search) => {
  const name = search.text(resource, 'name') ?? '';
  const namespaces = await listAll(
    'servicediscovery:ListNamespaces',
    paginateListNamespaces({ client: search.clients.serviceDiscovery }, {}),
    ({ Namespaces }) => Namespaces,
  );
  const found = namespaces.find((namespace) => namespace.Name === name && namespace.Type === 'HTTP');
  return found?.Id === undefined ? undefined : { importId: found.Id, attributes: { arn: found.Arn } };
};

const findService: Finder = async (resource, search) => {
  const cluster = (search.text(resource, 'cluster') ?? '').split('/').at(-1) ?? '';
  const name = search.text(resource, 'name') ?? '';
  const described = await requestUnless(['ClusterNotFoundException'], 'ecs:DescribeServices', () =>
    search.clients.ecs.send(new DescribeServicesCommand({ cluster, services: [name] })),
  );
  const exists = described?.services?.some(({ status }) => status === 'ACTIVE');
  return exists ? { importId: `${cluster}/${name}` } : undefined;
};

/** Of services and task definitions, each after what it refers to. */
export const TASK_FINDERS: readonly (readonly [string, Finder])[] = [
  ['aws_ecs_cluster', findCluster],
  ['aws_ecs_cluster_capacity_providers', findCapacityProviders],
  ['aws_cloudwatch_log_group', findLogGroup],
  ['aws_iam_role', findRole],
  ['aws_iam_role_policy', findRolePolicy],
  ['aws_iam_role_policies_exclusive', findRoleSettings],
  ['aws_iam_role_policy_attachments_exclusive', findRoleSettings],
  ['aws_ecs_task_definition', findTaskDefinition],
  ['aws_service_discovery_http_namespace', findNamespace],
  ['aws_ecs_service', findService],
  ['terraform_data', createdAgain],
  ['aws_appautoscaling_target', createdAgain],
  ['aws_appautoscaling_policy', createdAgain],
  ['aws_appautoscaling_scheduled_action', createdAgain],
];

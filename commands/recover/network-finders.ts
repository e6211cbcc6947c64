import {
  DescribeFlowLogsCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  type Filter,
  type RouteTable,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { request } from '../aws/aws-failure';
import { findByTags, findUnusedByTags, nameTag } from './find-by-tags';
import type { DeclaredResource, Finder, Found, Search } from './search';

const filter = (name: string, value: string | undefined): Filter => ({ Name: name, Values: [value ?? ''] });

const found = (importId: string | undefined): Found | undefined => (importId === undefined ? undefined : { importId });

/** Runs a finder only if the VPC, or what else an attribute refers to, exists. */
const within =
  (
    attribute: string,
    find: (parent: string, resource: DeclaredResource, search: Search) => Promise<Found | undefined>,
  ) =>
  async (resource: DeclaredResource, search: Search): Promise<Found | undefined> => {
    const parent = search.text(resource, attribute);
    return parent === undefined ? undefined : find(parent, resource, search);
  };

const findRouteTable = within('vpc_id', async (vpcId, resource, search) => {
  const tables = await routeTables(search, [filter('vpc-id', vpcId), filter('tag:Name', nameTag(resource))]);
  const [used] = tables.toSorted((a, b) => (b.Associations?.length ?? 0) - (a.Associations?.length ?? 0));
  return found(used?.RouteTableId);
});

const findRoute = within('route_table_id', async (tableId, { attributes }, search) => {
  const [table] = await routeTables(search, [filter('route-table-id', tableId)]);
  const destination = String(attributes.destination_cidr_block);
  const exists = table?.Routes?.some(({ DestinationCidrBlock }) => DestinationCidrBlock === destination);
  return exists ? { importId: `${tableId}_${destination}` } : undefined;
});

const findAssociation = within('subnet_id', async (subnetId, _resource, search) => {
  const [table] = await routeTables(search, [filter('association.subnet-id', subnetId)]);
  return table === undefined ? undefined : { importId: `${subnetId}/${table.RouteTableId}` };
});

/** That of the VPC; or else one that was created, and not attached before something was interrupted. */
const findInternetGateway = within('vpc_id', async (vpcId, resource, search) => {
  const command = new DescribeInternetGatewaysCommand({ Filters: [filter('attachment.vpc-id', vpcId)] });
  const { InternetGateways } = await request('ec2:DescribeInternetGateways', () => search.clients.ec2.send(command));
  return found(InternetGateways?.[0]?.InternetGatewayId) ?? findUnusedByTags(resource, search);
});

const findSubnet = within('vpc_id', async (vpcId, { attributes }, { clients: { ec2 } }) => {
  const filters = [filter('vpc-id', vpcId), filter('cidr-block', String(attributes.cidr_block))];
  const { Subnets } = await request('ec2:DescribeSubnets', () =>
    ec2.send(new DescribeSubnetsCommand({ Filters: filters })),
  );
  return found(Subnets?.[0]?.SubnetId);
});

const findSecurityGroup = within('vpc_id', async (vpcId, { type, attributes }, { clients: { ec2 } }) => {
  const name = type === 'aws_default_security_group' ? 'default' : String(attributes.name);
  const command = new DescribeSecurityGroupsCommand({ Filters: [filter('vpc-id', vpcId), filter('group-name', name)] });
  const { SecurityGroups } = await request('ec2:DescribeSecurityGroups', () => ec2.send(command));
  return found(SecurityGroups?.[0]?.GroupId);
});

const findRule = within('security_group_id', async (groupId, resource, search) => {
  const { ec2 } = search.clients;
  const command = new DescribeSecurityGroupRulesCommand({ Filters: [filter('group-id', groupId)] });
  const { SecurityGroupRules = [] } = await request('ec2:DescribeSecurityGroupRules', () => ec2.send(command));
  return found(SecurityGroupRules.find((rule) => isRule(rule, resource, search))?.SecurityGroupRuleId);
});

/** A security group has no two rules for the same traffic. */
function isRule(rule: SecurityGroupRule, resource: DeclaredResource, search: Search): boolean {
  const { type, attributes } = resource;
  const { ip_protocol: protocol, from_port: from = -1, to_port: to = -1 } = attributes;
  return (
    rule.IsEgress === type.includes('egress') &&
    rule.IpProtocol === protocol &&
    (protocol === '-1' || (rule.FromPort === from && rule.ToPort === to)) &&
    rule.CidrIpv4 === search.text(resource, 'cidr_ipv4') &&
    rule.CidrIpv6 === search.text(resource, 'cidr_ipv6') &&
    rule.PrefixListId === search.text(resource, 'prefix_list_id') &&
    rule.ReferencedGroupInfo?.GroupId === search.text(resource, 'referenced_security_group_id')
  );
}

async function routeTables({ clients: { ec2 } }: Search, filters: Filter[]): Promise<RouteTable[]> {
  const command = new DescribeRouteTablesCommand({ Filters: filters });
  return (await request('ec2:DescribeRouteTables', () => ec2.send(command))).RouteTables ?? [];
}

/** What is known by its `Name` tag and the tags of the environment. */
const ofEnvironment = (resource: DeclaredResource, { identityTags }: Search): Filter[] =>
  Object.entries({ ...identityTags, Name: nameTag(resource) }).map(([key, value]) => filter(`tag:${key}`, value));

const findNatGateway = within('subnet_id', async (subnetId, _resource, { clients: { ec2 } }) => {
  // Deleted ones are described for a while.
  const filters = [filter('subnet-id', subnetId), { Name: 'state', Values: ['pending', 'available'] }];
  const { NatGateways } = await request('ec2:DescribeNatGateways', () =>
    ec2.send(new DescribeNatGatewaysCommand({ Filter: filters })),
  );
  return found(NatGateways?.[0]?.NatGatewayId);
});

const findEndpoint = within('vpc_id', async (vpcId, { attributes }, { clients: { ec2 } }) => {
  const filters = [
    filter('vpc-id', vpcId),
    filter('service-name', String(attributes.service_name)),
    { Name: 'vpc-endpoint-state', Values: ['pending', 'available'] },
  ];
  const { VpcEndpoints } = await request('ec2:DescribeVpcEndpoints', () =>
    ec2.send(new DescribeVpcEndpointsCommand({ Filters: filters })),
  );
  return found(VpcEndpoints?.[0]?.VpcEndpointId);
});

const findFlowLog = within('vpc_id', async (vpcId, resource, search) => {
  const command = new DescribeFlowLogsCommand({
    Filter: [filter('resource-id', vpcId), ...ofEnvironment(resource, search)],
  });
  const { FlowLogs } = await request('ec2:DescribeFlowLogs', () => search.clients.ec2.send(command));
  return found(FlowLogs?.[0]?.FlowLogId);
});

/** Of the network, each after what it refers to. */
export const NETWORK_FINDERS: readonly (readonly [string, Finder])[] = [
  ['aws_vpc', findByTags],
  ['aws_default_security_group', findSecurityGroup],
  ['aws_internet_gateway', findInternetGateway],
  ['aws_subnet', findSubnet],
  ['aws_eip', findByTags],
  ['aws_nat_gateway', findNatGateway],
  ['aws_route_table', findRouteTable],
  ['aws_route', findRoute],
  ['aws_route_table_association', findAssociation],
  ['aws_security_group', findSecurityGroup],
  ['aws_vpc_security_group_ingress_rule', findRule],
  ['aws_vpc_security_group_egress_rule', findRule],
  ['aws_vpc_endpoint', findEndpoint],
  ['aws_flow_log', findFlowLog],
];

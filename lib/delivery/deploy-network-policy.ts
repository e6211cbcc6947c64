import { policyDocument, type PolicyDocument } from '../aws/policy-document';
import { loadBalancerOwner } from '../environment/routed-services';
import { loadBalancerSecurityGroupName } from '../naming/names';
import { own, type DeployAccess } from './deploy-access';
import { actions, allow, createdAs, firstTaggedAs, taggedAs } from './statements';

/**
 * VPC, subnets, routes, gateways, endpoints, security groups, flow logs. EC2 gives them ids, so they are known by their tags: AWS asks for
 * every resource of a request by itself, for a new one by the tags that it gets.
 *
 * What has a parent is never in one statement with it: a new subnet in the VPC of another environment would be allowed by its own tags.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function deployNetworkPolicy(access: DeployAccess): PolicyDocument {
  const { environment } = access;
  const { existingVpc } = environment.network;
  const balancerOwner = loadBalancerOwner(environment);
  const created = createdAs(environment);
  return policyDocument([
    allow(
      'DescribeNetwork',
      actions(
        'ec2',
        'DescribeAddressesAttribute DescribeFlowLogs DescribeNatGateways DescribeNetworkInterfaces DescribePrefixLists',
      ),
      ['*'],
    ),
    allow(
      'CreateNetwork',
      actions('ec2', 'AllocateAddress CreateInternetGateway CreateVpc'),
      own(access, 'ec2', 'elastic-ip/*', 'internet-gateway/*', 'vpc/*'),
      created,
    ),
    allow(
      'CreateInVpc',
      actions('ec2', 'CreateRouteTable CreateSecurityGroup CreateSubnet'),
      own(access, 'ec2', 'route-table/*', 'security-group/*', 'subnet/*'),
      created,
    ),
    allow(
      'CreateInSubnets',
      actions(
        'ec2',
        'AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress CreateFlowLogs CreateNatGateway CreateVpcEndpoint',
      ),
      own(access, 'ec2', 'natgateway/*', 'security-group-rule/*', 'vpc-endpoint/*', 'vpc-flow-log/*'),
      created,
    ),
    allow('TagCreated', ['ec2:CreateTags'], own(access, 'ec2', '*'), {
      StringEquals: {
        ...created.StringEquals,
        'ec2:CreateAction': [
          ...['AllocateAddress', 'AuthorizeSecurityGroupEgress', 'AuthorizeSecurityGroupIngress', 'CreateFlowLogs'],
          ...['CreateInternetGateway', 'CreateNatGateway', 'CreateRouteTable', 'CreateSecurityGroup', 'CreateSubnet'],
          ...['CreateVpc', 'CreateVpcEndpoint'],
        ],
      },
    }),
    allow(
      'ChangeOwnNetwork',
      actions(
        'ec2',
        'AssociateRouteTable AttachInternetGateway AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress CreateFlowLogs ' +
          'CreateNatGateway CreateRoute CreateRouteTable CreateSecurityGroup CreateSubnet CreateTags CreateVpcEndpoint ' +
          'DeleteFlowLogs DeleteInternetGateway DeleteNatGateway DeleteRoute DeleteRouteTable DeleteSecurityGroup DeleteSubnet ' +
          'DeleteTags DeleteVpc DeleteVpcEndpoints DescribeVpcAttribute DetachInternetGateway DisassociateAddress ' +
          'DisassociateRouteTable ModifySecurityGroupRules ModifySubnetAttribute ModifyVpcAttribute ModifyVpcEndpoint ' +
          'ReleaseAddress ReplaceRoute ReplaceRouteTableAssociation RevokeSecurityGroupEgress RevokeSecurityGroupIngress ' +
          'UpdateSecurityGroupRuleDescriptionsEgress UpdateSecurityGroupRuleDescriptionsIngress',
      ),
      own(access, 'ec2', '*'),
      taggedAs(environment),
    ),
    // For interface endpoints, which answer to AWS's own names in the VPC.
    allow(
      'NameEndpoints',
      ['route53:AssociateVPCWithHostedZone'],
      [`arn:${access.location.partition}:route53:::hostedzone/*`],
    ),
    ...(existingVpc === undefined
      ? [
          // The default group of a new VPC comes without tags.
          allow(
            'TagDefaultGroup',
            ['ec2:CreateTags'],
            own(access, 'ec2', 'security-group/*'),
            firstTaggedAs(environment),
          ),
        ]
      : [
          allow(
            'UseExistingVpc',
            actions('ec2', 'CreateSecurityGroup DescribeVpcAttribute'),
            own(access, 'ec2', `vpc/${existingVpc.vpcId}`),
          ),
        ]),
    // By its name, or every group of the other environment could be opened.
    ...(balancerOwner.name === environment.name
      ? []
      : [
          allow(
            'ReachFromSharedLoadBalancer',
            actions('ec2', 'AuthorizeSecurityGroupEgress ModifySecurityGroupRules RevokeSecurityGroupEgress'),
            own(access, 'ec2', 'security-group/*'),
            {
              StringEquals: {
                ...taggedAs(balancerOwner).StringEquals,
                'aws:ResourceTag/Name': loadBalancerSecurityGroupName(balancerOwner),
              },
            },
          ),
        ]),
  ]);
}

import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  paginateDescribeRules,
  paginateDescribeTargetGroups,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetWebACLForResourceCommand } from '@aws-sdk/client-wafv2';
import { request, requestUnless } from '../aws/aws-failure';
import { batches, mapConcurrently } from '../aws/batches';
import { listAll } from '../aws/pages';
import { nameTag } from './find-by-tags';
import type { Finder, Search } from './search';

/** Elastic Load Balancing names its errors in one way, and the SDK in another. */
const NO_LOAD_BALANCER = ['LoadBalancerNotFound', 'LoadBalancerNotFoundException'];

/** Resources of which tags are described at a time. */
const TAGS_BATCH = 20;

const findLoadBalancer: Finder = async (resource, search) => {
  const Names = [search.text(resource, 'name') ?? ''];
  const found = await requestUnless(NO_LOAD_BALANCER, 'elasticloadbalancing:DescribeLoadBalancers', () =>
    search.clients.elbv2.send(new DescribeLoadBalancersCommand({ Names })),
  );
  const arn = found?.LoadBalancers?.[0]?.LoadBalancerArn;
  return arn === undefined ? undefined : { importId: arn, attributes: { arn } };
};

/** A load balancer has one listener on a port. */
const findListener: Finder = async (resource, search) => {
  const LoadBalancerArn = search.text(resource, 'load_balancer_arn');
  if (LoadBalancerArn === undefined) {
    return undefined;
  }
  const { Listeners = [] } = await request('elasticloadbalancing:DescribeListeners', () =>
    search.clients.elbv2.send(new DescribeListenersCommand({ LoadBalancerArn })),
  );
  const arn = Listeners.find(({ Port }) => Port === resource.attributes.port)?.ListenerArn;
  return arn === undefined ? undefined : { importId: arn, attributes: { arn } };
};

/** Its name is one that the provider made up: it is known by its tags. One that nothing uses was replaced, or never got that far. */
const findTargetGroup: Finder = async (resource, search) => {
  const vpcId = search.text(resource, 'vpc_id');
  const groups = await listAll(
    'elasticloadbalancing:DescribeTargetGroups',
    paginateDescribeTargetGroups({ client: search.clients.elbv2 }, {}),
    ({ TargetGroups }) => TargetGroups,
  );
  const own = await tagged(
    groups.filter(({ VpcId }) => vpcId !== undefined && VpcId === vpcId),
    { ...search.identityTags, Name: nameTag(resource) },
    search,
  );
  const used = own.find(({ LoadBalancerArns = [] }) => LoadBalancerArns.length > 0) ?? own[0];
  const arn = used?.TargetGroupArn;
  return arn === undefined ? undefined : { importId: arn, attributes: { arn } };
};

async function tagged(
  groups: readonly TargetGroup[],
  tags: Readonly<Record<string, string>>,
  { clients: { elbv2 } }: Search,
): Promise<TargetGroup[]> {
  const arns = groups.flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []);
  const described = await mapConcurrently(batches(arns, TAGS_BATCH), (ResourceArns) =>
    request('elasticloadbalancing:DescribeTags', () => elbv2.send(new DescribeTagsCommand({ ResourceArns }))),
  );
  const matching = described
    .flatMap(({ TagDescriptions = [] }) => TagDescriptions)
    .filter(({ Tags = [] }) =>
      Object.entries(tags).every(([key, value]) => Tags.some(({ Key, Value }) => Key === key && Value === value)),
    )
    .map(({ ResourceArn }) => ResourceArn);
  return groups.filter(({ TargetGroupArn }) => matching.includes(TargetGroupArn));
}

/** A listener has one rule of a priority. */
const findRule: Finder = async (resource, search) => {
  const ListenerArn = search.text(resource, 'listener_arn');
  if (ListenerArn === undefined) {
    return undefined;
  }
  const rules = await listAll(
    'elasticloadbalancing:DescribeRules',
    paginateDescribeRules({ client: search.clients.elbv2 }, { ListenerArn }),
    ({ Rules }) => Rules,
  );
  const arn = rules.find(({ Priority }) => Priority === String(resource.attributes.priority))?.RuleArn;
  return arn === undefined ? undefined : { importId: arn };
};

const findWebAclAssociation: Finder = async (resource, search) => {
  const ResourceArn = search.text(resource, 'resource_arn');
  if (ResourceArn === undefined) {
    return undefined;
  }
  const { WebACL } = await request('wafv2:GetWebACLForResource', () =>
    search.clients.wafv2.send(new GetWebACLForResourceCommand({ ResourceArn })),
  );
  return WebACL === undefined ? undefined : { importId: `${WebACL.ARN},${ResourceArn}` };
};

/** Of load balancers, each after what it refers to. */
export const LOAD_BALANCER_FINDERS: readonly (readonly [string, Finder])[] = [
  ['aws_lb', findLoadBalancer],
  ['aws_lb_listener', findListener],
  ['aws_lb_target_group', findTargetGroup],
  ['aws_lb_listener_rule', findRule],
  ['aws_wafv2_web_acl_association', findWebAclAssociation],
];

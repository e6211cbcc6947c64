import {
  policyDocument,
  type PolicyConditions,
  type PolicyDocument,
  type PolicyStatement,
} from '../aws/policy-document';
import type { Environment } from '../environment/environment';
import { loadBalancerOwner } from '../environment/routed-services';
import { certificateNames } from '../load-balancing/domain-names';
import { accessLogsBucketName, loadBalancerName } from '../naming/names';
import { own, type DeployAccess } from './deploy-access';
import { actions, allow, createdAs, firstTaggedAs, taggedAs } from './statements';

/**
 * How requests reach the services: load balancer, its access logs, certificate and records of the domain.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
export function deployTrafficPolicy(access: DeployAccess): PolicyDocument {
  const { environment, location } = access;
  const { partition } = location;
  const { domain, webAclArn } = environment.loadBalancer ?? {};
  const name = loadBalancerName(environment);
  const targetGroups = own(access, 'elasticloadbalancing', 'targetgroup/*');
  const certificates = own(access, 'acm', 'certificate/*');
  const loadBalancers = own(access, 'elasticloadbalancing', `loadbalancer/app/${name}/*`);
  return policyDocument([
    allow(
      'DescribeTraffic',
      actions(
        'elasticloadbalancing',
        'DescribeCapacityReservation DescribeListenerAttributes DescribeListeners DescribeLoadBalancerAttributes ' +
          'DescribeLoadBalancers DescribeRules DescribeTags DescribeTargetGroupAttributes DescribeTargetGroups',
      ),
      ['*'],
    ),
    allow(
      'ManageLoadBalancer',
      actions(
        'elasticloadbalancing',
        'AddTags CreateListener CreateLoadBalancer CreateRule DeleteListener DeleteLoadBalancer DeleteRule ModifyListener ' +
          'ModifyListenerAttributes ModifyLoadBalancerAttributes ModifyRule RemoveTags SetRulePriorities SetSecurityGroups ' +
          'SetSubnets',
      ),
      [
        ...loadBalancers,
        ...own(access, 'elasticloadbalancing', `listener/app/${name}/*`, `listener-rule/app/${name}/*`),
      ],
    ),
    ...sharedLoadBalancer(access),
    // The provider makes up their names.
    allow('CreateTargetGroups', ['elasticloadbalancing:CreateTargetGroup'], targetGroups, createdAs(environment)),
    allow(
      'TagNewTargetGroups',
      ['elasticloadbalancing:AddTags'],
      targetGroups,
      createdBy('CreateTargetGroup', environment),
    ),
    allow(
      'ManageOwnTargetGroups',
      actions(
        'elasticloadbalancing',
        'AddTags DeleteTargetGroup ModifyTargetGroup ModifyTargetGroupAttributes RemoveTags',
      ),
      targetGroups,
      taggedAs(environment),
    ),
    allow(
      'ManageOwnCertificate',
      actions('acm', 'AddTagsToCertificate DeleteCertificate RemoveTagsFromCertificate'),
      certificates,
      taggedAs(environment),
    ),
    allow('DescribeCertificates', actions('acm', 'DescribeCertificate ListTagsForCertificate'), certificates),
    allow(
      'ManageAccessLogs',
      actions(
        's3',
        'CreateBucket DeleteBucket DeleteBucketPolicy GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLogging ' +
          'GetBucketObjectLockConfiguration GetBucketPolicy GetBucketPublicAccessBlock GetBucketRequestPayment ' +
          'GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetLifecycleConfiguration ' +
          'GetReplicationConfiguration ListBucket ListBucketVersions PutBucketPolicy PutBucketPublicAccessBlock ' +
          'PutBucketTagging PutEncryptionConfiguration PutLifecycleConfiguration',
      ),
      [`arn:${partition}:s3:::${accessLogsBucketName(environment, location.accountId)}`],
    ),
    // What is in a bucket that may be destroyed goes with it.
    allow('EmptyAccessLogs', actions('s3', 'DeleteObject DeleteObjectVersion'), [
      `arn:${partition}:s3:::${accessLogsBucketName(environment, location.accountId)}/*`,
    ]),
    ...(domain === undefined
      ? []
      : [
          // https://docs.aws.amazon.com/acm/latest/userguide/acm-conditions.html
          allow('RequestCertificate', ['acm:RequestCertificate'], ['*'], {
            ...createdAs(environment),
            'ForAllValues:StringEquals': { 'acm:DomainNames': certificateNames(domain) },
          }),
          allow('TagNewCertificate', ['acm:AddTagsToCertificate'], certificates, firstTaggedAs(environment)),
          allow('FindZone', actions('route53', 'ListHostedZones ListHostedZonesByName'), ['*']),
          allow('ReadZone', actions('route53', 'GetChange GetHostedZone ListResourceRecordSets ListTagsForResource'), [
            `arn:${partition}:route53:::hostedzone/*`,
            `arn:${partition}:route53:::change/*`,
          ]),
          // The id of the zone is not in the configuration; its records are, and those by which ACM knows who owns the domain.
          allow('ChangeRecords', ['route53:ChangeResourceRecordSets'], [`arn:${partition}:route53:::hostedzone/*`], {
            'ForAllValues:StringLike': {
              'route53:ChangeResourceRecordSetsNormalizedRecordNames': certificateNames(domain).flatMap(recordNames),
            },
          }),
        ]),
    ...(webAclArn === undefined
      ? []
      : [
          allow('AttachWebAcl', actions('wafv2', 'AssociateWebACL DisassociateWebACL GetWebACL GetWebACLForResource'), [
            webAclArn,
            ...loadBalancers,
          ]),
          allow('SetWebAcl', ['elasticloadbalancing:SetWebACL'], ['*']),
        ]),
  ]);
}

/** The environment's own rules of the listener of another one. */
function sharedLoadBalancer(access: DeployAccess): PolicyStatement[] {
  const { environment } = access;
  if (environment.loadBalancer?.of === undefined) {
    return [];
  }
  const name = loadBalancerName(loadBalancerOwner(environment));
  const rules = own(access, 'elasticloadbalancing', `listener-rule/app/${name}/*`);
  return [
    allow(
      'AddSharedRules',
      ['elasticloadbalancing:CreateRule'],
      own(access, 'elasticloadbalancing', `listener/app/${name}/*`),
      createdAs(environment),
    ),
    allow('TagNewSharedRules', ['elasticloadbalancing:AddTags'], rules, createdBy('CreateRule', environment)),
    allow(
      'ManageOwnSharedRules',
      actions('elasticloadbalancing', 'AddTags DeleteRule ModifyRule RemoveTags'),
      rules,
      taggedAs(environment),
    ),
    // The one that knows no tags: whoever may change the priority of a rule may change that of each.
    allow('OrderSharedRules', ['elasticloadbalancing:SetRulePriorities'], rules),
  ];
}

/**
 * What gets the tags of an environment with the request that creates it, and not what is there.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/tagging-resources-during-creation.html
 */
function createdBy(action: string, environment: Environment): PolicyConditions {
  return { StringEquals: { ...createdAs(environment).StringEquals, 'elasticloadbalancing:CreateAction': action } };
}

/** As Route 53 writes them in conditions: in lower case, `*` as `\052`. */
function recordNames(name: string): string[] {
  const bare = name.replace(/^\*\./, '');
  return [name.replace('*', '\\052'), `_*.${bare}`];
}

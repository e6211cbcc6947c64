import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AccessLogsBucket } from './access-logs-bucket';
import type { LoadBalancerConfig } from './load-balancer-config';

export interface LoadBalancerProps {
  /** Its name: up to 32 letters, digits and `-`. */
  readonly name: string;

  /** Name of its security group. */
  readonly securityGroupName: string;

  /** Whether it has public addresses. */
  readonly scheme: LoadBalancerConfig['scheme'];

  /** The VPC that it belongs to. */
  readonly vpcId: string;

  /** Its subnets, one in each zone, in two zones or more. */
  readonly subnetIds: readonly string[];

  /** What connects the subnets with the internet. */
  readonly routes: readonly ITerraformDependable[];

  /** Who may reach it. */
  readonly ingressCidrBlocks: readonly string[];

  /** ARN of an issued certificate. */
  readonly certificateArn: string;

  /**
   * Where its requests are recorded.
   *
   * @default - nowhere
   */
  readonly accessLogs?: AccessLogsBucket;

  /**
   * ARN of the web ACL that inspects the requests.
   *
   * @default - none
   */
  readonly webAclArn?: string;

  /** Whether AWS refuses to delete it. */
  readonly deletionProtection: boolean;
}

/** For a year: browsers then ask for nothing of the domain without TLS. */
const STRICT_TRANSPORT_SECURITY = 'max-age=31536000';

/** An Application Load Balancer that answers HTTPS alone, and what nobody routes with 404. */
export class LoadBalancer extends Construct {
  /** The name that AWS gives it. */
  public readonly dnsName: string;

  /** Hosted zone of that name, for alias records. */
  public readonly dnsZoneId: string;

  /** The end of its ARN, by which the metrics of CloudWatch know it. */
  public readonly arnSuffix: string;

  /** ARN of the listener that routes. */
  public readonly listenerArn: string;

  /** Id of its security group. */
  public readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { name, securityGroupName, vpcId, subnetIds, routes, accessLogs, webAclArn } = props;

    const securityGroup = new SecurityGroup(this, 'group', {
      name: securityGroupName,
      description: 'Load balancer',
      vpcId,
      tags: { Name: securityGroupName },
    });
    for (const range of props.ingressCidrBlocks.toSorted()) {
      for (const port of [80, 443]) {
        new VpcSecurityGroupIngressRule(this, `ingress-${port}-${range.replace(/[./]/g, '-')}`, {
          securityGroupId: securityGroup.id,
          description: port === 80 ? 'HTTP, to be redirected' : 'HTTPS',
          ipProtocol: 'tcp',
          fromPort: port,
          toPort: port,
          cidrIpv4: range,
        });
      }
    }

    const loadBalancer = new Lb(this, 'load-balancer', {
      name,
      loadBalancerType: 'application',
      internal: props.scheme === 'internal',
      subnets: [...subnetIds],
      securityGroups: [securityGroup.id],
      dropInvalidHeaderFields: true,
      enableDeletionProtection: props.deletionProtection,
      ...(accessLogs && { accessLogs: { bucket: accessLogs.bucketName, enabled: true } }),
      dependsOn: [...routes, ...(accessLogs?.prerequisites ?? [])],
    });
    if (webAclArn !== undefined) {
      new Wafv2WebAclAssociation(this, 'web-acl', { resourceArn: loadBalancer.arn, webAclArn });
    }

    new LbListener(this, 'http', {
      loadBalancerArn: loadBalancer.arn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [{ type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } }],
    });
    const https = new LbListener(this, 'https', {
      loadBalancerArn: loadBalancer.arn,
      port: 443,
      protocol: 'HTTPS',
      // TLS 1.2 and 1.3, and what keeps sessions secret even from who gets the key later.
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
      certificateArn: props.certificateArn,
      routingHttpResponseStrictTransportSecurityHeaderValue: STRICT_TRANSPORT_SECURITY,
      routingHttpResponseXContentTypeOptionsHeaderValue: 'nosniff',
      routingHttpResponseXFrameOptionsHeaderValue: 'SAMEORIGIN',
      defaultAction: [
        {
          type: 'fixed-response',
          fixedResponse: { contentType: 'text/plain', messageBody: 'Not found', statusCode: '404' },
        },
      ],
    });

    this.dnsName = loadBalancer.dnsName;
    this.dnsZoneId = loadBalancer.zoneId;
    this.arnSuffix = loadBalancer.arnSuffix;
    this.listenerArn = https.arn;
    this.securityGroupId = securityGroup.id;
  }
}

import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { certificateNames, recordId } from './domain-names';
import type { LoadBalancer } from './load-balancer';
import type { DomainConfig } from './load-balancer-config';

export interface DomainRecordsProps {
  /** The domain. */
  readonly domain: DomainConfig;

  /** Id of its hosted zone. */
  readonly hostedZoneId: string;

  /** Where it leads. */
  readonly loadBalancer: LoadBalancer;
}

/** The records that lead the names of a domain to a load balancer. */
export class DomainRecords extends Construct {
  constructor(scope: Construct, id: string, { domain, hostedZoneId, loadBalancer }: DomainRecordsProps) {
    super(scope, id);
    for (const name of certificateNames(domain)) {
      new Route53Record(this, recordId(name), {
        zoneId: hostedZoneId,
        name,
        type: 'A',
        alias: { name: loadBalancer.dnsName, zoneId: loadBalancer.dnsZoneId, evaluateTargetHealth: false },
      });
    }
  }
}

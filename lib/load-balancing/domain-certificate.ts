import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { certificateNames, recordId } from './domain-names';
import type { DomainConfig } from './load-balancer-config';

export interface DomainCertificateProps {
  /** The domain, whose hosted zone exists. */
  readonly domain: DomainConfig;
}

/**
 * A certificate for a domain, with the records by which ACM sees that the domain is one's own, at first and at every renewal.
 *
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export class DomainCertificate extends Construct {
  /** ARN of the certificate, once it is issued. */
  public readonly certificateArn: string;

  /** Id of the hosted zone of the domain. */
  public readonly hostedZoneId: string;

  constructor(scope: Construct, id: string, { domain }: DomainCertificateProps) {
    super(scope, id);
    const names = certificateNames(domain).toSorted();
    const zone = new DataAwsRoute53Zone(this, 'hosted-zone', { name: domain.hostedZone, privateZone: false });
    const certificate = new AcmCertificate(this, 'certificate', {
      domainName: domain.name,
      subjectAlternativeNames: names,
      validationMethod: 'DNS',
      // A listener has one certificate at any time: the old one goes when it has the new one.
      lifecycle: { createBeforeDestroy: true },
    });

    // `*.example.com` and `example.com` are validated by the same record.
    const validated = new Map(names.map((name) => [name.replace(/^\*\./, ''), name]));
    const records = [...validated].map(([base, name]) => {
      const option = (attribute: string) =>
        `\${one([for option in ${certificate.fqn}.domain_validation_options : option.${attribute} if option.domain_name == "${name}"])}`;
      return new Route53Record(this, `validation-${recordId(base)}`, {
        zoneId: zone.zoneId,
        name: option('resource_record_name'),
        type: option('resource_record_type'),
        records: [option('resource_record_value')],
        ttl: 60,
        // ACM asks for the same record for every certificate that an account has for a name.
        allowOverwrite: true,
      });
    });
    const validation = new AcmCertificateValidation(this, 'validation', {
      certificateArn: certificate.arn,
      validationRecordFqdns: records.map(({ fqdn }) => fqdn),
      // Where the domain is not delegated to the hosted zone, it would go on for 75 minutes.
      timeouts: { create: '45m' },
    });

    // Of the validation: of the certificate itself, it would be used before it is issued.
    this.certificateArn = validation.certificateArn;
    this.hostedZoneId = zone.zoneId;
  }
}

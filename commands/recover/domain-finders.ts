import {
  DescribeCertificateCommand,
  ListTagsForCertificateCommand,
  paginateListCertificates,
  type CertificateDetail,
} from '@aws-sdk/client-acm';
import { ListHostedZonesByNameCommand, ListResourceRecordSetsCommand, type RRType } from '@aws-sdk/client-route-53';
import { mapConcurrently } from '../aws/batches';
import { request } from '../aws/aws-failure';
import { listAll } from '../aws/pages';
import type { DeclaredResource, Finder, Search } from './search';

/** The newest with the names and the tags of the environment. A domain may have any number of certificates. */
const findCertificate: Finder = async (resource, search) => {
  const { acm } = search.clients;
  const summaries = await listAll(
    'acm:ListCertificates',
    paginateListCertificates({ client: acm }, { CertificateStatuses: ['ISSUED', 'PENDING_VALIDATION'] }),
    ({ CertificateSummaryList }) => CertificateSummaryList,
  );
  const ofDomain = summaries.filter(({ DomainName }) => DomainName === resource.attributes.domain_name);
  const certificates = await mapConcurrently(ofDomain, async ({ CertificateArn = '' }) => ({
    certificate: await describe(CertificateArn, search),
    tags: await request('acm:ListTagsForCertificate', () =>
      acm.send(new ListTagsForCertificateCommand({ CertificateArn })),
    ),
  }));
  const names = [...((resource.attributes.subject_alternative_names as string[] | undefined) ?? [])].sort();
  const [newest] = certificates
    .filter(({ certificate, tags: { Tags = [] } }) => {
      const has = ([key, value]: [string, string]) => Tags.some((tag) => tag.Key === key && tag.Value === value);
      const ofCertificate = [...(certificate?.SubjectAlternativeNames ?? [])].sort();
      return ofCertificate.join() === names.join() && Object.entries(search.identityTags).every(has);
    })
    .sort((a, b) => Number(b.certificate?.CreatedAt ?? 0) - Number(a.certificate?.CreatedAt ?? 0));
  const arn = newest?.certificate?.CertificateArn;
  return arn === undefined ? undefined : { importId: arn, attributes: { arn } };
};

async function describe(CertificateArn: string, { clients: { acm } }: Search): Promise<CertificateDetail | undefined> {
  const command = new DescribeCertificateCommand({ CertificateArn });
  return (await request('acm:DescribeCertificate', () => acm.send(command))).Certificate;
}

const findRecord: Finder = async (resource, search) => {
  const zone = search.declaration(search.target(resource, 'zone_id'));
  const zoneId = await hostedZoneId(String(zone?.attributes.name), search);
  const wanted = await recordOf(resource, search);
  if (zoneId === undefined || wanted === undefined) {
    return undefined;
  }
  const { name, type } = wanted;
  const command = new ListResourceRecordSetsCommand({
    HostedZoneId: zoneId,
    StartRecordName: name,
    StartRecordType: type,
    MaxItems: 1,
  });
  const { ResourceRecordSets: [first] = [] } = await request('route53:ListResourceRecordSets', () =>
    search.clients.route53.send(command),
  );
  // Route 53 writes the wildcard as \052.
  const exists = first?.Type === type && first.Name?.replace('\\052', '*') === `${name}.`;
  return exists ? { importId: `${zoneId}_${name}_${type}`, attributes: { fqdn: name } } : undefined;
};

/** The record that leads to the load balancer has the name that is declared; the one that validates a name has one of ACM's. */
async function recordOf(
  { attributes }: DeclaredResource,
  search: Search,
): Promise<{ readonly name: string; readonly type: RRType } | undefined> {
  if (attributes.type === 'A') {
    return { name: String(attributes.name), type: 'A' };
  }
  const [, address = '', domain] =
    /in (aws_acm_certificate\.[\w-]+)\..* == "([^"]+)"/.exec(String(attributes.name)) ?? [];
  const arn = search.attribute(address, 'arn');
  const certificate = arn === undefined ? undefined : await describe(arn, search);
  const option = certificate?.DomainValidationOptions?.find(({ DomainName }) => DomainName === domain);
  const name = option?.ResourceRecord?.Name?.replace(/\.$/, '');
  return name === undefined ? undefined : { name, type: 'CNAME' };
}

async function hostedZoneId(name: string, { clients: { route53 } }: Search): Promise<string | undefined> {
  const { HostedZones = [] } = await request('route53:ListHostedZonesByName', () =>
    route53.send(new ListHostedZonesByNameCommand({ DNSName: name })),
  );
  const zone = HostedZones.find(({ Name, Config }) => Name === `${name}.` && Config?.PrivateZone !== true);
  return zone?.Id?.replace('/hostedzone/', '');
}

/** It is nothing in AWS but that a certificate is issued, and cannot be imported. */
const findValidation: Finder = async (resource, search) => {
  const arn = search.text(resource, 'certificate_arn');
  const certificate = arn === undefined ? undefined : await describe(arn, search);
  if (arn === undefined || certificate?.Status !== 'ISSUED') {
    return undefined;
  }
  const { validation_record_fqdns: records = [], timeouts } = resource.attributes as {
    validation_record_fqdns?: readonly string[];
    timeouts?: object;
  };
  const fqdns = records.flatMap((record) => search.resolve(record) ?? []);
  const attributes = { certificate_arn: arn, validation_record_fqdns: fqdns, timeouts };
  return { importId: arn, attributes, entry: { id: certificate.IssuedAt?.toISOString() ?? arn, ...attributes } };
};

/** Of domains, each after what it refers to. */
export const DOMAIN_FINDERS: readonly (readonly [string, Finder])[] = [
  ['aws_acm_certificate', findCertificate],
  ['aws_route53_record', findRecord],
  ['aws_acm_certificate_validation', findValidation],
];

import type { PolicyRule } from './policy-rule';
import { attribute, texts } from './synthesized-stack';

const CERTIFICATE = 'aws_acm_certificate';

/** Certificates and records of domains. */
export const domainRules: readonly PolicyRule[] = [
  {
    id: 'certificate-key-length',
    title: 'The key of a certificate is long enough',
    sources: ['FSBP ACM.2'],
    types: [CERTIFICATE],
    // RSA with 2048 bits, if it is left out: https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
    check: ({ attributes: { key_algorithm: algorithm } }) =>
      algorithm === 'RSA_1024' ? 'has a key of 1024 bits' : undefined,
  },
  {
    id: 'certificate-replaced-first',
    title: 'A certificate is replaced before it is destroyed',
    sources: ['CKV_AWS_233'],
    types: [CERTIFICATE],
    check: (certificate) =>
      attribute(certificate, 'lifecycle', 'create_before_destroy') === true
        ? undefined
        : 'is destroyed before there is another',
  },
  {
    id: 'certificate-logged',
    title: 'A certificate is in the public logs that browsers demand',
    sources: ['CKV_AWS_234'],
    types: [CERTIFICATE],
    check: (certificate) =>
      attribute(certificate, 'options', 'certificate_transparency_logging_preference') === 'DISABLED'
        ? 'is in no public log'
        : undefined,
  },
  {
    id: 'certificate-no-wildcard',
    title: 'A certificate names its domains',
    sources: ['CKV2_AWS_71'],
    types: [CERTIFICATE],
    check: ({ attributes: { domain_name: name, subject_alternative_names: others } }) =>
      [...texts(name), ...texts(others)].some((domain) => domain.includes('*'))
        ? 'is for every name of a domain'
        : undefined,
  },
  {
    id: 'record-of-own-resource',
    title: 'The address that a record leads to is one of the stack’s',
    sources: ['CKV2_AWS_23'],
    types: ['aws_route53_record'],
    check: ({ attributes: { type, alias, records } }, stack) =>
      (type !== 'A' && type !== 'AAAA') || stack.referredBy([alias, records]).length > 0
        ? undefined
        : 'leads to an address that may be somebody else’s one day',
  },
];

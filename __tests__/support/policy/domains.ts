import { setting, type Resources, type RuleExample } from './rule-example';

const CERTIFICATE = 'aws_acm_certificate';

const balancer: Resources = { aws_lb: { main: {} } };

export const domainExamples: Readonly<Record<string, RuleExample>> = {
  'certificate-key-length': {
    passes: [
      certificate({}),
      certificate({ key_algorithm: 'RSA_2048' }),
      certificate({ key_algorithm: 'EC_prime256v1' }),
    ],
    fails: [[certificate({ key_algorithm: 'RSA_1024' }), 'has a key of 1024 bits']],
    breaking: setting(CERTIFICATE, { key_algorithm: 'RSA_1024' }),
  },
  'certificate-replaced-first': {
    passes: [certificate({ lifecycle: { create_before_destroy: true } })],
    fails: [
      [certificate({}), 'is destroyed before there is another'],
      [certificate({ lifecycle: { create_before_destroy: false } }), 'is destroyed before there is another'],
    ],
    breaking: setting(CERTIFICATE, { lifecycle: undefined }),
  },
  'certificate-logged': {
    passes: [certificate({}), certificate({ options: [{ certificate_transparency_logging_preference: 'ENABLED' }] })],
    fails: [
      [certificate({ options: { certificate_transparency_logging_preference: 'DISABLED' } }), 'is in no public log'],
    ],
    breaking: setting(CERTIFICATE, { options: { certificate_transparency_logging_preference: 'DISABLED' } }),
  },
  'certificate-no-wildcard': {
    passes: [certificate({ domain_name: 'example.com', subject_alternative_names: ['www.example.com'] })],
    fails: [
      [certificate({ domain_name: '*.example.com' }), 'is for every name of a domain'],
      [
        certificate({ domain_name: 'example.com', subject_alternative_names: ['*.example.com'] }),
        'is for every name of a domain',
      ],
    ],
    breaking: setting(CERTIFICATE, { domain_name: '*.example.com' }),
  },
  'record-of-own-resource': {
    passes: [
      { ...balancer, ...record({ type: 'A', alias: { name: '${aws_lb.main.dns_name}' } }) },
      { aws_eip: { nat: {} }, ...record({ type: 'A', records: ['${aws_eip.nat.public_ip}'] }) },
      record({ type: 'CNAME', records: ['www.example.net'] }),
    ],
    fails: [
      record({ type: 'A', records: ['192.0.2.1'] }),
      record({ type: 'AAAA', alias: { name: 'main-1.elb.amazonaws.com' } }),
    ].map((resources) => [resources, 'leads to an address that may be somebody else’s one day'] as const),
    breaking: setting('aws_route53_record', { alias: { name: 'main-1.elb.amazonaws.com' } }),
  },
};

function certificate(attributes: Readonly<Record<string, unknown>>): Resources {
  return { [CERTIFICATE]: { web: attributes } };
}

function record(attributes: Readonly<Record<string, unknown>>): Resources {
  return { aws_route53_record: { web: attributes } };
}

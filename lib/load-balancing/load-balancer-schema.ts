import { z } from 'zod';
import { parseArn } from '../aws/arns';
import { cidrProblem } from '../network/cidr';
import { text, wholeNumber, type Check } from '../validation/fields';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import { shown } from '../validation/messages';
import { certificateNameProblem, certificateNames, domainNameProblem } from './domain-names';
import type { AccessLogsConfig, DomainConfig, LoadBalancerConfig, LoadBalancerFields } from './load-balancer-config';

/**
 * Half of the default quota of 60 rules: each range is let in on two ports.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
 */
const MAXIMUM_RANGES = 30;

/**
 * The default quota for the names of a certificate.
 *
 * @see https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
 */
const MAXIMUM_NAMES = 10;

/**
 * Of the first name of a certificate.
 *
 * @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
 */
const MAXIMUM_FIRST_NAME = 64;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html */
const MAXIMUM_DAYS = 2_147_483_647;

const certificateArnProblem: Check<string> = (given) => {
  const { service, resource = '' } = parseArn(given) ?? {};
  return service === 'acm' && /^certificate\/[\w-]+$/.test(resource)
    ? undefined
    : 'must be the ARN of a certificate of ACM: arn:aws:acm:<region>:<account>:certificate/<id>';
};

const webAclArnProblem: Check<string> = (given) => {
  const { service, resource = '' } = parseArn(given) ?? {};
  if (service === 'wafv2' && resource.startsWith('global/')) {
    return 'is a web ACL for CloudFront; a load balancer takes one of scope REGIONAL';
  }
  return service === 'wafv2' && /^regional\/webacl\/[\w-]{1,128}\/[\w-]{1,36}$/.test(resource)
    ? undefined
    : 'must be the ARN of a web ACL: arn:aws:wafv2:<region>:<account>:regional/webacl/<name>/<id>';
};

const firstNameProblem: Check<string> = (name) =>
  domainNameProblem(name) ??
  (name.length <= MAXIMUM_FIRST_NAME
    ? undefined
    : `has ${name.length} characters; the first name of a certificate may have ${MAXIMUM_FIRST_NAME}`);

const inHostedZone: Rule<DomainConfig> = {
  needs: ['name', 'hostedZone', 'alternativeNames'],
  check: (domain, report) => {
    const { hostedZone } = domain;
    for (const [index, name] of certificateNames(domain).entries()) {
      const isOutside = name !== hostedZone && !name.endsWith(`.${hostedZone}`);
      if (isOutside && domainNameProblem(hostedZone) === undefined && certificateNameProblem(name) === undefined) {
        const path = index === 0 ? ['name'] : ['alternativeNames', index - 1];
        report(`${shown(name)} is not in the hosted zone ${shown(hostedZone)}`, path);
      }
    }
  },
};

const distinctNames: Rule<DomainConfig> = {
  needs: ['name', 'alternativeNames'],
  check: (domain, report) => {
    const names = certificateNames(domain);
    if (names.length > MAXIMUM_NAMES) {
      report(`must have at most ${MAXIMUM_NAMES - 1} names, got ${names.length - 1}`, ['alternativeNames']);
    }
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) < index) {
        report(`${shown(name)} is given twice`, ['alternativeNames', index - 1]);
      }
    }
  },
};

const domainSchema = objectSchema<DomainConfig>({
  name: text(firstNameProblem),
  hostedZone: text(domainNameProblem),
  alternativeNames: z.array(text(certificateNameProblem)).optional(),
}).check(withRules([inHostedZone, distinctNames]));

const OF_AN_OWN = ['scheme', 'domain', 'certificateArn', 'ingressCidrBlocks', 'accessLogs', 'webAclArn'] as const;

/** Which fields there are depends on whose the load balancer is. */
const shape: Rule<LoadBalancerFields> = {
  needs: ['of'],
  check: ({ of: owner, ...own }, report) => {
    if (owner === undefined && own.scheme === undefined) {
      report('is missing', ['scheme']);
    }
    for (const field of OF_AN_OWN.filter((name) => owner !== undefined && own[name] !== undefined)) {
      report('must be left out: of names the environment to which the load balancer belongs, and that says it', [
        field,
      ]);
    }
  },
};

const oneCertificate: Rule<LoadBalancerFields> = {
  needs: ['of'],
  check: ({ of: owner, domain, certificateArn }, report) => {
    if (owner !== undefined) {
      return;
    }
    if (domain === undefined && certificateArn === undefined) {
      report('needs domain: { name, hostedZone }, for which it gets a certificate, or a certificateArn');
    } else if (domain !== undefined && certificateArn !== undefined) {
      report('must be left out where there is a domain, which gets a certificate of its own', ['certificateArn']);
    }
  },
};

const ranges: Rule<LoadBalancerFields> = {
  needs: ['ingressCidrBlocks'],
  check: ({ ingressCidrBlocks = ['0.0.0.0/0'] }, report) => {
    if (ingressCidrBlocks.length === 0 || ingressCidrBlocks.length > MAXIMUM_RANGES) {
      report(`must have 1 to ${MAXIMUM_RANGES} ranges, got ${ingressCidrBlocks.length}`, ['ingressCidrBlocks']);
    }
    for (const [index, range] of ingressCidrBlocks.entries()) {
      if (ingressCidrBlocks.indexOf(range) < index) {
        report(`${shown(range)} is given twice`, ['ingressCidrBlocks', index]);
      }
    }
  },
};

/** What a load balancer must be; that its ARNs are in the environment's Region is a rule of the environment. */
export const loadBalancerSchema = objectSchema<LoadBalancerFields>({
  of: text().optional(),
  scheme: z.enum(['internet-facing', 'internal']).optional(),
  domain: domainSchema.optional(),
  certificateArn: text(certificateArnProblem).optional(),
  ingressCidrBlocks: z.array(text(cidrProblem)).optional(),
  accessLogs: objectSchema<AccessLogsConfig>({ retentionDays: wholeNumber(1, MAXIMUM_DAYS) }).optional(),
  webAclArn: text(webAclArnProblem).optional(),
}).check(
  withRules([shape, oneCertificate, ranges]),
  // The first of the rules has found out which of the two it is.
) as z.ZodType<LoadBalancerConfig>;

import { IPv4 } from 'ipaddr.js';
import type { ArnLocation } from '../aws/arns';
import { awsRegions, imageRegistry, imageRegistryHosts, partitionOf } from '../aws/regions';
import { didYouMean, shown } from '../validation/messages';

/** The registry of ECR that belongs to an account, in a Region. */
export type EcrRegistry = Omit<ArnLocation, 'partition'>;

const HOST_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
/** What ends in a number is an address, if anything. */
const ADDRESS = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/i;
/** What only an ECR registry is called, whether its name is right or not. */
const ECR_HOST = /^([^.]*)\.dkr[.-]ecr(?:-fips)?\.([^.:]*)/i;

/**
 * Domains that no public name server has: those of special use, those that RFC 6762 finds in private use, and `internal`, which ICANN
 * reserved for it in 2024.
 *
 * @see https://www.iana.org/assignments/special-use-domain-names/special-use-domain-names.xhtml
 * @see https://www.rfc-editor.org/rfc/rfc6762#appendix-G
 */
const PRIVATE_DOMAIN =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa|test|example|invalid|onion|alt)$/i;

/** What is wrong with the host of a registry, which may have a port; nothing if it is one. */
export function registryProblem(registry: string): string | undefined {
  const [host = '', port = '443', ...rest] = registry.split(':');
  const isHost = HOST_NAME.test(host) && (!ADDRESS.test(host) || IPv4.isValid(host));
  if (!isHost || !/^\d+$/.test(port) || rest.length > 0) {
    return `names a registry that is not a host name: ${shown(registry)}`;
  }
  if (Number(port) < 1 || Number(port) > 65535) {
    return `names a registry whose port is not 1 to 65535: ${shown(registry)}`;
  }
  return ECR_HOST.test(host) ? ecrProblem(registry) : undefined;
}

function ecrProblem(registry: string): string | undefined {
  const [, accountId = '', region = ''] = ECR_HOST.exec(registry) ?? [];
  if (!/^\d{12}$/.test(accountId)) {
    return `names an ECR registry by ${shown(accountId)}, which is not the 12 digits of an AWS account id`;
  }
  if (partitionOf(region) === undefined) {
    return `names an ECR registry in ${shown(region)}, which is not a Region of AWS${didYouMean(region, awsRegions())}`;
  }
  return ecrRegistry(registry) === undefined
    ? `names a registry that ECR does not have: its host is ${shown(imageRegistry({ accountId, region }))}`
    : undefined;
}

/** Whose registry of ECR a host is, in any form of its name; nothing if it is another registry. */
export function ecrRegistry(host: string): EcrRegistry | undefined {
  const [, accountId = '', region = ''] = ECR_HOST.exec(host) ?? [];
  const registry = { accountId, region };
  const isRegistry =
    /^\d{12}$/.test(accountId) && partitionOf(region) !== undefined && imageRegistryHosts(registry).includes(host);
  return isRegistry ? registry : undefined;
}

/**
 * Why Fargate cannot pull from a registry of this name. It pulls by HTTPS alone and trusts public certificates alone, which no
 * authority issues for a private address or a name that is not in the public DNS.
 *
 * @see https://github.com/aws/containers-roadmap/issues/740
 * @see https://github.com/aws/containers-roadmap/issues/1301
 * @see https://cabforum.org/working-groups/server/baseline-requirements/requirements/ (4.2.2: internal names, reserved addresses)
 */
export function unreachableProblem(registry: string): string | undefined {
  const [host = ''] = registry.split(':');
  const range = IPv4.isValid(host) ? IPv4.parse(host).range() : 'unicast';
  if (range === 'loopback' || range === 'unspecified' || /(?:^|\.)localhost$/i.test(host)) {
    return 'names a registry of the machine itself, which has none on Fargate: push the image to one that it can reach';
  }
  return range !== 'unicast' || !host.includes('.') || PRIVATE_DOMAIN.test(host)
    ? 'names a registry by a private address or name, for which there is no public certificate; Fargate trusts no other: give the ' +
        'registry a public name, or push the image to ECR'
    : undefined;
}

import { cidrProblem, isInternal } from './cidr';
import { portRange, type SecurityGroupRule } from './network-config';

/**
 * Why a rule that lets traffic in needs a reason: it is open to a public range, of whatever size, for more than one port on which a
 * service listens. Nothing if it needs none, or is not a valid rule.
 *
 * @param servicePorts - the TCP ports of the services; nothing if they are not known
 */
export function broadIngress(rule: SecurityGroupRule, servicePorts?: ReadonlySet<number>): string | undefined {
  const ports = openPorts(rule);
  if (ports === undefined || typeof ports === 'string') {
    return ports && `opens ${ports} to ${rule.cidrBlock}, a public range`;
  }
  const isServed = servicePorts === undefined || (rule.protocol === 'tcp' && servicePorts.has(ports));
  return isServed
    ? undefined
    : `opens ${rule.protocol} port ${ports}, on which no service listens, to ${rule.cidrBlock}, a public range`;
}

/** Why a rule that lets traffic out needs a reason: it leads to a public range for more than one port. */
export function broadEgress(rule: SecurityGroupRule): string | undefined {
  const ports = openPorts(rule);
  return typeof ports === 'string' ? `lets ${ports} out to ${rule.cidrBlock}, a public range` : undefined;
}

/** The only port that a valid rule opens to a public range, or in words that it opens several. */
function openPorts(rule: SecurityGroupRule): number | string | undefined {
  if (cidrProblem(rule.cidrBlock) !== undefined || isInternal(rule.cidrBlock)) {
    return undefined;
  }
  const { from, to } = portRange(rule);
  if (rule.protocol === 'all') {
    return 'every protocol and port';
  }
  if (from === undefined || to === undefined || from > to) {
    return undefined;
  }
  return from === to ? from : `${rule.protocol} ports ${from} to ${to}`;
}

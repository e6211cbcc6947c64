import { cidrProblem, isInternal } from './cidr';
import { otherSide, portRange, type SecurityGroupRule } from './network-config';

/**
 * Why a rule that lets traffic in needs a reason: it is open to a public range, of whatever size, or to a prefix list, whose ranges are
 * not known here and change, for more than one port on which a service listens. Nothing if it needs none, or is not a valid rule.
 *
 * @param servicePorts - the TCP ports of the services; nothing if they are not known
 */
export function broadIngress(rule: SecurityGroupRule, servicePorts?: ReadonlySet<number>): string | undefined {
  const ports = openPorts(rule);
  if (ports === undefined || typeof ports === 'string') {
    return ports && `opens ${ports} to ${openSide(rule)}`;
  }
  const isServed = servicePorts === undefined || (rule.protocol === 'tcp' && servicePorts.has(ports));
  return isServed
    ? undefined
    : `opens ${rule.protocol} port ${ports}, on which no service listens, to ${openSide(rule)}`;
}

/** Why a rule that lets traffic out needs a reason: it leads to a public range, or a prefix list, for more than one port. */
export function broadEgress(rule: SecurityGroupRule): string | undefined {
  const ports = openPorts(rule);
  return typeof ports === 'string' ? `lets ${ports} out to ${openSide(rule)}` : undefined;
}

function openSide(rule: SecurityGroupRule): string {
  const kind = rule.cidrBlock === undefined ? 'a prefix list, which may contain public ranges' : 'a public range';
  return `${otherSide(rule)}, ${kind}`;
}

/** The only port that a valid rule opens to a public range or a prefix list, or in words that it opens several. */
function openPorts(rule: SecurityGroupRule): number | string | undefined {
  if (!isOpen(rule)) {
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

function isOpen({ cidrBlock, securityGroupId, prefixListId }: SecurityGroupRule): boolean {
  return cidrBlock === undefined
    ? securityGroupId === undefined && prefixListId !== undefined
    : cidrProblem(cidrBlock) === undefined && !isInternal(cidrBlock);
}

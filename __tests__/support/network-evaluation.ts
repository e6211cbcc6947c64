import { contains } from '../../lib/network/cidr';
import type { SynthesizedStack } from './synthesized-stack';

/** Traffic from one to another: names of services and tasks, or addresses. */
export interface Probe {
  readonly from: string;
  readonly to: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

/** An address that tasks may have. */
const TASK_ADDRESS = '10.0.1.7/32';

/**
 * Tells whether the synthesized security groups let traffic through, as AWS evaluates them: it must be let out by a rule of the sender's
 * group, and in by one of the receiver's. What is outside the environment lets everything out and in.
 *
 * @param groupOf - the address of the security group of each service and task
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export function securityGroupEvaluator(
  stack: SynthesizedStack,
  groupOf: ReadonlyMap<string, string>,
): (probe: Probe) => boolean {
  const rulesOf = (direction: 'ingress' | 'egress') =>
    stack.resources(`aws_vpc_security_group_${direction}_rule`).map((rule) => ({
      group: rule.text('security_group_id'),
      range: rule.optionalText('cidr_ipv4'),
      otherGroup: rule.optionalText('referenced_security_group_id'),
      protocol: rule.text('ip_protocol'),
      from: Number(rule.attributes.from_port),
      to: Number(rule.attributes.to_port),
    }));
  const rules = { ingress: rulesOf('ingress'), egress: rulesOf('egress') };
  const lets = (direction: 'ingress' | 'egress', own: string, other: string, { protocol, port }: Probe) => {
    const [group, otherGroup] = [groupOf.get(own), groupOf.get(other)];
    const address = otherGroup === undefined ? other : TASK_ADDRESS;
    return (
      group === undefined ||
      rules[direction].some(
        (rule) =>
          rule.group === group &&
          (rule.range === undefined ? rule.otherGroup === otherGroup : contains(rule.range, address)) &&
          (rule.protocol === '-1' || (rule.protocol === protocol && rule.from <= port && port <= rule.to)),
      )
    );
  };
  return (probe) => lets('egress', probe.from, probe.to, probe) && lets('ingress', probe.to, probe.from, probe);
}

import type { SecurityGroupRule } from './network-config';

/** A service or task, as far as it has a security group of its own. */
export interface NetworkMember {
  /** Its name in the environment. */
  readonly name: string;

  /** The TCP ports on which its containers listen. */
  readonly ports: readonly number[];

  /** Names of the members that may reach these ports. */
  readonly allowFrom: readonly string[];

  /** What may reach it from outside the environment. */
  readonly ingress: readonly SecurityGroupRule[];
}

/** TCP on one port, between the groups of two members. */
export interface MemberRule {
  /** Name of the other one. */
  readonly member: string;

  /** The port of the one that is reached. */
  readonly port: number;
}

/** What the security group of one member lets in and out, besides what all of them let out. */
export interface MemberGroup extends NetworkMember {
  /** From other members. */
  readonly from: readonly MemberRule[];

  /** To other members: each lets in what this one lets out. */
  readonly to: readonly MemberRule[];
}

/** The security groups of members that each have their own. There is no rule for a group itself but where `allowFrom` says so. */
export function memberGroups(members: readonly NetworkMember[]): MemberGroup[] {
  const rules = members.flatMap(({ name, ports, allowFrom }) =>
    // In any order, and the same for the same names.
    allowFrom.toSorted().flatMap((from) => ports.map((port) => ({ from, to: name, port }))),
  );
  return members.map((member) => ({
    ...member,
    from: rules.filter(({ to }) => to === member.name).map(({ from, port }) => ({ member: from, port })),
    to: rules.filter(({ from }) => from === member.name).map(({ to, port }) => ({ member: to, port })),
  }));
}

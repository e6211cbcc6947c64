import type { Environment } from '../../lib/environment/environment';
import { EVERYONE, type ReachRow } from './reach-matrix';

export const REACH_HEAD = ['From', 'reaches', 'on', 'because'];

const REASONS = {
  'shared-group': 'they share a security group',
  'allow-from': 'allowFrom',
  ingress: 'ingress',
  egress: 'egress',
  'load-balancer': 'the load balancer listens',
  route: 'route',
} as const;

export function reachTitle({ name }: Environment): string {
  return `Who can reach whom in ${name}`;
}

export const REACH_REMARK =
  'Security groups allow this. Whether something listens there, and whether a route leads there, they do not say.';

/** The cells of a row, in the order of the head. */
export function reachCells({
  from,
  to,
  protocol,
  ports,
  why,
  description,
}: ReachRow): [string, string, string, string] {
  const range = ports === undefined || ports.from === ports.to ? ports?.from : `${ports.from}-${ports.to}`;
  const on = range === undefined ? 'every port' : `${protocol} ${range}`;
  const reason = description === undefined ? REASONS[why] : `${REASONS[why]}: ${description}`;
  return [party(from), party(to), on, reason];
}

function party(name: string): string {
  return name === EVERYONE ? 'every service and task' : name;
}

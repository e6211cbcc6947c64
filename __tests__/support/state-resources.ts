import { z } from 'zod';
import { arn } from '../../lib/aws/arns';
import { LOCATION } from './workflow-world';

/** Something that a state of Terraform knows, as far as IAM does. */
export interface StateResource {
  readonly type: string;
  readonly arn: string;
  /** By which requests name it: its id, its ARN, its name. */
  readonly names: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of the boundary of a role. */
  readonly boundaryArn?: string;
}

const text = z.string().nullish();
const ATTRIBUTES = z.object({
  ...{
    id: text,
    arn: text,
    name: text,
    url: text,
    bucket: text,
    family: text,
    key_id: text,
    zone_id: text,
  },
  ...{ alarm_name: text, dashboard_arn: text, dashboard_name: text, resource_id: text, topic_arn: text },
  ...{ permissions_boundary: text, route_table_id: text, subnet_id: text },
  tags_all: z.record(z.string(), z.string()).nullish(),
});
const STATE = z.object({
  resources: z.array(z.object({ type: z.string(), instances: z.array(z.object({ attributes: ATTRIBUTES })) })),
});

/** What a state knows, by what requests call it. */
export function stateResources(state: string): StateResource[] {
  const all = STATE.parse(JSON.parse(state)).resources.flatMap(({ type, instances }) =>
    instances.map(({ attributes }) => ({ type, ...attributes })),
  );
  const own = all.flatMap((one): StateResource[] => {
    const arnOfOne =
      one.topic_arn ?? one.dashboard_arn ?? (one.id?.startsWith('nat-') ? natArn(one.id) : (one.arn ?? one.id));
    if (!arnOfOne?.startsWith('arn:')) {
      return [];
    }
    const names = [one.id, one.arn, one.name, one.url, one.bucket, one.family, one.key_id, one.zone_id, one.alarm_name];
    return [
      {
        type: one.type,
        arn: arnOfOne,
        // `default` is the name of the group that every VPC has.
        names: [...names, one.dashboard_name, one.resource_id]
          .filter((name) => name != null)
          .filter((name) => name !== 'default'),
        tags: one.tags_all ?? {},
        boundaryArn: one.permissions_boundary ?? undefined,
      },
    ];
  });
  // An association is known by what it associates.
  const associated = all.flatMap(({ type, id, route_table_id, subnet_id }) => {
    const ends = own.filter(({ names }) =>
      [route_table_id, subnet_id].some((end) => end != null && names.includes(end)),
    );
    return type === 'aws_route_table_association' && id != null ? ends.map((end) => ({ ...end, names: [id] })) : [];
  });
  return [...own, ...associated];
}

function natArn(id: string): string {
  return arn(LOCATION, 'ec2', `natgateway/${id}`);
}

import { planIn } from '../../../commands/plans/saved-plan';
import type { ResourceChange } from '../../../commands/plans/terraform-plan';
import type { StackTerraform } from '../../../commands/terraform/stack-terraform';

/** What is not replaced: it holds what cannot be made again, its new one has another id or address, or tasks stop meanwhile. */
const LASTING: ReadonlySet<string> = new Set([
  ...['aws_vpc', 'aws_subnet', 'aws_internet_gateway', 'aws_nat_gateway', 'aws_eip', 'aws_security_group'],
  ...['aws_lb', 'aws_lb_listener', 'aws_s3_bucket', 'aws_service_discovery_http_namespace', 'aws_sns_topic'],
  ...['aws_ecs_cluster', 'aws_ecs_service', 'aws_iam_role'],
  ...['aws_kms_key', 'aws_kms_alias', 'aws_secretsmanager_secret', 'aws_ssm_parameter', 'aws_cloudwatch_log_group'],
]);

/** Something lasting that a plan would replace. */
export interface Replacement {
  readonly type: string;
  readonly address: string;
  /** The attributes that cannot be changed in place; or that the same thing has another address. */
  readonly because: string;
}

/** Plans what was synthesized, from what the state says, and returns what of that is lasting and would be replaced. */
export async function replacements(terraform: StackTerraform): Promise<Replacement[]> {
  const { plan } = await planIn(terraform, 'guarded-plan', ['-refresh=false']);
  const changes = plan.resource_changes.filter(({ type }) => LASTING.has(type));
  const created = changes.filter(({ change: { actions } }) => actions.join() === 'create');
  return changes.flatMap((resource): Replacement[] => {
    const { type, address, change } = resource;
    if (change.actions.length === 2) {
      const paths = (change.replace_paths ?? []).map((path) => path.join('.'));
      return [{ type, address, because: paths.join(', ') }];
    }
    const moved = change.actions.join() === 'delete' && created.find((other) => isSame(resource, other));
    return moved ? [{ type, address, because: `moved to ${moved.address}` }] : [];
  });
}

/** What is told apart by its name, or by its range, is the same if that is. */
function isSame(deleted: ResourceChange, created: ResourceChange): boolean {
  const identity = ({ type, change }: ResourceChange, side: 'before' | 'after') =>
    JSON.stringify([type, change[side]?.name ?? change[side]?.cidr_block]);
  return identity(deleted, 'before') === identity(created, 'after');
}

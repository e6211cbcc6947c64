import { findLauncher } from '../embedded-aws/launcher';
import { Failure } from '../failure';
import { requireFreePort } from '../processes/free-port';
import { findTerraform, type TerraformBinary } from '../terraform/terraform-binary';

/**
 * Looks for all that a rehearsal needs of this machine, before anything is started.
 *
 * @param port - that must be free
 * @throws Failure that names everything that is missing, each with how to get it
 */
export async function checkTools(environment: NodeJS.ProcessEnv, port?: number): Promise<TerraformBinary> {
  const terraform = findTerraform(environment);
  const found = await Promise.allSettled([
    terraform,
    findLauncher(environment),
    ...(port === undefined ? [] : [requireFreePort(port)]),
  ]);
  const reasons = found.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
  const failures = reasons.filter((reason) => reason instanceof Failure);
  if (reasons.length > failures.length) {
    throw reasons.find((reason) => !(reason instanceof Failure));
  }
  if (failures.length > 0) {
    throw new Failure(
      failures.map(({ message }) => `${message}.`).join('\n'),
      failures.map(({ remedy }) => remedy).join('\n'),
    );
  }
  return terraform;
}

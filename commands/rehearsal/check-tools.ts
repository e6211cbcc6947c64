import { CommandFailure } from '../cli/command-failure';
import { findLauncher } from '../embedded-aws/launcher';
import { requireFreePort } from '../processes/free-port';
import { findTerraform, type TerraformBinary } from '../terraform/terraform-binary';

/**
 * Looks for all that a rehearsal needs of this machine, before anything is started.
 *
 * @param port - that must be free
 * @throws CommandFailure that names everything that is missing, each with how to get it
 */
export async function checkTools(processEnvironment: NodeJS.ProcessEnv, port?: number): Promise<TerraformBinary> {
  const terraform = findTerraform(processEnvironment);
  const found = await Promise.allSettled([
    terraform,
    findLauncher(processEnvironment),
    ...(port === undefined ? [] : [requireFreePort(port)]),
  ]);
  const reasons = found.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
  const failures = reasons.filter((reason) => reason instanceof CommandFailure);
  if (reasons.length > failures.length) {
    throw reasons.find((reason) => !(reason instanceof CommandFailure));
  }
  if (failures.length > 0) {
    throw new CommandFailure(failures.map(({ message }) => message).join('\n'), {
      remedy: failures.map(({ remedy }) => remedy).join('\n'),
    });
  }
  return terraform;
}

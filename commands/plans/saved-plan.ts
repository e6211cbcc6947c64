import { join } from 'node:path';
import type { Environment } from '../../lib/environment/environment';
import { isWritable, STATE_FILES } from '../cli/project-directory';
import { initializeStack, type StackTerraform, type TerraformRunSettings } from '../terraform/stack-terraform';
import { synthesizeProject, type SynthesisSettings } from '../terraform/synthesize-project';
import type { TerraformBinary } from '../terraform/terraform-binary';
import { planHash } from './plan-hash';
import { parsePlan, type TerraformPlan } from './terraform-plan';

/** The name that `cdktf diff` gives it, too. */
const PLAN_FILE = 'plan';

export interface PlanSettings extends TerraformRunSettings, Pick<SynthesisSettings, 'isOnlyRead'> {
  readonly projectDirectory: string;
  readonly environment: Environment;
  readonly terraform: TerraformBinary;
  /** The operator's, with the credentials. */
  readonly processEnvironment: NodeJS.ProcessEnv;
  /**
   * `everything` reads what is deployed, also the values of secrets, and locks the state. `state` believes the state and locks nothing:
   * its credentials need not be able to read a value, nor to write.
   *
   * @default everything
   * @see https://developer.hashicorp.com/terraform/cli/commands/plan#planning-options
   */
  readonly reads?: 'everything' | 'state';
  /** What is to be done to the state before. @default - nothing */
  readonly beforehand?: (stack: StackTerraform) => Promise<void>;
}

/** A plan in a file, which can be applied exactly as it is. */
export interface SavedPlan {
  readonly terraform: StackTerraform;
  /** In the directory of `terraform`. */
  readonly file: string;
  readonly plan: TerraformPlan;
  /** Names what it changes. */
  readonly hash: string;
}

/**
 * Synthesizes the project as it is and plans one of its environments.
 *
 * @throws CommandFailure with what is wrong with the configuration, or with Terraform's errors
 */
export async function makePlan(settings: PlanSettings): Promise<SavedPlan> {
  const { projectDirectory, environment, processEnvironment, isOnlyRead, reads, beforehand, onLine, signal } = settings;
  const stacks = await synthesizeProject({ projectDirectory, processEnvironment, isOnlyRead, signal });
  const terraform = await initializeStack({ ...settings, directory: join(stacks, environment.name) }, { signal });
  await beforehand?.(terraform);
  // A state that is a file of a read-only checkout can be neither locked nor changed from here.
  const isFixed =
    isOnlyRead === true &&
    environment.stateBackend.type === 'local' &&
    !isWritable(join(projectDirectory, STATE_FILES));
  const options = [
    ...(reads === 'state' ? ['-refresh=false'] : []),
    ...(reads === 'state' || isFixed ? ['-lock=false'] : []),
  ];
  return planIn(terraform, PLAN_FILE, options, { onLine, signal });
}

/** Plans what is synthesized, into a file. */
export async function planIn(
  terraform: StackTerraform,
  file: string,
  options: readonly string[] = [],
  settings: TerraformRunSettings = {},
): Promise<SavedPlan> {
  await terraform.run(['plan', '-input=false', '-no-color', `-out=${file}`, ...options], settings);
  const plan = parsePlan(await terraform.run(['show', '-json', file], { signal: settings.signal }));
  return { terraform, file, plan, hash: planHash(plan) };
}

/**
 * Does what the plan says, and nothing else: Terraform refuses a plan that was made from an older state.
 *
 * @throws CommandFailure with Terraform's errors
 * @see https://developer.hashicorp.com/terraform/cli/commands/apply#saved-plan-mode
 */
export async function applyPlan(
  { terraform, file }: Pick<SavedPlan, 'terraform' | 'file'>,
  settings: TerraformRunSettings = {},
): Promise<string> {
  return terraform.run(['apply', '-input=false', '-no-color', file], settings);
}

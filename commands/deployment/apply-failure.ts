import type { Environment } from '../../lib/environment/environment';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { areCredentialsRefused, isDiskFull, isLocked, requestRemedy, wasKilled } from '../terraform/terraform-failure';
import { unsavedState } from '../terraform/unsaved-state';

const EXPIRED = 'The credentials expired during the deployment.';

const STALE = 'Saved plan is stale';

/** Of what AWS has, and the state does not contain: `EntityAlreadyExists`, `InvalidSubnet.Conflict`, `InvalidGroup.Duplicate`. */
const EXISTS = /already exists|AlreadyExists|\.Conflict\b|\.Duplicate\b|Duplicate\w+Name\b/;

/** What became of a deployment in which Terraform failed, and how to go on. */
export function applyFailure(failure: CommandFailure, directory: string, environment: Environment): CommandFailure {
  const { deployByPlan, recover } = operatorCommands(environment);
  const unsaved = unsavedState(directory, environment, failure.message);
  if (unsaved !== undefined) {
    const why = areCredentialsRefused(failure.message) ? `${EXPIRED} ` : '';
    return new CommandFailure(`${failure.message}\n${why}${unsaved.message}`, {
      exitCode: failure.exitCode,
      remedy: unsaved.remedy,
    });
  }
  const ofRequest = requestRemedy(failure.message);
  if (ofRequest !== undefined && wasKilled(failure.message)) {
    return new CommandFailure(`${failure.message}\nThe state may lack what it did last, and may be locked.`, {
      exitCode: failure.exitCode,
      remedy: `${ofRequest} Then find what is not in the state: ${recover}. Running it again continues: ${deployByPlan}`,
    });
  }
  if (failure.exitCode === EXIT.interrupted) {
    return new CommandFailure('Interrupted. Terraform finished what it had begun, and wrote the state.', {
      exitCode: EXIT.interrupted,
      remedy: `Running it again continues: ${deployByPlan}`,
    });
  }
  if (failure.message.includes(STALE)) {
    return new CommandFailure(
      'The plan is stale: the state has changed since it was made, so somebody else has deployed. Terraform changed nothing.',
      { exitCode: EXIT.findings, remedy: `Plan and review again: npm run review -- ${environment.name}` },
    );
  }
  if (isLocked(failure.message)) {
    const { message, exitCode, remedy } = failure;
    return new CommandFailure(`${message}\nTerraform changed nothing.`, { exitCode, remedy });
  }
  if (ofRequest !== undefined) {
    const expired = areCredentialsRefused(failure.message) ? `${EXPIRED} ` : '';
    return new CommandFailure(`${failure.message}\n${expired}What was done until then is in the state.`, {
      exitCode: failure.exitCode,
      remedy: `${ofRequest} Running it again continues: ${deployByPlan}`,
    });
  }
  if (isDiskFull(failure.message)) {
    return new CommandFailure(failure.message, {
      exitCode: failure.exitCode,
      remedy: `Free some space. What was done before is in the state. Running it again continues: ${deployByPlan}`,
    });
  }
  if (EXISTS.test(failure.message)) {
    return new CommandFailure(failure.message, {
      exitCode: failure.exitCode,
      remedy:
        'What exists was created by a deployment that was interrupted, or by somebody else. What is of this environment is imported by ' +
        `${recover} --import. Then this continues: ${deployByPlan}`,
    });
  }
  return new CommandFailure(failure.message, {
    exitCode: failure.exitCode,
    remedy: `What was done before is in the state. Running it again continues: ${deployByPlan}`,
  });
}

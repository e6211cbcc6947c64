import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../lib/environment/environment';
import { operatorCommands, shellQuoted } from '../../lib/naming/operator-commands';
import { CommandFailure } from '../cli/command-failure';
import { STATE_FILES } from '../cli/project-directory';

/** Where Terraform writes a state that it could not bring to its place. */
const UNSAVED_STATE = 'errored.tfstate';

/** It could not be written there either, so all that is left is what was printed. */
const PRINTED = 'Failed to create local state file';

const RUNBOOK = 'docs/operations.md, "The disk was full"';

/**
 * Why nothing may be deployed while a state lies beside the stack that Terraform could not save: it alone knows of what was created.
 *
 * @param directory - of the stack
 * @param said - what Terraform has just said
 * @see https://developer.hashicorp.com/terraform/cli/state/recover
 */
export function unsavedState(directory: string, environment: Environment, said = ''): CommandFailure | undefined {
  const { name, stateBackend } = environment;
  const { deployByPlan, recover } = operatorCommands(environment);
  const file = join(directory, UNSAVED_STATE);
  const could = `Terraform could not save the state of ${name}.`;
  if (isCutOff(file) || said.includes(PRINTED)) {
    const before = stateBackend.type === 'local' ? ` && ${bringBack(stateFile(directory, name))}` : '';
    return new CommandFailure(`${could} It is not in ${file} either: for that, no space was left.`, {
      remedy:
        'Free some space. Terraform printed the state before its errors: save that, from the first { to the last }, as this file, and ' +
        `run the command again, which says where it belongs. See ${RUNBOOK}. If it is lost: rm -f ${quoted(file)}${before} && ${recover} --import`,
    });
  }
  if (!existsSync(file)) {
    return undefined;
  }
  const found = `${could} What it knows is in ${file}`;
  const thenGoOn = `Then: ${deployByPlan}`;
  const push = `terraform -chdir=${quoted(directory)} state push ${UNSAVED_STATE} && rm ${quoted(file)}`;
  if (stateBackend.type !== 'local') {
    return new CommandFailure(`${found}.`, {
      remedy:
        `With credentials that AWS takes, bring it to its place, and delete the file: ${push}. If it says that the lock is held, and that is by this deployment ` +
        `(Who, Created), release it first, with the ID that it shows: terraform -chdir=${quoted(directory)} force-unlock ID. ${thenGoOn}`,
    });
  }
  const state = stateFile(directory, name);
  return isCutOff(state)
    ? new CommandFailure(`${found}, and the state itself is cut off: ${state}.`, {
        // `state push` reads the other one first, and refuses.
        remedy: `Free some space, put it in its place, and delete it: cp ${quoted(file, state)} && rm ${quoted(file)}. ${thenGoOn}`,
      })
    : new CommandFailure(`${found}.`, {
        remedy: `Free some space, bring it to its place, and delete the file: ${push}. If it refuses, see ${RUNBOOK}. ${thenGoOn}`,
      });
}

/** A full disk leaves the beginning of a state, or nothing. */
function isCutOff(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return false;
  } catch {
    return existsSync(file);
  }
}

/** Seen from its stack, as the stack itself says it. */
function stateFile(directory: string, stack: string): string {
  return join(directory, '..', '..', '..', STATE_FILES, `${stack}.tfstate`);
}

/** Of the first deployment there is no state before. */
function bringBack(state: string): string {
  const backup = `${state}.backup`;
  return existsSync(backup) ? `cp ${quoted(backup, state)}` : `rm -f ${quoted(state)}`;
}

function quoted(...paths: readonly string[]): string {
  return paths.map(shellQuoted).join(' ');
}

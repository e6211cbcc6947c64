import type { Command } from 'commander';
import { DOCUMENTATION_ACCOUNT } from '../../lib/account/declared-account';
import type { Account } from '../../lib/delivery/account-config';
import type { Project } from '../../lib/delivery/project';
import { validateProject } from '../../lib/delivery/validate-project';
import { identityTags } from '../../lib/naming/names';
import { chooseFrom, shown } from '../../lib/validation/messages';
import { CommandFailure, EXIT, type ExitCode } from '../cli/command-failure';
import { createProgram, documentExitCodes, run, runCommandLine, type CommandContext } from '../cli/command-line';
import { PROJECT_DIRECTORY } from '../cli/project-directory';
import { confirm, requireConfirmation } from '../cli/standard-input';
import { untilInterrupted } from '../processes/interruption';
import { recoverClients, type RecoverClients } from '../recover/recover-clients';
import { locate } from '../stores/session';
import { accountStack } from './account-stack';
import { bootstrap, refuseUndo, statesInBucket, statesInFiles, undoBootstrap } from './bootstrap';
import { StateStore } from './state-store';
import { survey } from './survey';

interface BootstrapOptions {
  readonly undo: boolean;
  readonly yes: boolean;
  readonly profile?: string;
}

const EXPLANATION = `
It creates what the account's stack declares, with the bucket of the states, and moves the states that are files of this checkout into
the bucket: that of the account and those of its environments. It overwrites no state that is in the bucket, and can be interrupted and
run again. With --undo, it moves the states back into files and destroys what it created.`;

/** Brings an account to shared state or back, and sets the exit code of the process. */
export function runBootstrap(project: Project, args: readonly string[]): Promise<void> {
  const program = createProgram('npm run bootstrap --')
    .description(
      'Bring an account from nothing to shared state: create its stack, and move the states into its bucket.',
    )
    .argument('<account>', 'name of the account')
    .option('--undo', 'move the states back into files, and destroy the stack of the account', false)
    .option('--yes', 'do not ask for confirmation', false)
    .option('--profile <name>', 'profile of the AWS configuration files')
    .addHelpText('after', EXPLANATION)
    .addHelpText('afterAll', `\nAccounts: ${Object.keys(project.accounts).join(', ')}`)
    .action((name: string, _options: unknown, command: Command) =>
      run<BootstrapOptions>(command, (context) => bootstrapAccount(context, project, name)),
    );
  documentExitCodes(program, {
    0: 'done, or there was nothing to do',
    1: 'refused: a state is locked, damaged or differs from another one, or the bucket contains what belongs to others',
    2: 'could not be done: usage, configuration, credentials, account, access, Terraform, or no confirmation',
  });
  return runCommandLine(program, args);
}

async function bootstrapAccount(
  { options, output }: CommandContext<BootstrapOptions>,
  given: Project,
  name: string,
): Promise<ExitCode> {
  const project = validateProject(given);
  const account = findAccount(project, name);
  requireConfirmation(options.yes);
  const { region, stateBucket } = account;
  const clients = recoverClients({ region, profile: options.profile });
  const accountId = await accountIdOf(account, clients);
  const store = new StateStore(clients.s3, stateBucket, accountId);
  const found = await survey(account, project.environments, store, PROJECT_DIRECTORY);

  const moved = options.undo ? statesInBucket(found) : statesInFiles(found);
  const stacks = moved.map(({ stack }) => stack);
  const isUndone = found.others === undefined && found.account.inFile?.isEmpty !== false;
  const isDone = options.undo ? isUndone : found.account.inBucket !== undefined && moved.length === 0;
  const result = { account: name, accountId, bucket: stateBucket, moved: stacks };
  if (isDone) {
    const nothing = options.undo ? 'There is no bucket of states' : `The states are in s3://${stateBucket}`;
    output.result({ ...result, moved: [] }, `${nothing}: nothing to do.`);
    return EXIT.done;
  }
  if (options.undo) {
    refuseUndo(found, stateBucket);
  }
  const where = `account ${accountId}, ${region}`;
  const list = stacks.length === 0 ? '' : ` (${stacks.join(', ')})`;
  await confirm(
    options.undo
      ? `Move the states${list} into files, and destroy ${stateBucket} with all old versions, in ${where}?`
      : `${found.account.inBucket === undefined ? `Create the stack ${name} with the bucket ${stateBucket}, and move` : 'Move'} ` +
          `the states that are in files${list} into it, in ${where}?`,
    options.yes,
  );
  const note = (text: string) => output.note(text);
  await untilInterrupted(
    async (signal) => {
      const stack = await accountStack({ ...{ account, clients, file: found.account.file, signal, note }, ...options });
      await (options.undo ? undoBootstrap : bootstrap)(found, {
        store,
        stack,
        identityTags: identityTags(account),
        note,
      });
      signal.throwIfAborted();
    },
    {
      first: () => note('Interrupted. Waiting for Terraform to write its state.'),
      again: () => process.exit(EXIT.interrupted),
    },
  );
  output.done(
    result,
    options.undo
      ? "Undone. Set stateBackend: { type: 'local' } in the environments, which look for their states in the bucket until then."
      : `Done. From now on: npx cdktf deploy ${name}`,
  );
  return EXIT.done;
}

function findAccount({ accounts }: Project, name: string): Account {
  const [found] = Object.entries(accounts).filter(([candidate]) => candidate === name);
  if (found === undefined) {
    throw new CommandFailure(`There is no account ${shown(name)}${chooseFrom(name, Object.keys(accounts))}`);
  }
  return { ...found[1], name };
}

/** @throws CommandFailure if the credentials belong to another account, or it is not known whether they do */
async function accountIdOf(account: Account, clients: RecoverClients): Promise<string> {
  const { accountId } = await locate(account, clients);
  if (account.accountId === undefined && accountId !== DOCUMENTATION_ACCOUNT) {
    throw new CommandFailure(
      `The credentials belong to account ${accountId}, and ${account.name} does not say which account it is.`,
      { remedy: `If it is this one, write into environments/accounts.ts: accountId: '${accountId}',` },
    );
  }
  return accountId;
}

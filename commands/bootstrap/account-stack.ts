import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Account } from '../../lib/delivery/account-config';
import { identityTags } from '../../lib/naming/names';
import { operatorCommands } from '../../lib/naming/operator-commands';
import { PROJECT_DIRECTORY } from '../cli/project-directory';
import { recordedOutput } from '../cli/recorded-output';
import { createPrivateDirectory } from '../processes/private-directory';
import { recover } from '../recover/recover';
import type { RecoverClients } from '../recover/recover-clients';
import { initializeStack, type StackTerraform } from '../terraform/stack-terraform';
import { synthesizeProject } from '../terraform/synthesize-project';
import { findTerraform } from '../terraform/terraform-binary';
import type { StateFile } from './state-file';

const stackSchema = z.object({
  resource: z.record(
    z.string(),
    z.record(z.string(), z.object({ lifecycle: z.object({ prevent_destroy: z.boolean().optional() }).optional() })),
  ),
});

/** What Terraform reports of each resource. */
const PROGRESS = /^\S+: (?:Creat|Modif|Destr|Import)\w+ (?:complete|after)/;

/** The stack of an account, deployed with its state in a file, as there is no bucket for it before and after. */
export interface AccountStack {
  /**
   * Creates what it declares.
   *
   * @param isContinued - whether something may exist that the state does not contain, as an earlier deployment was interrupted
   */
  deploy(isContinued: boolean): Promise<void>;
  /** Destroys it, also what is not to be destroyed by mistake. */
  destroy(): Promise<void>;
}

export interface AccountStackSettings {
  readonly account: Account;
  readonly clients: RecoverClients;
  /** Where its state is. */
  readonly file: StateFile;
  readonly profile?: string;
  readonly signal: AbortSignal;
  /** Gets what Terraform has done, as it comes. */
  readonly note: (text: string) => void;
}

/** Synthesizes the project. */
export async function accountStack(settings: AccountStackSettings): Promise<AccountStack> {
  const { account, clients, file, profile, signal, note } = settings;
  const terraform = await findTerraform(process.env);
  const { env: processEnvironment } = process;
  const stacks = await synthesizeProject({ projectDirectory: PROJECT_DIRECTORY, processEnvironment, signal });
  const synthesized = join(stacks, account.name, 'cdk.tf.json');
  const onLine = (line: string) => {
    if (PROGRESS.test(line)) {
      note(line);
    }
  };

  /** In a directory of its own: an override that is left beside the stack itself would have `cdktf deploy` use the file, too. */
  async function withLocalState(changes: object, work: (stack: StackTerraform) => Promise<unknown>): Promise<void> {
    const { path: directory, remove } = createPrivateDirectory('bootstrap');
    try {
      const override = { terraform: { backend: { local: { path: file.path } } }, ...changes };
      await mkdir(dirname(file.path), { recursive: true });
      await copyFile(synthesized, join(directory, 'cdk.tf.json'));
      await writeFile(join(directory, 'local_state_override.tf.json'), JSON.stringify(override));
      const inDirectory = { projectDirectory: PROJECT_DIRECTORY, directory, terraform, processEnvironment, profile };
      await work(await initializeStack(inDirectory, { signal }));
    } finally {
      remove();
    }
  }

  const apply = ['apply', '-input=false', '-no-color', '-auto-approve'];
  return {
    deploy: (isContinued) =>
      withLocalState({}, async (stack) => {
        if (isContinued) {
          await recover({
            ...{ stack, clients, identityTags: identityTags(account), commands: operatorCommands(account) },
            output: recordedOutput(),
            confirmImport: () => Promise.resolve(),
          });
        }
        await stack.run(apply, { signal, onLine });
      }),
    destroy: async () => {
      const { resource } = stackSchema.parse(JSON.parse(await readFile(synthesized, 'utf8')));
      await withLocalState({ resource: withoutProtection(resource) }, (stack) =>
        stack.run([...apply, '-destroy'], { signal, onLine }),
      );
    },
  };
}

/** What an override says so that everything can be destroyed. */
function withoutProtection(resources: z.infer<typeof stackSchema>['resource']) {
  return Object.fromEntries(
    Object.entries(resources).flatMap(([type, ofType]) => {
      const kept = Object.entries(ofType).filter(([, { lifecycle }]) => lifecycle?.prevent_destroy === true);
      const lifted = kept.map(([name]) => [name, { lifecycle: { prevent_destroy: false } }] as const);
      return lifted.length === 0 ? [] : [[type, Object.fromEntries(lifted)]];
    }),
  );
}

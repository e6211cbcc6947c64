import { CommandFailure, EXIT } from '../cli/command-failure';
import type { AccountStack } from './account-stack';
import type { StateStore } from './state-store';
import type { StackState, Survey } from './survey';

/** What the steps need, and report to. */
export interface BootstrapSettings {
  readonly store: StateStore;
  /** Tags by which the account's resources are recognized. */
  readonly identityTags: Readonly<Record<string, string>>;
  /** The stack of the account, with its state in a file. */
  readonly stack: AccountStack;
  readonly note: (text: string) => void;
}

/** The states that are still in files. Those of stacks that were never deployed are nowhere. */
export function statesInFiles({ account, environments }: Survey): StackState[] {
  return [account, ...environments].filter(({ inFile }) => inFile?.isEmpty === false);
}

/** The states that are in the bucket; that of the account last, because it knows the bucket. */
export function statesInBucket({ account, environments }: Survey): StackState[] {
  return [...environments, account].filter(({ inBucket }) => inBucket !== undefined);
}

/**
 * Brings an account and its environments from wherever they are to shared state. Each step is done only if what was found says that it
 * was not, so that it can be interrupted anywhere and started again.
 */
export async function bootstrap(found: Survey, settings: BootstrapSettings): Promise<void> {
  const { store, stack, identityTags, note } = settings;
  const { account, environments, others } = found;
  let inFile = account.inFile?.isEmpty === false ? account.inFile : undefined;
  if (account.inBucket === undefined) {
    const hasBucket = others !== undefined;
    if (hasBucket && inFile === undefined) {
      refuseBucketOfOthers(found, store.bucket);
      await store.adopt(identityTags);
    }
    await stack.deploy(hasBucket || inFile !== undefined);
    inFile = await account.file.read();
  }
  for (const state of [{ ...account, inFile }, ...environments.filter((one) => one.inFile?.isEmpty === false)]) {
    if (state.inFile !== undefined) {
      await moveToBucket(state, state.inFile, store);
      note(`${state.stack}: the state is s3://${store.bucket}/${state.key}`);
    }
  }
}

/** The bucket is made before the first state comes into it. So one in which something is was made by somebody, or has lost a state. */
function refuseBucketOfOthers({ account, environments, others = [] }: Survey, bucket: string): void {
  const states = environments.flatMap(({ key, inBucket }) => (inBucket === undefined ? [] : [key]));
  const [first] = [...states, ...others];
  if (first !== undefined) {
    throw new CommandFailure(
      `The bucket ${bucket} contains ${first}, but not the state of the account, ${account.key}.`,
      {
        exitCode: EXIT.findings,
        remedy:
          'If that state was lost, restore an earlier version of it (docs/operations.md, "A state is lost or damaged"). If the bucket ' +
          'is for something else, choose another stateBucket. Nothing was changed.',
      },
    );
  }
}

async function moveToBucket(
  { key, file, inBucket }: StackState,
  inFile: NonNullable<StackState['inFile']>,
  store: StateStore,
): Promise<void> {
  if (inBucket === undefined) {
    await store.create(key, inFile);
  }
  await file.setAside();
}

/**
 * Brings every state back to a file, and destroys what the account's stack has created, with the bucket. It can be interrupted anywhere
 * and started again, too.
 */
export async function undoBootstrap(found: Survey, { store, stack, note }: BootstrapSettings): Promise<void> {
  for (const { stack: name, key, file, inBucket } of statesInBucket(found)) {
    if (inBucket !== undefined) {
      await file.write(inBucket);
      await store.remove(key, inBucket);
      note(`${name}: the state is ${file.path}`);
    }
  }
  const left = await store.keys();
  if (left !== undefined) {
    if (left.length > 0) {
      throw new CommandFailure(`Somebody has written ${left.join(', ')} meanwhile. The bucket was not destroyed.`, {
        exitCode: EXIT.findings,
        remedy: 'Run the command again when nobody deploys.',
      });
    }
    await store.empty();
  }
  await stack.destroy();
}

/** @throws CommandFailure if the bucket contains what no file will have */
export function refuseUndo({ account, others = [] }: Survey, bucket: string): void {
  if (others.length > 0) {
    throw new CommandFailure(
      `The bucket ${bucket} contains what is none of this account's states: ${others.join(', ')}.`,
      {
        exitCode: EXIT.findings,
        remedy:
          'Move it elsewhere first. An environment of this account says account and stateBackend. Nothing was changed.',
      },
    );
  }
  if (account.inBucket === undefined && account.inFile?.isEmpty !== false) {
    throw new CommandFailure(
      `The bucket ${bucket} exists, but the state of the account is neither in it nor in a file.`,
      {
        exitCode: EXIT.findings,
        remedy: 'Restore it (docs/operations.md, "A state is lost or damaged"). Nothing was changed.',
      },
    );
  }
}

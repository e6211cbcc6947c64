import type { Account } from '../../lib/delivery/account-config';
import type { Project } from '../../lib/delivery/project';
import { stateKey } from '../../lib/state/state-backend';
import { CommandFailure, EXIT } from '../cli/command-failure';
import { StateFile } from './state-file';
import type { BucketState, StateStore } from './state-store';
import type { StoredState } from './stored-state';

const LOCK = '.tflock';

/** A stack whose state belongs into the bucket, and where it is now. */
export interface StackState {
  readonly stack: string;
  readonly key: string;
  readonly file: StateFile;
  readonly inFile: StoredState | undefined;
  readonly inBucket: BucketState | undefined;
}

/** What is where, before anything is changed. */
export interface Survey {
  readonly account: StackState;
  readonly environments: readonly StackState[];
  /** Keys in the bucket that belong to none of these; nothing if there is no bucket. */
  readonly others: readonly string[] | undefined;
}

/**
 * Looks at every state of an account and its environments.
 *
 * @throws CommandFailure if one is damaged, locked, or differs from what is in its other place
 */
export async function survey(
  account: Account,
  environments: Project['environments'],
  store: StateStore,
  projectDirectory: string,
): Promise<Survey> {
  const members = Object.entries(environments)
    .filter(([, { account: name, stateBackend }]) => name === account.name && stateBackend.type === 's3')
    .map(([stack, { application }]) => ({ stack, key: stateKey(application, stack) }));
  const own = { stack: account.name, key: stateKey(account.application, account.name) };
  const keys = await store.keys();
  const present = keys ?? [];
  const known = [own, ...members].map(({ key }) => key);
  for (const key of known.filter((candidate) => present.includes(`${candidate}${LOCK}`))) {
    await refuseLock(key, store);
  }
  const look = async ({ stack, key }: { readonly stack: string; readonly key: string }): Promise<StackState> => {
    const file = new StateFile(projectDirectory, stack);
    const inBucket = present.includes(key) ? await store.read(key) : undefined;
    const state = { stack, key, file, inFile: await file.read(), inBucket };
    refuseDivergence(state, store.bucket);
    return state;
  };
  return {
    account: await look(own),
    environments: await Promise.all(members.map(look)),
    others: keys?.filter((key) => !known.includes(key)),
  };
}

/** Whoever holds the lock of a state is about to write it, or was interrupted. */
async function refuseLock(key: string, store: StateStore): Promise<void> {
  const { text = '' } = (await store.get(`${key}${LOCK}`)) ?? {};
  const detail = (name: string) => new RegExp(`"${name}":\\s*"([^"]*)"`).exec(text)?.[1] ?? 'unknown';
  throw new CommandFailure(
    `The state ${key} is locked by ${detail('Who')} since ${detail('Created')}; the lock is ${detail('ID')}.`,
    {
      exitCode: EXIT.findings,
      remedy: 'Wait for them, or see "A lock is held" in docs/operations.md. Nothing was changed.',
    },
  );
}

/** Two states that follow one another are fine, if the one in the bucket is the later one or the same. Others are two truths. */
function refuseDivergence({ stack, key, file, inFile, inBucket }: StackState, bucket: string): void {
  if (inFile === undefined || inBucket === undefined || inFile.isEmpty) {
    return;
  }
  if (inFile.lineage !== inBucket.lineage || inFile.serial > inBucket.serial) {
    const relation =
      inFile.lineage === inBucket.lineage
        ? `the file is later (serial ${inFile.serial}) than the object (serial ${inBucket.serial})`
        : 'neither was made from the other';
    throw new CommandFailure(
      `${stack} has two states that differ, ${file.path} and s3://${bucket}/${key}: ${relation}.`,
      {
        exitCode: EXIT.findings,
        remedy:
          'Find out which is right, and move the other one away (docs/operations.md, "Two states of one stack"). Nothing was changed.',
      },
    );
  }
}

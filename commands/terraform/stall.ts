import type { OwnedProcess } from '../processes/owned-process';

const MINUTE = 60_000;

/** Longer than a request takes that AWS throttles for ever; and an apply says every ten seconds what it waits for. */
const SILENCE_MINUTES = 10;

/** Longer than the provider waits for anything that the stacks create, when AWS answers: for a certificate, that is 75 minutes. */
const LONGEST_MINUTES = 80;

/** `aws_vpc.x: Still creating... [1m10s elapsed]`, and with an id `[id=vpc-1, 1m10s elapsed]`. */
const STILL = /: Still \w+\.\.\. \[(?:.*, )?(?:(\d+)h)?(?:(\d+)m)?\d+s elapsed\]/;

export interface StallSettings {
  /** Whether it changes something, and so has a state to write. */
  readonly isApply: boolean;
  /** When aborted, it is asked to end. */
  readonly signal?: AbortSignal;
}

/** Why a Terraform was ended that waited for an answer that never came. */
export interface Stall {
  readonly why: string;
  /** It did not end when it was asked to, so that its state may lack what it did last, and its lock may remain. */
  readonly wasKilled: boolean;
}

export interface StallWatch {
  /** Is to get every line that it prints. */
  readonly onLine: (line: string) => void;
  /** Is to be called when it has ended. Returns why, if the watch ended it. */
  readonly stop: () => Stall | undefined;
}

/**
 * Ends a Terraform that waits for ever: neither the provider nor the backend has a timeout for an answer that does not come. It is asked
 * to end once, as it exits without writing its state when it is asked twice. While it connects to AWS it does not obey: if it stays
 * silent, it is killed.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/apply
 */
export function watchForStall(
  terraform: Pick<OwnedProcess, 'interrupt' | 'stop'>,
  { isApply, signal }: StallSettings,
): StallWatch {
  let why: string | undefined;
  let isAsked = false;
  let wasKilled = false;

  const fallSilent = () => {
    why ??= `Terraform said nothing for ${isAsked && !isApply ? 'a minute' : `${SILENCE_MINUTES} minutes`}`;
    if (isAsked) {
      wasKilled = true;
      terraform.stop();
    } else {
      askToEnd();
    }
  };
  let silence = setTimeout(fallSilent, SILENCE_MINUTES * MINUTE);
  const askToEnd = () => {
    if (isAsked) {
      return;
    }
    isAsked = true;
    terraform.interrupt();
    clearTimeout(silence);
    // Without a state to write, nothing is lost.
    silence = setTimeout(fallSilent, (isApply ? SILENCE_MINUTES : 1) * MINUTE);
  };
  signal?.addEventListener('abort', askToEnd);

  return {
    onLine: (line) => {
      silence.refresh();
      if (minutesOfWaiting(line) >= LONGEST_MINUTES) {
        why ??= `Terraform waited for ${LONGEST_MINUTES} minutes (${line.trim()})`;
        askToEnd();
      }
    },
    stop: () => {
      signal?.removeEventListener('abort', askToEnd);
      clearTimeout(silence);
      return why === undefined ? undefined : { why, wasKilled };
    },
  };
}

/** For how long something is waited for, by a line that says so; 0 by any other. */
function minutesOfWaiting(line: string): number {
  const [, hours = '0', minutes = '0'] = STILL.exec(line) ?? [];
  return Number(hours) * 60 + Number(minutes);
}

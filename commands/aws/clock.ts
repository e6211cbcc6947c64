/** What AWS says when something was signed at another time than its own: most services allow five minutes, S3 and EC2 fifteen. */
const WRONG_TIME = /RequestTimeTooSkewed|RequestInTheFuture|Signature expired: |Signature not yet current: /;

/** AWS refuses no clock that is off by less. Of one that is off by more, the SDK of Node.js tries to make up for it by itself. */
const TOLERATED_MILLISECONDS = 4 * 60_000;

/** What the messages of AWS say of the times: that of the request, a bound, and how that is computed of the time of AWS. */
const TIMES = /(\d{8}T\d{6}Z) is (?:now earlier|still later) than \d{8}T\d{6}Z \((\d{8}T\d{6}Z) [-+] \d+ min/;

/** What to do about a clock that is wrong. */
export const SET_CLOCK = 'Set it: docs/operations.md, "The clock is wrong".';

/** What to do about what may be a matter of the clock, too. */
export const CHECK_CLOCK =
  'If that does not help, the clock of this computer may be wrong: docs/operations.md, "The clock is wrong".';

/**
 * Words for a clock of this computer that is why AWS refused something; nothing if it is not.
 *
 * @param refusal - name and message of the error
 * @param isAboutCredentials - whether it may be due to the clock, if that is known to be wrong
 * @param timeOfAws - the time of the answer, as its header `Date` says
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function wrongClock(refusal: string, isAboutCredentials = false, timeOfAws?: string): string | undefined {
  const ahead = aheadByTimes(refusal) ?? aheadByDate(timeOfAws);
  const isOff = ahead !== undefined && Math.abs(ahead) >= TOLERATED_MILLISECONDS;
  if (!WRONG_TIME.test(refusal) && !(isAboutCredentials && isOff)) {
    return undefined;
  }
  const how = isOff ? `${duration(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} that of AWS` : 'wrong';
  return `The clock of this computer is ${how}`;
}

function aheadByTimes(message: string): number | undefined {
  const [, ofRequest, ofAws] = TIMES.exec(message) ?? [];
  return ofRequest === undefined || ofAws === undefined ? undefined : parseStamp(ofRequest) - parseStamp(ofAws);
}

function aheadByDate(timeOfAws = ''): number | undefined {
  const time = Date.parse(timeOfAws);
  return Number.isNaN(time) ? undefined : Date.now() - time;
}

/** A time as signatures have it: `20250131T235959Z`. */
function parseStamp(stamp: string): number {
  return Date.parse(stamp.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'));
}

function duration(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  const [count, unit] =
    minutes < 120 ? [minutes, 'minutes'] : minutes < 2880 ? [minutes / 60, 'hours'] : [minutes / 1440, 'days'];
  return `${Math.round(count)} ${unit}`;
}

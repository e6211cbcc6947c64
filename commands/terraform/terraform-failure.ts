import type { Environment } from '../../lib/environment/environment';
import { DELETION_GUARD } from '../../lib/naming/names';
import { operatorCommands, shellQuoted } from '../../lib/naming/operator-commands';
import { SIGN_IN } from '../aws/aws-failure';
import { CHECK_CLOCK, SET_CLOCK, wrongClock } from '../aws/clock';
import { THROTTLING } from '../aws/error-names';
import type { Stall } from './stall';
import { unsavedState } from './unsaved-state';

/** Where Terraform failed. */
export interface FailedStack {
  /** Where `cdktf synth` wrote the stack. */
  readonly directory: string;
  /** Name of the program. */
  readonly terraform: string;
  /** @default - the stack is that of an account */
  readonly environment?: Environment;
}

/**
 * What the services and the backend answer to credentials that have expired or are not known, and what the SDK says that cannot renew
 * them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const REFUSED_CREDENTIALS =
  /ExpiredToken|RequestExpired|security token included in the request is (?:expired|invalid)|token has expired|InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|SignatureDoesNotMatch|InvalidSignatureException|No valid credential sources|failed to refresh cached credentials/i;

/** Of them, what may be due to the clock, too: whether AWS or the SDK says that, it sounds the same. */
const MAYBE_CLOCK =
  /RequestExpired|AuthFailure|token has expired|SSO session has expired|failed to refresh cached credentials/i;

const THROTTLED = new RegExp(`api error (?:${THROTTLING.join('|')})\\b|Rate exceeded`);

/** What the provider says of an endpoint that cannot be reached, or does not answer before the time of a resource is over. */
const NO_ANSWER =
  /context deadline exceeded|i\/o timeout|handshake timeout|no such host|connection refused|connection reset|network is unreachable|no route to host|unexpected EOF|an answer that never comes/;

/** Faults of AWS itself, which the provider and the backend try again. */
const FAULT_OF_AWS = /exceeded maximum number of attempts, \d+, https response error StatusCode: 5\d\d/;

/** Whether Terraform failed because AWS takes its credentials no longer, or there are none. */
export function areCredentialsRefused(message: string): boolean {
  const text = inOneLine(message);
  return REFUSED_CREDENTIALS.test(text) && wrongClock(text) === undefined;
}

const LOCKED = 'Error acquiring the state lock';

/** Whether Terraform did nothing because a state is locked. */
export function isLocked(message: string): boolean {
  return message.includes(LOCKED);
}

/** Words for a Terraform that was ended because it waited for ever. */
export function stallMessage({ why, wasKilled }: Stall): string {
  return `${why}. It seems to wait for ${NEVER}, and was ${wasKilled ? KILLED : 'asked to end'}.`;
}

const NEVER = 'an answer that never comes';
const KILLED = 'killed, as it did not end when it was asked to';

/** Whether a state may lack what Terraform did last, and be locked still. */
export function wasKilled(message: string): boolean {
  return message.includes(KILLED);
}

/** What to do about requests that AWS did not take, whatever they were; nothing if its words do not tell. */
export function requestRemedy(message: string): string | undefined {
  const text = inOneLine(message);
  const clock = wrongClock(text);
  if (clock !== undefined) {
    return `${clock}, so AWS refuses what it signs. ${SET_CLOCK}`;
  }
  if (text.includes('x509: certificate has expired or is not yet valid')) {
    return `A certificate is not valid at the time of this computer. Check proxies and AWS_ENDPOINT_URL. ${CHECK_CLOCK}`;
  }
  if (REFUSED_CREDENTIALS.test(text)) {
    return MAYBE_CLOCK.test(text) ? `${SIGN_IN} ${CHECK_CLOCK}` : SIGN_IN;
  }
  if (THROTTLED.test(text)) {
    return `AWS still throttles after several attempts. Wait until whatever else calls it has ended: ${RUNBOOK}.`;
  }
  if (FAULT_OF_AWS.test(text)) {
    return `AWS itself has a fault, after several attempts: see https://health.aws.amazon.com/health/status, and ${RUNBOOK}.`;
  }
  return NO_ANSWER.test(text)
    ? `AWS did not answer. Check the network, proxies, and AWS_ENDPOINT_URL if it is set: ${RUNBOOK}.`
    : undefined;
}

const RUNBOOK = 'docs/operations.md, "AWS throttles or does not answer"';

/**
 * How Terraform, its providers and Node.js tell of a full disk, a quota that is used up and a limit on the size of files.
 *
 * @see https://man7.org/linux/man-pages/man3/errno.3.html
 */
const DISK_FULL = /\b(?:ENOSPC|EDQUOT|EFBIG)\b|no space left on device|disk quota exceeded|file too large/i;

/** Whether something could not be written because the disk is full. */
export function isDiskFull(message: string): boolean {
  return DISK_FULL.test(inOneLine(message));
}

type Remedy = (found: RegExpExecArray, stack: FailedStack) => string;

/** What the plan would destroy, though the environment protects it, and nobody has let it go. */
const HELD = new RegExp(`${DELETION_GUARD}\\["([^"]+)"\\] has`);

/** What Terraform says of a backend, a plan or a state, and what to do about it. The first that fits counts. */
const REMEDIES: readonly (readonly [says: RegExp, remedy: Remedy])[] = [
  [HELD, ({ input }, { environment }) => heldRemedy(input, environment)],
  [
    /AWS account ID not allowed: (\d+)/,
    ([, account]) => `Use credentials of the environment's account, not of ${account}, for example with AWS_PROFILE.`,
  ],
  [
    /S3 bucket "([^"]+)" does not exist/,
    ([, bucket], { environment }) =>
      environment?.account === undefined
        ? `Create the bucket ${bucket}, or correct the stateBackend.`
        : `The account has no shared state yet. Create it: ${operatorCommands(environment).bootstrap(environment.account)}`,
  ],
  [
    /S3 bucket "([^"]+)".* actual location "([^"]+)"/,
    ([, bucket, region]) =>
      `The bucket ${bucket} is in ${region}. If it is yours, say so in stateBackend: region: '${region}'. ${TAKEN}`,
  ],
  [
    new RegExp(`S3 bucket "[^"]+".* StatusCode: 403|${LOCKED}.* S3: PutObject, .*StatusCode: 403`),
    () =>
      `The credentials may not use the bucket of the states. If it is yours, use credentials of its account that may. ${TAKEN}`,
  ],
  [
    new RegExp(`${LOCKED}.* S3: PutObject, .*Lock Info: ID: (\\S+)`),
    ([, id], { directory, terraform, environment }) =>
      'Somebody deploys (Who, Created): wait until it is done. If nobody does any more, release the lock and find what is not in ' +
      `the state: ${terraform} -chdir=${shellQuoted(directory)} force-unlock ${id}` +
      (environment === undefined ? '' : ` && ${operatorCommands(environment).recover}`),
  ],
  [
    new RegExp(`${LOCKED}.*Lock Info:`),
    () => 'Another Terraform of this machine holds the lock until it ends: wait for it.',
  ],
  [
    /Backend configuration changed/,
    (_, { directory }) =>
      'The state is in another place than when this checkout used it last. If it was moved there, forget the old place: ' +
      `rm -r ${shellQuoted(`${directory}/.terraform`)}`,
  ],
  [DISK_FULL, () => FREE_SPACE],
  // Terraform says that it saved the plan, though the disk is full, and then cannot read it.
  [/zip: not a valid zip file/, () => `The plan was not written whole, as on a full disk. ${FREE_SPACE}`],
  [
    /Unsupported state file format/,
    (_, { directory, environment }) =>
      (environment && unsavedState(directory, environment)?.remedy) ??
      'Bring back the state before: docs/operations.md, "A state is lost or damaged".',
  ],
];

function heldRemedy(message: string, environment: Environment | undefined): string {
  const names = [...message.matchAll(new RegExp(HELD, 'g'))].map(([, name = '']) => name).sort();
  const list = `[${names.map((name) => `'${name}'`).join(', ')}]`;
  return (
    `${environment?.name} has deletionProtection, and no longer declares: ${names.join(', ')}. Is this checkout older than what is ` +
    'deployed? Then deploy the latest. Has it another name now? Declare both, until what it contains has been copied. Otherwise say in the ' +
    `environment what becomes of it: \`retains: ${list}\` keeps it in AWS, as it is; \`releases: ${list}\` destroys it for good. ` +
    'docs/operations.md, "Remove what is protected".'
  );
}

const FREE_SPACE = 'Free some space, also where TMPDIR is, and run the command again.';

const TAKEN =
  'If it is not, the name is taken: choose another stateBucket in environments/accounts.ts, and in the environments.';

/** What to do about a state that Terraform cannot use, or an AWS that it cannot ask, by what it says; nothing if its words do not tell. */
export function terraformRemedy(message: string, stack: FailedStack): string | undefined {
  const ofRequest = requestRemedy(message);
  if (ofRequest !== undefined) {
    return ofRequest;
  }
  const text = inOneLine(message);
  for (const [says, remedy] of REMEDIES) {
    const found = says.exec(text);
    if (found !== null) {
      return remedy(found, stack);
    }
  }
  return undefined;
}

/** Terraform breaks its lines. */
function inOneLine(message: string): string {
  return message.replaceAll(/\s+/g, ' ');
}
